"""Values in scripts: what is written out is read, what would have to be computed is not there."""

from __future__ import annotations

from typing import Any

import pytest

from gxcrawl.markup.literals import assigned


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("var a = [1, -2.5, 'x', \"y\", null, true];", {"a": [1, -2.5, "x", "y", None, True]}),
        ("let a={b:{'c':[]},d:'',};", {"a": {"b": {"c": []}, "d": ""}}),
        ("a=[ /* of */ {t:'\\u4e00\\'\\x41'}, // the\n ]", {"a": [{"t": "一'A"}]}),
        ("var total = parseInt('41'); var page='2',size=20;", {"total": "41", "page": "2", "size": 20}),
        ("var a='first'; a='last';", {"a": "last"}),
        ("var a = ['b=[1]', 'c=2'];", {"a": ["b=[1]", "c=2"]}),
        ("var a=`one\ntwo`;", {}),
        ("if (a == '1' && b === [2]) x => {y: 1}", {}),
        ("var a = [1, now()]; var b = [2];", {"b": [2]}),
        ("var a = {b: `${c}`}; var d = [`e`];", {"d": ["e"]}),
        ("var a = [[1, 2]; var b = '3';", {"b": "3"}),
        ("var a = " + "[" * 5000 + "]" * 5000, {}),
    ],
)
def test_a_value(source: str, found: dict[str, Any]) -> None:
    assert assigned(f"<p>x='no'</p><script>{source}</script><script type='text/xml'>z='no'</script>") == found


@pytest.mark.parametrize("hostile", ["<script>", "a=[/*", "a=['", "a={a:", 'a=["a=[1",', "a=[`"])
def test_nonsense_of_any_size_is_read_once(hostile: str) -> None:
    assert assigned(f"<script>{hostile * 100_000}") == {}
