"""From a number to the place in the original it was read from."""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import docx
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Place
from parsers.report import Figure
from pipelines.archive import ArchiveStage
from pipelines.items import Capture, Entry, Fetched
from pipelines.portal import evidence
from pipelines.portal.pages.cell import box_of
from pipelines.warc.vault_writer import VaultWriter
from tests import oldword
from tests.known_database import capture, report
from tests.ofdfiles import NS, boxes, ofd, page, text
from tests.reading_room import Reader, built
from tests.rtffiles import rtf

PAGE = (
    "<html><body><h1>年度报告</h1><p>正文一段。</p><table><tr><td>项目</td><td>总计</td></tr>"
    "<tr><td>一、本年新收政府信息公开申请数量</td><td>6<script>alert(1)</script></td></tr></table></body></html>"
)
BOX = (100.0, 200.0, 140.0, 215.0)


def drawn(by: float = 1.0) -> bytes:
    """A PDF page, so many times as large as A4, with a black bar exactly where BOX is; reportlab measures from the bottom."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595 * by, 842 * by))
    canvas.scale(by, by)
    canvas.rect(BOX[0], 842 - BOX[3], BOX[2] - BOX[0], BOX[3] - BOX[1], fill=1)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def scanned() -> bytes:
    """A picture of two pages, 200 dots an inch; on the second a black bar exactly where BOX is."""
    first, second = Image.new("L", (1654, 2339), 255), Image.new("L", (1654, 2339), 255)
    ImageDraw.Draw(second).rectangle([edge * 200 / 72 for edge in BOX], fill=0)
    written = io.BytesIO()
    first.save(written, "TIFF", save_all=True, append_images=[second])
    return written.getvalue()


def bars() -> list[bytes]:
    """The two pages as pictures of their own, as grainy as a scanner makes them."""
    grain = bytes(248 + value % 8 for value in range(256))
    written = []
    with Image.open(io.BytesIO(scanned())) as scan:
        for number in range(2):
            scan.seek(number)
            grey = Image.frombytes(
                "L", scan.size, Random(1).randbytes(scan.width * scan.height).translate(grain)
            )
            grey.paste(0, mask=ImageOps.invert(scan.convert("L")))
            written.append(io.BytesIO())
            grey.save(written[-1], "PNG")
    return [one.getvalue() for one in written]


def pasted() -> bytes:
    """A Word file of two pictures."""
    document = docx.Document()
    for bar in bars():
        document.add_picture(io.BytesIO(bar))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def lined_up() -> bytes:
    """A Word 97 file of two pictures."""
    paragraphs, data = oldword.in_line(bars())
    return oldword.doc(paragraphs, data=data)


def in_digits() -> bytes:
    """An RTF file of two pictures."""
    return rtf("".join(rf"{{\pict\pngblip {bar.hex()}}}\par" for bar in bars()))


def inlined() -> bytes:
    """A web page of two pictures."""
    images = (f'<img src="data:image/png;base64,{b64encode(bar).decode()}">' for bar in bars())
    return f"<html><body>{''.join(images)}</body></html>".encode()


OFD_BOX = (170.08, 85.04, 283.46, 113.39)


def paged() -> bytes:
    """An OFD page whose right cell is OFD_BOX."""
    return ofd(page(boxes(2) + text(22, 32, "规章&lt;b&gt;") + text(62, 32, "12", "2")))


def placed(place: Place) -> tuple[Figure, ...]:
    return (Figure("requests", "received", "total", 6, "6", "reported", place),)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reader, dict[str, Capture]]:
    folder = tmp_path_factory.mktemp("evidence")
    documents = {
        "html": (PAGE.encode(), "text/html; charset=utf-8", Place(path="table[1]/row[2]/cell[2]")),
        "pdf": (drawn(), "application/pdf", Place(page=1, box=BOX)),
        "scan": (scanned(), "image/tiff", Place(page=2, box=BOX)),
        "ofd": (paged(), "application/ofd", Place(page=1, box=OFD_BOX)),
        "torn": (b"%PDF-1.4 and then nothing", "application/pdf", Place(page=1, box=BOX)),
    }
    captures: dict[str, Capture] = {}
    values = []
    with VaultWriter(folder) as vault:
        stage = ArchiveStage(vault)
        for name, (body, media_type, place) in documents.items():
            url = f"http://gk.example.cn/{name}"
            entry = Entry("heqiao", "annual", url, name, "2024-01-20")
            fetched = Fetched(entry, url, 200, (("Content-Type", media_type),), "2024-02-01T00:00:00Z", body)
            captures[name] = stage.run(fetched)
            values.append((captures[name], report(f"{name}局", figures=placed(place))))
    return Reader(built(folder, values), folder), captures


def address(reader: Reader, capture: Capture) -> str:
    rows = reader.get("/gxcrawl/reports.json", params={"_shape": "array", "sha256": capture.sha256}).json()
    return f"/report/{rows[0]['id']}/cell/requests/received/total"


def test_a_cell_of_a_page_is_marked_in_its_table(archive: tuple[Reader, dict[str, Capture]]) -> None:
    reader, captures = archive
    page = reader.get(address(reader, captures["html"])).text
    assert '<td class="hit" id="hit">6' in page
    assert "一、本年新收政府信息公开申请数量" in page
    assert "<script>alert" not in page
    for proof in (captures["html"].sha256, captures["html"].file, "2024-02-01T00:00:00Z", "引用这个数字"):
        assert proof in page


@pytest.mark.parametrize("kind", ["pdf", "scan"])
def test_a_cell_of_a_page_or_scan_is_framed_in_its_picture(
    archive: tuple[Reader, dict[str, Capture]], kind: str
) -> None:
    reader, captures = archive
    page = reader.get(address(reader, captures[kind])).text
    picture = page.split('<img src="')[1].split('"')[0].replace("&amp;", "&")
    answer = reader.get(picture)
    assert answer.headers["content-type"] == "image/png"
    image = Image.open(io.BytesIO(answer.content))
    assert image.height < image.width  # the lines around the cell, not the whole page
    assert evidence.RED in {colour for _, colour in image.getcolors(1 << 24) or []}
    narrow = Image.open(io.BytesIO(reader.get(picture.replace("view=close", "view=narrow")).content))
    assert evidence.RED in {colour for _, colour in narrow.getcolors(1 << 24) or []}
    assert (narrow.height, narrow.width) == (image.height, round(evidence.NARROW * evidence.SCALE))


@pytest.mark.parametrize("left", [0.0, 100.0, 560.0])
def test_the_narrow_view_has_the_cell_wherever_it_stands(left: float) -> None:
    box = (left, 200.0, left + 30, 215.0)
    image = Image.open(io.BytesIO(evidence.picture(drawn(), 1, box, "narrow")))
    red = ImageChops.difference(image, Image.new("RGB", image.size, evidence.RED)).convert("L")
    found = red.point(lambda value: 255 * (value == 0)).getbbox()
    assert found
    assert found[2] - found[0] >= 30 * evidence.SCALE


@pytest.mark.parametrize("by", [0.2, 2.8])
def test_a_page_as_large_as_a_stamp_or_a_poster_is_shown_like_paper(by: float) -> None:
    plain = Image.open(io.BytesIO(evidence.picture(drawn(), 1, BOX, "close")))
    large = tuple(edge * by for edge in BOX)
    shown = Image.open(io.BytesIO(evidence.picture(drawn(by), 1, large, "close")))
    assert shown.size == pytest.approx(plain.size, abs=4)


def test_a_cell_of_an_ofd_is_framed_in_its_drawing(archive: tuple[Reader, dict[str, Capture]]) -> None:
    reader, captures = archive
    said = reader.get(address(reader, captures["ofd"])).text
    answer = reader.get(said.split('<img src="')[1].split('"')[0].replace("&amp;", "&"))
    assert answer.headers["content-type"] == "image/svg+xml"
    svg = ElementTree.fromstring(answer.text)
    letters = [found for found in svg.iter() if found.tag.endswith("text")]
    assert "".join(letter.text or "" for letter in letters) == "规章<b>12"
    frame = next(found.attrib for found in svg.iter() if found.get("fill") == "none")
    digit = next(letter.attrib for letter in letters if letter.text == "1")
    assert float(frame["x"]) < float(digit["x"]) < float(frame["x"]) + float(frame["width"])
    assert float(frame["y"]) < float(digit["y"]) < float(frame["y"]) + float(frame["height"])


def test_a_page_on_its_side_is_drawn_as_it_lies() -> None:
    lying = 'CTM="0 1 -1 0 0 0"'
    svg = evidence.drawing(ofd(page(text(60, 20, "横排文字", "g 3 4", lying))), 1, None, "page").decode()
    assert "matrix(0 1 -1 0 595" in svg


@pytest.mark.parametrize(
    ("body", "page"),
    [(drawn(), 1), (scanned(), 2), (pasted(), 2), (lined_up(), 2), (in_digits(), 2), (inlined(), 2)],
    ids=["pdf", "scan", "docx", "doc", "rtf", "html"],
)
def test_the_frame_stands_around_the_box_and_the_box_on_the_ink(body: bytes, page: int) -> None:
    image = Image.open(io.BytesIO(evidence.picture(body, page, BOX, "page")))
    middle = (BOX[0] + BOX[2]) / 2 * evidence.SCALE, (BOX[1] + BOX[3]) / 2 * evidence.SCALE
    assert image.getpixel((round(middle[0]), round(middle[1]))) == (0, 0, 0)
    data, red = image.tobytes(), bytes(evidence.RED)
    reds = [
        divmod(start // 3, image.width)[::-1]
        for start in range(0, len(data), 3)
        if data[start : start + 3] == red
    ]
    left, top = (min(point[axis] for point in reds) / evidence.SCALE for axis in (0, 1))
    right, bottom = (max(point[axis] for point in reds) / evidence.SCALE for axis in (0, 1))
    assert (left, top, right, bottom) == pytest.approx(BOX, abs=4)


def test_an_ofd_that_was_read_by_its_pictures_shows_them() -> None:
    file = '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>bar.png</ofd:MediaFile></ofd:MultiMedia>'
    shown = page(
        '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="7"/>', "<ofd:PageRes>R.xml</ofd:PageRes>"
    )
    resources = f"<ofd:Res {NS}><ofd:MultiMedias>{file}</ofd:MultiMedias></ofd:Res>"
    body = ofd(shown, D__R_xml=resources, **{"D__bar.png": bars()[1]})
    svg = evidence.drawing(body, 1, BOX, "page").decode()
    inside = b64decode(svg.split("base64,")[1].split('"')[0])
    assert inside == evidence.picture(bars()[1], 1, BOX, "page")


@pytest.mark.parametrize(
    "path",
    [
        "/-/evidence/{sha}/9.png",
        "/-/evidence/{torn}/1.png",
        "/-/evidence/{scan}/3.png",
        "/-/original/" + "0" * 64,
    ],
)
def test_what_cannot_be_shown_is_a_clear_404(archive: tuple[Reader, dict[str, Capture]], path: str) -> None:
    reader, captures = archive
    answer = reader.get(
        path.format(sha=captures["pdf"].sha256, torn=captures["torn"].sha256, scan=captures["scan"].sha256)
    )
    assert answer.status_code == 404
    assert 'lang="en"' in answer.text


def test_the_original_is_served_byte_for_byte_and_cannot_run(
    archive: tuple[Reader, dict[str, Capture]],
) -> None:
    reader, captures = archive
    answer = reader.get(f"/-/original/{captures['html'].sha256}")
    assert answer.content == PAGE.encode()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "default-src 'none'" in policy


def test_without_an_archive_the_place_is_told_in_words(tmp_path: Path) -> None:
    said = report(figures=placed(Place(page=3, box=BOX)))
    reader = Reader(built(tmp_path / "bare", [(capture("a", media_type="application/pdf"), said)]))
    page = reader.get(address(reader, capture("a"))).text
    assert "这里没有存档" in page
    assert "100,200,140,215" in page


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "5,0,1,9", "-1,0,5,5", "nan,0,1,1", "0,0,1e9,1"])
def test_a_box_that_is_none_draws_nothing(text: str) -> None:
    assert box_of(text) is None


@pytest.mark.parametrize(
    ("value", "cited"), [("", "= 空白，"), ("?", "= 未能读出，"), ("/", "= /，"), (7, "= 7，")]
)
def test_a_citation_says_lost_where_a_cell_was_lost(tmp_path: Path, value: int | str, cited: str) -> None:
    said = report("河桥县司法局", given={("requests", "received", "total"): value})
    served = Reader(built(tmp_path, [(capture("a"), said)]))
    rows = served.get("/gxcrawl/reports.json?_shape=array").json()
    page = served.get(
        f"/report/{rows[0]['id']}/cell/requests/received/total", cookies={"gx-language": "en"}
    ).text
    assert cited in page
    assert "requests</li>" in page.replace("</span>", "")
