"""What an OFD prints and where, however its pages are put together."""

from __future__ import annotations

import pytest

from parsers.document import Document, Unreadable
from parsers.formats.ofd import read
from tests.ofdfiles import NS, boxes, document, ofd, page, path, root, text
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


def cells(body: bytes) -> list[str]:
    (grid,) = read(body).grids()
    return [cell.text for cell in grid.cells]


def two(second: str, more: str = "") -> str:
    """A page with the row 规章 | and what `second` draws at 62, 30 into the second cell."""
    return page(boxes(2) + text(22, 32, "规章") + second + more)


def clip(width: float) -> str:
    box = f"M 0 0 L {width} 0 L {width} 6 L 0 6 C"
    return (
        '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 50 6">'
        f"<ofd:AbbreviatedData>{box}</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    )


@pytest.mark.parametrize(
    ("bound", "said"), [(4.2, "15"), (3.1, "15…"), (2.0, "1"), (0.1, "\ufffc\ufffc"), (0, "15")]
)
def test_digits_beyond_the_bounds_or_clip_of_their_object_are_not_seen(bound: float, said: str) -> None:
    number = text(62, 32, "15", "2")
    assert cells(ofd(two(number.replace('32 50 6"', f'32 {bound} 6"')))) == ["规章", said]
    if bound:
        assert cells(ofd(two(number.replace("<ofd:TextCode", f"{clip(bound)}<ofd:TextCode")))) == [
            "规章",
            said,
        ]


def test_digits_beyond_the_edge_of_the_paper_are_not_seen() -> None:
    members = {"D/Document.xml": document(size="10 20 55 200"), "D/P0.xml": two(text(62, 32, "123", "g 2 2"))}
    (grid,) = read(package({"OFD.xml": root("D/Document.xml"), **members})).grids()
    assert [cell.text for cell in grid.cells] == ["规章", "12…"]
    assert grid.cells[0].place.box == pytest.approx((10 * MM, 10 * MM, 50 * MM, 20 * MM), abs=0.5)


WHITE = '<ofd:FillColor Value="255 255 255"{}/>'


def patch(x: float, colour: str = WHITE.format("")) -> str:
    box = path(x, 31, "M 0 0 L 6 0 L 6 8 L 0 8 C")
    return box.replace("<ofd:Abb", f"{colour}<ofd:Abb").replace(
        "LineWidth", 'Fill="true" Stroke="false" LineWidth'
    )


@pytest.mark.parametrize(
    ("over", "said"),
    [
        (patch(61.5), "\ufffc\ufffc"),
        (patch(61.5) + text(70, 32, "8"), "8"),
        (patch(61.5, WHITE.format(' Alpha="90"')), "15"),
        (patch(61.5, ""), "15"),
        ('<ofd:ImageObject Boundary="61 31 8 8" ResourceID="60"/>', "\ufffc\ufffc"),
        ('<ofd:ImageObject Boundary="61 31 8 8" ResourceID="61"/>', "15"),
        (path(61.5, 32, "M 0 0 L 5 5"), "1\u03365\u0336"),
        (path(61.5, 32, "M 0 0 L 2 5 L 4 0 L 6 5"), "1\u03365\u0336"),
    ],
    ids=["patch", "patch and new number", "marker", "no colour", "photo", "seal", "line", "zigzag"],
)
def test_what_is_drawn_over_digits_hides_them_or_crosses_them_out(over: str, said: str) -> None:
    media = "".join(
        f'<ofd:MultiMedia ID="{name}"><ofd:MediaFile>{name}.png</ofd:MediaFile></ofd:MultiMedia>'
        for name in (60, 61)
    )
    common = "<ofd:PublicRes>R.xml</ofd:PublicRes>"
    body = ofd(
        two(text(62, 32, "15", "2"), over),
        D__Document_xml=document(1, common),
        D__R_xml=f"<ofd:Res {NS}><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>",
        **{"D/60.png": b"\xff\xd8\xff", "D/61.png": b"\x89PNG".ljust(25) + b"\x06"},
    )
    assert cells(body) == ["规章", said]


def test_shading_below_the_others_hides_nothing_wherever_its_layer_is_written() -> None:
    shading = f'<ofd:Layer Type="Background">{patch(61.5)}</ofd:Layer>'
    written = two(text(62, 32, "15", "2")).replace("</ofd:Content>", f"{shading}</ofd:Content>")
    assert cells(ofd(written)) == ["规章", "15"]


@pytest.mark.parametrize("named", ["object", "layer", "relative"])
def test_the_colour_of_digits_may_be_that_of_drawing_parameters(named: str) -> None:
    looks = f'<ofd:DrawParam ID="7">{WHITE.format("")}</ofd:DrawParam><ofd:DrawParam ID="8" Relative="7"/>'
    number = text(62, 32, "15", "2", {"object": 'DrawParam="7"', "relative": 'DrawParam="8"'}.get(named, ""))
    written = two(number)
    if named == "layer":
        written = written.replace("<ofd:Layer>", '<ofd:Layer DrawParam="7">')
    body = ofd(
        written,
        D__Document_xml=document(1, "<ofd:PublicRes>R.xml</ofd:PublicRes>"),
        D__R_xml=f"<ofd:Res {NS}><ofd:DrawParams>{looks}</ofd:DrawParams></ofd:Res>",
    )
    assert cells(body) == ["规章", "\ufffc\ufffc"]


@pytest.mark.parametrize(
    ("kind", "shown", "said"),
    [
        ("Stamp", "", "8"),
        ("Stamp", 'Visible="false"', "15"),
        ("Highlight", "", "15"),
    ],
)
def test_what_annotations_put_over_a_page_is_read_with_it(kind: str, shown: str, said: str) -> None:
    note = f'<ofd:Annot Type="{kind}" {shown}><ofd:Appearance Boundary="60 30 20 10">'
    note += f"{patch(1).replace(' 31 1 1', ' 1 20 9')}{text(9, 2, '8')}</ofd:Appearance></ofd:Annot>"
    listed = '<ofd:Page PageID="0"><ofd:FileLoc>A/P0.xml</ofd:FileLoc></ofd:Page>'
    body = ofd(
        two(text(62, 32, "15", "2")),
        D__Document_xml=document().replace(
            "</ofd:Document>", "<ofd:Annotations>A.xml</ofd:Annotations></ofd:Document>"
        ),
        D__A_xml=f"<ofd:Annotations {NS}>{listed}</ofd:Annotations>",
        D__A__P0_xml=f"<ofd:PageAnnot {NS}>{note}</ofd:PageAnnot>",
    )
    assert cells(body) == ["规章", said]


@pytest.mark.parametrize("delta", ["", 'DeltaY="g 3 4"'])
def test_characters_that_lie_on_their_side_and_run_downwards_are_read(delta: str) -> None:
    turned = 'ReadDirection="90" CharDirection="90"'
    lines = [
        text(left, 20, said, "", turned).replace('DeltaX=""', delta)
        for left, said in ((60, "横排文字"), (52, "第二行字"))
    ]
    document_ = read(ofd(page("".join(lines))))
    assert "".join(texts(document_)) == "横排文字第二行字"
