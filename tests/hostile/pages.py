"""HTML and text: sizes, depths and counts at which parsers turn quadratic."""

from __future__ import annotations

from tests.hostile import hostile, truncated


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


@hostile("too_large")
def fifty_megabytes_of_cells() -> bytes:
    return page("<table>" + "<tr>" + "<td>6</td>" * 5_000_000 + "</table>")


@hostile("read", "bomb", "too_large")
def as_many_cells_as_are_allowed() -> bytes:
    return page("<table>" + ("<tr>" + "<td>6" * 10) * 100_000 + "</table>")


@hostile("too_deep")
def a_hundred_thousand_divs_in_each_other() -> bytes:
    return page("<div>" * 100_000 + "6")


@hostile("too_deep")
def twenty_thousand_tables_in_each_other() -> bytes:
    return page("<table><tr><td>" * 20_000 + "6")


@hostile("bomb")
def a_tag_with_a_million_attributes() -> bytes:
    return page(f"<p {' '.join(f'a{number}=1' for number in range(500_000))}>6")


@hostile("read")
def spans_of_a_thousand_million() -> bytes:
    return page("<table><tr><td rowspan=1000000000 colspan=1000000000>6<td>7</table>")


@hostile("read", "bomb", "too_large")
def every_cell_spans_all_it_may() -> bytes:
    return page("<table>" + ("<tr>" + "<td rowspan=65534 colspan=1000>6" * 20) * 2_000 + "</table>")


@hostile("read", "bomb", "too_deep", "too_large")
def a_million_open_brackets() -> bytes:
    return page("<" * 1_000_000)


@hostile("read", "bomb", "too_deep")
def half_a_million_unclosed_formats() -> bytes:
    return page("<p><b><i><font>6" * 100_000)


@hostile("read", "bomb")
def a_comment_that_never_ends() -> bytes:
    return page("<!--" + "6" * 5_000_000)


@hostile("read", "bomb")
def a_million_entities() -> bytes:
    return page("&amp;&lt;&notanentity;&#x110000;&#0;" * 100_000)


@hostile("read", "bomb", "empty", "not_a_document")
def one_line_of_eight_million_characters() -> bytes:
    return "一、".encode() * (1 << 20)


@hostile("read", "bomb")
def a_page_in_utf_16_that_ends_within_a_character() -> bytes:
    return b"\xff\xfe" + page("<table><tr><td>6</table>").decode().encode("utf-16-le")[:-1]


@hostile("read", "not_a_document", "empty", "bomb")
def a_charset_that_does_not_exist() -> bytes:
    return b"<html><meta charset=nonsense-\xff><body>" + bytes(range(256)) * 100


def _whole() -> bytes:
    return page("<h1>题</h1>" + "<table><tr><td>规章<td>6</table>" * 20)


truncated("pages", _whole, "read")


@hostile("read")
def icons_in_one_cell() -> bytes:
    """One cell that holds the whole article, and thousands of icons in it."""
    return page("<table><tr><td>" + "<p>文字<i class=x></i>很多</p>" * 20_000 + "</td><td></td></tr></table>")


@hostile("read")
def two_rows_in_every_line() -> bytes:
    """Thousands of lines of a table with two rows typed into each."""
    return page("<table>" + "<tr><td>重复申请<br>予以公开<td>1<br>2" * 5_000 + "</table>")


@hostile("read", "too_deep")
def fields_that_never_end() -> bytes:
    """A page without tables and with thousands of text fields that never end."""
    return page("<p>table&gt;" + "<noscript></noscript>" * 5_000 + "<textarea>" * 5_000)


@hostile("read", "bomb")
def hidden_rows_without_end_above_one_that_is_shown() -> bytes:
    return page("<table>" + "<tr style='display:none'><td>6</td>" * 50_000 + "<tr><td>7</td></table>")


@hostile("read", "too_deep")
def numbers_that_float_within_each_other() -> bytes:
    return page(("<div style='float:right'>6" * 400 + "</div>" * 400) * 50)
