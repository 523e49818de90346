"""Tables in hidden blocks of a page: tabs that a script opens, or what an editor left behind."""

from __future__ import annotations

import pytest

from parsers.normalize import normalize
from parsers.text import read_cell

TABLE = "<table><tr><td>行政许可</td><td>7</td></tr></table>"
PAGE = "<html><body><img src='/logo.png'><div><h2>一、总体情况</h2>{}<h2>六、其他需要报告的事项</h2></div></body></html>"


def tables(inside: str) -> int:
    return len(list(normalize(PAGE.format(inside).encode()).grids()))


def test_a_tab_that_a_script_opens_is_read() -> None:
    assert tables(f"<div style='display: none'>{TABLE}</div>") == 1
    assert tables(f"{TABLE}<div hidden>{TABLE}<img src='/arrow.png'></div>") == 2


def test_tables_hidden_behind_pictures_of_tables_are_not() -> None:
    assert tables(f"<img src='/t1.jpg'><div style='display: none'>{TABLE}<p hidden>{TABLE}</p></div>") == 0


def decided(*numbers: str) -> str:
    rows = zip(("行政许可", "行政处罚", "行政强制"), numbers, strict=True)
    lines = "".join(f"<tr><td>{name}</td><td>{number}</td></tr>" for name, number in rows)
    return f"<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>{lines}</table>"


OLD, NEW, EMPTY = decided("1", "2", "3"), decided("4", "5", "6"), decided("", "", "")


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        (f"<div style='display:none'>{OLD}</div>{NEW}", "4"),
        (f"{NEW}<div hidden><p>草稿</p><div hidden>{OLD}</div></div>", "4"),
        (f"<style>.old {{ display: none }}</style>{NEW}<div class=old>{OLD}</div>", "4"),
        (f"<div hidden>{OLD}</div>{EMPTY}", "1"),
        (f"<div hidden>{OLD}</div>{TABLE}", "1"),
    ],
    ids=["before", "behind, twice", "by its class", "nothing filled in", "another table"],
)
def test_of_two_tables_of_a_kind_the_one_shown_is_meant(inside: str, left: str) -> None:
    grids = list(normalize(PAGE.format(inside).encode()).grids())
    assert grids[0].cells[3].text == left
    assert len(grids) == (1 if left == "4" else 2)


def cell(inside: str, head: str = "") -> str:
    """The text of a cell of a page, as it is read."""
    page = f"<html><head>{head}</head><body><table><tr><td>行政许可</td><td>{inside}</td></tr></table></body></html>"
    return next(normalize(page.encode()).grids()).cells[1].text


@pytest.mark.parametrize(
    "style",
    [
        "display:none", "DISPLAY : none;", "visibility:hidden", "font-size:0", "font-size: 0px; color: red", "opacity: 0",
        "opacity:.0", "position:absolute; left:-9999px",
    ],
)  # fmt: skip
def test_an_old_digit_nobody_sees_joins_no_number(style: str) -> None:
    assert cell(f"12<span style='{style}'>9</span>") == "12"


@pytest.mark.parametrize(
    "style",
    [
        "display:inline",
        "visibility:visible",
        "font-size:0.9em",
        "font-size:10pt",
        "opacity:0.9",
        "left:-10px",
    ],
)
def test_a_digit_that_is_seen_stays(style: str) -> None:
    assert cell(f"12<span style='{style}'>9</span>") == "129"


def test_a_size_of_nothing_is_set_again_inside() -> None:
    assert cell("<div style='font-size:0'><span style='font-size:14px'>12</span></div>") == "12"


def test_a_class_of_the_page_may_hide() -> None:
    style = "<style>.old, td.x { color: red } p, .gone { display: none } @media print { .new { display: none } }</style>"
    assert cell("<i class='new old'>12</i><i class='gone'>9</i><i class='new old'>3</i>", style) == "123"


def test_white_digits_are_neither_printed_nor_nothing() -> None:
    for white in ("<font color='white'>9</font>", "<span style='color: #FFF'>9</span>"):
        assert read_cell(cell(f"12{white}")) == (None, "lost")
    assert cell("<b style='background-color:#00f'><span style='color:#fff'>9</span></b>") == "9"
    assert read_cell(cell("12<b style='background:#FFFFFF'><font color='white'>9</font></b>")) == (
        None,
        "lost",
    )
    assert cell("<span style='background-color:white'>9</span>") == "9"
    assert cell("<span style='color:#fff'>本年处理决定数量</span>") == "本年处理决定数量"


