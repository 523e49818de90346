"""Articles whose body stands in a script."""

from __future__ import annotations

import json

from parsers.formats import html
from parsers.web.scripted import has_body, unfolded

BODY = '<h2>一、总体情况</h2><p>本局认真"贯彻"条例。</p><table><tr><td>规章</td><td>6</td></tr></table>'


def page(body: str, shown: str = "") -> str:
    content = json.dumps(body).replace("<", "\\u003C").replace(">", "\\u003E")
    return (
        f"<html><head><title>年报</title></head><body><div id='app'>{shown}</div><script>window._CONFIG = "
        f'{{SID: "1", DETAIL: {{"id": 7, "content": {content}, "title": "x"}}, TREE: []}};</script></body></html>'
    )


def test_a_body_in_a_script_is_read_as_a_browser_shows_it() -> None:
    document = html.read(page(BODY).encode())
    assert [cell.text for cell in next(document.grids()).cells] == ["规章", "6"]
    assert has_body(page(BODY))


def test_a_body_that_the_page_shows_as_well_is_read_once() -> None:
    text = page(BODY, BODY)
    assert unfolded(text) == text
    assert len(list(html.read(text.encode()).grids())) == 1


def test_a_script_without_a_body_changes_nothing() -> None:
    for text in (
        "<p>DETAIL</p>",
        page(""),
        page(BODY).replace('"content"', '"contents"'),
        "<script>DETAIL: {",
    ):
        assert unfolded(text) == text
