"""Tables a page keeps as text, for a script to show: read where the page shows none itself."""

from __future__ import annotations

import json
from html import escape

import pytest

from parsers.normalize import normalize

TABLE = (
    "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>7</td></tr></table>"
)
PAGE = "<html><body><h2>一、总体情况</h2>{}<h2>六、其他需要报告的事项</h2></body></html>"


def tables(inside: str) -> int:
    return len(list(normalize(PAGE.format(inside).encode()).grids()))


@pytest.mark.parametrize(
    "inside",
    [
        f"<textarea style='display:none'>{TABLE}</textarea>",
        f"<textarea style='display:none'>{escape(TABLE)}</textarea>",
        f'<iframe width="100%" srcdoc="{escape(TABLE)}"></iframe>',
        f"<noscript>{TABLE}</noscript>",
        "<script>document.write(" + json.dumps(TABLE).replace("</", "<\\/") + ")</script>",
        f"<script>var body = '{TABLE}'; show(body)</script>",
    ],
)
def test_a_table_kept_as_text_is_read(inside: str) -> None:
    assert tables(inside) == 1


@pytest.mark.parametrize(
    "inside",
    [
        f"<script>var form = '{TABLE.replace('7', '{{count}}')}'</script>",
        f"<script>var form = '{TABLE.replace('<td>7', '<td id=n1>0')}'</script>",
        "<script>var row = '" + TABLE.replace("7", "' + n + '") + "'</script>",
        f"<template>{TABLE}</template>",
        f"<img src='/tables.png'><textarea>{TABLE}</textarea>",
    ],
)
def test_a_form_that_a_script_fills_in_is_not(inside: str) -> None:
    assert tables(inside) == 0


def test_a_page_with_tables_of_its_own_shows_those() -> None:
    assert tables(f"{TABLE}<textarea>{TABLE.replace('7', '8')}</textarea>") == 1