@pytest.mark.parametrize(
    "mark",
    [
        "<sup>1</sup>", "<sup><a href='#a'>1</a></sup>", "<sup>[1]</sup>", "<a href='#_ftn1'>[1]</a>", "<a href='#n'>1</a>",
        "<span style='vertical-align: super'>1</span>", "<span style='vertical-align:4px'>1</span>",
        "<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>1</span>", "<i class=note>1</i>",
    ],
)  # fmt: skip
def test_a_footnote_number_joins_no_number(mark: str) -> None:
    assert read_cell(cell(f"12{mark}", "<style>.note { vertical-align: super }</style>")) == (12, "reported")


@pytest.mark.parametrize(
    "small", ["<small>1</small>", "<font size=1>1</font>", "<b style='font-size:70%'>1</b>"]
)
def test_smaller_digits_beside_a_number_withhold_it(small: str) -> None:
    assert read_cell(cell(f"12{small}"))[1] == "lost"
    assert read_cell(cell(small)) == (1, "reported")


def test_a_number_that_is_lifted_as_a_whole_is_a_number() -> None:
    assert (
        read_cell(
            cell("<span style='mso-text-raise:1.0pt'>1</span><span style='mso-text-raise:1.0pt'>2</span>")
        )[0]
        == 12
    )
    assert read_cell(cell("<a href='#top'>12</a>"))[0] == 12
    assert read_cell(cell("<b style='font-size:16px'>1</b><b style='font-size:14px'>2</b>"))[0] == 12


@pytest.mark.parametrize(
    ("head", "inside"),
    [
        ("", "12<span class='old'>9</span>"),
        ("", "<b class='new'>1</b><b class='old'>2</b>"),
        ("", "<span aria-hidden='true' style='color:transparent'>9</span>12"),
        ("", "<span style='color:#fdfdfd'>9</span>12"),
        ("", "12<span style='display:inline-block;width:0;overflow:hidden'>9</span>"),
        ("", "<i style='float:right'>1</i><i style='float:right'>2</i>"),
        ("", "<div style='flex-direction:row-reverse'><b>1</b><b>2</b></div>"),
        ("", "<bdo dir='rtl'>12</bdo>"),
        ("<style>.r { unicode-bidi: bidi-override; direction: rtl }</style>", "<span class='r'>12</span>"),
        ("<style>.d1::before { content: '1' }</style>", "<span class='d1'>2</span>"),
        ("<style>.n:after { content: counter(n) }</style>", "<span class='n'></span>"),
        ("", "<span data-to='12'>0</span>"),
        ("", "<span title='1234'>12</span>"),
        ("", "<span title='1234件'>12</span>"),
        ("", "<script>document.write(1)</script>2"),
        ("", "<img src='/1.gif'>2"),
        ("", "<i class='n1'></i>2"),
        ("", "<i class='n1'></i><i class='n2'></i>"),
        ("", "<span style='display:inline-block;width:50%'>1</span><span>2</span>"),
        ("", "<span style='margin-right:20px'>1</span><span>2</span>"),
        ("<style>.line { display: block }</style>", "<span class='line'>1</span><span class='line'>2</span>"),
        ("", "1<button>2</button>"),
        ("", "1<a href='/2.html'>2</a>"),
        ("", "<svg><text x='0'>1</text><text x='9'>2</text></svg>"),
        ("<style>td[data-h]:before { content: attr(data-h) }</style>", "<span data-h='1'>2</span>"),
        ("<script>document.getElementById('n7').innerHTML = 12</script>", "<span id='n7'>0</span>"),
        ("<script>$('#n7').text(12)</script>", "<span id='n7'>0</span>"),
        ("", "<span style='mso-hide:all'>1</span>2"),
        ("", "&#x202E;21&#x202C;"),
    ],
)
def test_digits_that_may_stand_otherwise_on_the_page_are_no_number(head: str, inside: str) -> None:
    assert read_cell(cell(inside, head))[1] == "lost"


