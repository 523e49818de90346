"""Pictures inside pages and files: taken apart, read like scans, and never in the way of the text."""

from __future__ import annotations

import base64
from io import BytesIO
from random import Random

import docx
import pytest
from PIL import Image

from parsers.document import Cell, Document, Grid, Paragraph, Place, Unreadable
from parsers.formats.doc import read as read_doc
from parsers.formats.docx import read as read_docx
from parsers.formats.rtf import read as read_rtf
from parsers.inline import PICTURES, SMALLEST, apart, packed, with_pictures
from parsers.normalize import normalize, pictures
from tests import oldword
from tests.rtffiles import rtf

LARGE = b"\x89PNG" + bytes(SMALLEST)


def _image(picture: bytes) -> bytes:
    return b'<img src="data:image/png;base64,' + base64.b64encode(picture) + b'">'


def test_a_page_is_told_from_its_pictures() -> None:
    page, pictures = apart(b"<p>one</p>" + _image(LARGE) + b"<p>two</p>")
    assert page == b'<p>one</p><img src="inline:picture"><p>two</p>'
    assert pictures == (LARGE,)


@pytest.mark.parametrize(
    "head",
    [b"data:image/png;charset=utf-8;base64,", b"DATA:;base64,", b"data:application/octet-stream;base64,%0A"],
)
def test_an_address_may_have_properties_and_escapes(head: bytes) -> None:
    picture = base64.b64encode(LARGE + b"\xfb\xff\xfe").replace(b"+", b"%2B").replace(b"=", b"%3D")
    page, pictures = apart(b"<img src='" + head + picture + b"'>")
    assert page == b"<img src='inline:picture'>"
    assert pictures == (LARGE + b"\xfb\xff\xfe",)


def test_logos_are_no_tables() -> None:
    assert apart(_image(b"\x89PNG"))[1] == ()


def test_broken_addresses_and_too_many_pictures_are_left_alone() -> None:
    broken = b'<img src="data:image/png;base64,' + b"A" * (SMALLEST + 1) + b'">'
    assert apart(broken)[1] == ()
    assert len(apart(_image(LARGE) * (PICTURES + 5))[1]) == PICTURES


def test_what_a_picture_shows_follows_the_page_and_what_cannot_be_read_is_a_note() -> None:
    def read(picture: bytes) -> Document:
        if picture == b"blurred":
            raise Unreadable("no_text", "nothing to be seen")
        return Document("image/png", (Paragraph("from the picture"),))

    page = Document("text/html", (Paragraph("from the page"),))
    whole = with_pictures(page, [b"sharp", b"blurred"], read)
    assert [block.text for block in whole.paragraphs()] == ["from the page", "from the picture"]
    assert whole.notes == ("picture_read:1", "picture_unread:2:no_text")


def test_a_word_file_of_pictures_gives_them_in_its_order_without_the_logo() -> None:
    pictures = [_noise(200, seed=1), _noise(200, seed=2)]
    document = docx.Document()
    for picture in (pictures[1], _noise(8, seed=3), pictures[0]):
        document.add_picture(BytesIO(picture))
    body = BytesIO()
    document.save(body)
    assert list(packed(body.getvalue(), read_docx(body.getvalue()))) == [pictures[1], pictures[0]]
    notes = normalize(body.getvalue()).notes
    assert [note.split(":")[1] for note in notes if note.startswith("picture_")] == ["1", "2"]


def test_a_doc_gives_the_pictures_in_its_lines_and_those_beside_them_in_the_order_of_the_text() -> None:
    one, two, logo, three = (_noise(width, seed) for seed, width in enumerate((200, 210, 8, 100)))
    lines, data = oldword.in_line([one, logo, three])
    parts, tail = oldword.floating({2: two})
    body = oldword.doc([oldword.Par("前\r"), *lines], data=data, parts=parts, tail=tail)
    assert pictures(body) == (one, two, three)
    assert [link.kind for link in read_doc(body).links] == ["image"] * 4


def test_a_picture_of_a_doc_that_nobody_sees_is_not_read() -> None:
    lines, data = oldword.in_line([_noise(100, 1)])
    hidden = oldword.Par(lines[0].text, characters=bytes.fromhex("3c0801") + lines[0].characters)
    assert pictures(oldword.doc([hidden], data=data)) == ()


def test_a_doc_with_its_tables_as_text_keeps_its_pictures_to_itself() -> None:
    lines, data = oldword.in_line([_noise(100, 1)])
    table = [oldword.cell("6"), oldword.cell("7"), oldword.row_end([0, 900, 1800])]
    assert pictures(oldword.doc([*table, *lines], data=data)) == ()


def test_an_rtf_gives_the_pictures_in_its_text_and_those_of_its_shapes() -> None:
    one, two, three = (_noise(100, seed) for seed in range(3))
    body = (
        rf"前{{\*\shppict{{\pict{{\*\picprop{{\sp{{\sn wzName}}{{\sv 12}}}}}}\picw100\pngblip {one.hex()}}}}}"
        rf"{{\nonshppict{{\pict\wmetafile8 {three.hex()}}}}}\par"
        rf"{{\shp{{\*\shpinst{{\sp{{\sn fillBlip}}{{\sv{{\pict\pngblip {three.hex()}}}}}}}"
        rf"{{\sp{{\sn pib}}{{\sv {{\pict\pngblip {two.hex()}}}}}}}}}{{\shprslt{{\pict {three.hex()}}}}}}}后\par"
        rf"{{\v{{\pict\pngblip {three.hex()}}}}}"
    )
    assert pictures(rtf(body)) == (one, two)
    assert [paragraph.text for paragraph in read_rtf(rtf(body)).paragraphs()] == ["前", "后"]


def test_bytes_of_an_rtf_picture_may_stand_as_they_are() -> None:
    one = _noise(100, 1)
    written = b"{\\rtf1{\\pict\\pngblip\\bin%d " % len(one) + one + b"}\\par}"
    assert pictures(written) == (one,)


def _noise(width: int, seed: int) -> bytes:
    """A PNG that shows no text."""
    grains = Random(seed).randbytes(width * width)
    body = BytesIO()
    Image.frombytes("L", (width, width), grains).save(body, "PNG")
    return body.getvalue()


def test_the_second_picture_counts_as_page_two() -> None:
    table = Grid((Cell(0, 0, "7", place=Place(1, (1, 2, 3, 4))),), Place(1))
    whole = with_pictures(
        Document("text/html", ()), [b"one", b"two"], lambda _: Document("image/png", (table,))
    )
    assert [(grid.place.page, grid.cells[0].place) for grid in whole.grids()] == [
        (1, Place(1, (1, 2, 3, 4))),
        (2, Place(2, (1, 2, 3, 4))),
    ]


@pytest.mark.parametrize("size", [70_000, 400_000])
def test_a_large_picture_does_not_make_the_page_a_bomb(size: int) -> None:
    table = b"<table><tr><td>a</td><td>b</td></tr></table>"
    page = b"<html><body><p>text</p>" + table + _image(bytes(size)) + b"</body></html>"
    assert [grid.width for grid in normalize(page).grids()] == [2]
