"""Tables in hidden blocks of a page: tabs that a script opens, or what an editor left behind."""

from __future__ import annotations

from parsers.normalize import normalize

TABLE = "<table><tr><td>行政许可</td><td>7</td></tr></table>"
PAGE = "<html><body><img src='/logo.png'><div><h2>一、总体情况</h2>{}<h2>六、其他需要报告的事项</h2></div></body></html>"


def tables(inside: str) -> int:
    return len(list(normalize(PAGE.format(inside).encode()).grids()))


def test_a_tab_that_a_script_opens_is_read() -> None:
    assert tables(f"<div style='display: none'>{TABLE}</div>") == 1
    assert tables(f"{TABLE}<div hidden>{TABLE}<img src='/arrow.png'></div>") == 2


def test_tables_hidden_behind_pictures_of_tables_are_not() -> None:
    assert tables(f"<img src='/t1.jpg'><div style='display: none'>{TABLE}<p hidden>{TABLE}</p></div>") == 0