@pytest.mark.parametrize(
    ("head", "inside"),
    [
        ("", "<span lang='EN-US'>1</span><span style='font-family:宋体;color:#000'>2</span>"),
        ("", "<span class='s'>1</span><span class='s'>2</span>"),
        ("", "12<span class='unit'>件</span>"),
        ("<style>.fa-up:before { content: '\\f101' }</style>", "<span class='fa-up'></span>12"),
        ("<style>td:before { content: attr(data-label) }</style>", "12"),
        ("<style>span.msoDel { text-decoration: line-through }</style>", "<span class='msoDel'>7</span>12"),
        ("<style>.a.hide { display: none }</style>", "<span class='a hide'>7</span>12"),
        ("<style>.sr-only { clip: rect(0, 0, 0, 0) }</style>", "12<span class='sr-only'>12</span>"),
        ("", "<span title='12'>12</span>"),
        ("<style>td:before { content: attr(data-label) }</style>", "<span data-label='1.其他'>12</span>"),
        ("<script>document.getElementById('top').onclick = up</script>", "<span id='n7'>12</span>"),
        ("", "<span title='12件'>12</span>"),
        ("", "<img src='/blank.gif' width='1' height='1'>12"),
    ],
)
def test_digits_that_stand_as_they_are_written_are_one(head: str, inside: str) -> None:
    assert read_cell(cell(inside, head)) == (12, "reported")


def test_a_hidden_cell_takes_no_place_in_its_row() -> None:
    page = "<table><tr><td style='display:none'>77</td><td>行政许可</td><td>12</td></tr></table>"
    grid = next(normalize(page.encode()).grids())
    assert [(cell.column, cell.text) for cell in grid.cells] == [(0, "行政许可"), (1, "12")]


@pytest.mark.parametrize(
    "look", ["style='visibility:hidden'", "style='font-size:0'", "style='color:transparent'", "class='off'"]
)
def test_a_cell_nobody_sees_keeps_its_place_and_says_nothing(look: str) -> None:
    page = f"<style>.off {{ opacity: 0 }}</style><table><tr><td>行政许可</td><td {look}>12</td><td>5</td></tr></table>"
    cells = next(normalize(page.encode()).grids()).cells
    assert [read_cell(cell.text)[1] for cell in cells] == ["lost", "lost", "reported"]


def test_the_caption_of_a_table_stands_above_it() -> None:
    page = "<table><caption>2022年度</caption><tr><td>行政许可</td><td>7</td></tr></table>"
    assert [paragraph.text for paragraph in normalize(page.encode()).paragraphs()] == ["2022年度"]


def test_a_class_no_selector_can_name_is_passed_over() -> None:
    style = "<style>.9pt, .-2 { display: none } .old { display: none }</style>"
    assert cell("12<span class='old'>9</span>", style) == "12"


@pytest.mark.parametrize("look", ["class='old'", "style='display:none'", "hidden"])
def test_a_row_nobody_sees_takes_no_place_in_its_table(look: str) -> None:
    rows = f"<tr {look}><td>行政许可</td><td>7</td></tr><tr><td>行政许可</td><td>12</td></tr>"
    page = f"<style>.old {{ display: none }}</style><table>{rows}</table>"
    assert [cell.text for cell in next(normalize(page.encode()).grids()).cells] == ["行政许可", "12"]


def test_a_page_that_ends_within_a_number_was_cut_there() -> None:
    cells = next(normalize("<table><tr><td>行政许可</td><td>1".encode()).grids()).cells
    assert read_cell(cells[-1].text)[1] == "lost"


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("", "<b style='float:right'>12</b>行政许可"),
        ("", "<B STYLE='FLOAT: RIGHT'>12</B>行政许可"),
        ("<style>.n { float: right }</style>", "<b class='n'>12</b>行政许可"),
        ("", "<div style='display:flex;flex-direction:row-reverse'><b>12</b> <b>行政许可</b></div>"),
        ("", "<b style='order:2'>12</b>行政许可"),
    ],
)
def test_a_number_that_is_moved_outside_of_tables_is_nobodys(head: str, row: str) -> None:
    page = f"<html><head>{head}</head><body><div style='float:right'><p>{row}</p></div></body></html>"
    text = "".join(paragraph.text for paragraph in normalize(page.encode()).paragraphs())
    assert "行政许可" in text
    assert "12" not in text


def test_a_number_on_the_right_of_its_cell_is_read() -> None:
    assert cell("<span style='float:right'>12</span>") == "12"
