"""What an OFD prints and where, however its pages are put together."""

from __future__ import annotations

import pytest

from parsers.document import Document, Unreadable
from parsers.formats.ofd import read
from tests.ofdfiles import NS, boxes, document, ofd, page, root, text
from tests.ooxml import package

MM = 72 / 25.4


def texts(read_: Document) -> list[str]:
    return [paragraph.text for paragraph in read_.paragraphs()]


def test_a_ruled_table_is_a_grid_with_boxes_in_points() -> None:
    document_ = read(ofd(page(boxes(2) + text(22, 32, "规章") + text(62, 32, "12", "2"))))
    (grid,) = document_.grids()
    assert [cell.text for cell in grid.cells] == ["规章", "12"]
    place = grid.cells[1].place
    assert place.page == 1
    assert place.box == pytest.approx((60 * MM, 30 * MM, 100 * MM, 40 * MM), abs=0.5)
    assert (document_.pages, document_.metadata) == (1, {"title": "题"})


@pytest.mark.parametrize(
    ("look", "colour", "said"),
    [
        ("", "", "15"),
        ("", '<ofd:FillColor Value="255 255 255"/>', "\ufffc\ufffc"),
        ("", '<ofd:FillColor Value="250"/>', "\ufffc\ufffc"),
        ("", '<ofd:FillColor Value="0 0 0" Alpha="20"/>', "\ufffc\ufffc"),
        ("", '<ofd:FillColor Value="200 0 0"/>', "15"),
        ('Fill="false"', "", "\ufffc\ufffc"),
    ],
)
def test_digits_that_nobody_sees_are_neither_value_nor_blank(look: str, colour: str, said: str) -> None:
    number = text(62, 32, "15", "2", look).replace("<ofd:TextCode", f"{colour}<ofd:TextCode")
    (grid,) = read(ofd(page(boxes(2) + text(22, 32, "规章") + number))).grids()
    assert [cell.text for cell in grid.cells] == ["规章", said]


def test_a_template_is_printed_on_every_page_that_names_it() -> None:
    common = '<ofd:TemplatePage ID="7" BaseLoc="T.xml"/>'
    members = {
        "OFD.xml": root("D/Document.xml"),
        "D/Document.xml": document(1, common),
        "D/T.xml": page(boxes(2)),
        "D/P0.xml": page(
            text(22, 32, "规章") + text(62, 32, "6"), '<ofd:Template TemplateID="7" ZOrder="Background"/>'
        ),
    }
    (grid,) = read(package(members)).grids()
    assert [cell.text for cell in grid.cells] == ["规章", "6"]


def test_all_documents_of_the_package_are_read_in_order() -> None:
    members = {"OFD.xml": root("A/Document.xml", "B/Document.xml")}
    for folder, said in (("A", "甲。"), ("B", "乙。")):
        members |= {f"{folder}/Document.xml": document(), f"{folder}/P0.xml": page(text(20, 30, said))}
    document_ = read(package(members))
    assert texts(document_) == ["甲。", "乙。"]
    assert document_.pages == 2


def test_a_composite_object_is_printed_where_it_is_used() -> None:
    resources = (
        f'<ofd:Res {NS} BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5" Width="50" Height="9">'
        f"<ofd:Content>{text(0, 0, '公章')}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    members = {
        "OFD.xml": root("D/Document.xml"),
        "D/Document.xml": document(1, "<ofd:PublicRes>R.xml</ofd:PublicRes>"),
        "D/R.xml": resources,
        "D/P0.xml": page('<ofd:CompositeObject Boundary="30 50 50 9" ResourceID="5"/>'),
    }
    (paragraph,) = read(package(members)).paragraphs()
    assert paragraph.text == "公章"
    assert paragraph.place.box is not None
    assert paragraph.place.box[0] == pytest.approx(30 * MM, abs=0.01)


def test_a_page_that_lies_on_its_side_is_read_upright_and_shown_as_it_lies() -> None:
    turned = 'CTM="0 1 -1 0 0 0"'
    document_ = read(
        ofd(page(text(60, 20, "横排文字", "g 3 4", turned) + text(52, 20, "第二行字", "g 3 4", turned)))
    )
    assert "".join(texts(document_)) == "横排文字第二行字"
    first = next(document_.paragraphs()).place.box
    assert first is not None
    assert first[0] > 45 * MM and first[1] == pytest.approx(20 * MM, abs=1)


def test_watermarks_and_invisible_text_are_left_out() -> None:
    slanted = text(50, 60, "内部资料", "g 3 4", 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    assert texts(
        read(ofd(page(text(20, 30, "规章") + slanted + text(20, 90, "旧", more='Visible="false"'))))
    ) == ["规章"]


def test_text_over_a_picture_of_the_page_is_a_layer_to_doubt() -> None:
    scan = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="3"/>'
    document_ = read(ofd(page(scan + boxes(2) + text(22, 32, "规章") + text(62, 32, "6"))))
    assert [cell.doubt for grid in document_.grids() for cell in grid.cells] == ["layer", "layer"]
    assert document_.notes == ("text_layer_over_scan",)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "corrupt"),
        (package({"a": ""}), "not_a_document"),
        (package({"OFD.xml": root()}), "not_a_document"),
        (package({"OFD.xml": root("D/Document.xml"), "D/Document.xml": document()}), "truncated"),
        (package({"OFD.xml": root("D/Document.xml"), "D/Document.xml": document(501)}), "too_many_pages"),
        (package({"OFD.xml": root("../../etc/passwd")}), "corrupt"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body)
    assert refused.value.reason == reason
