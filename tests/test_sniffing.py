"""What a file is, whatever it is called; and what is done with files of another kind than their name says."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from parsers.document import Unreadable
from parsers.normalize import normalize, sniff
from parsers.sniffing import (
    DOC,
    DOCX,
    IMAGES,
    ODS,
    ODT,
    OFD,
    OLE,
    SHEET_XML,
    WORD_XML,
    XLS,
    XLSB,
    XLSX,
    XML,
    ZIP,
)
from tests.oldword import Par, compound, doc
from tests.ooxml import docx, p, package
from tests.rtffiles import rtf

PAGE = "<html><body><table><tr><td>规章<td>6</table></body></html>"
MESSAGE = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    b"<html><meta charset=3Dutf-8><body><table><tr><td>=E8=A7=84=E7=AB=A0<td>6</table>\r\n--x--\r\n"
)
PICTURES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
    "JPEG2000": "image/jp2",
    "BMP": "image/bmp",
    "WEBP": "image/webp",
}


def drawn(kind: str) -> bytes:
    body = BytesIO()
    Image.new("L", (40, 40), 255).save(body, kind)
    return body.getvalue()


@pytest.mark.parametrize("kind", [kind for kind, found in PICTURES.items() if found in IMAGES])
def test_a_picture_of_any_kind_is_looked_at(kind: str) -> None:
    with pytest.raises(Unreadable, match="no text that can be read"):
        normalize(drawn(kind))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (docx(p("6")), DOCX),
        (package({"word/document2.xml": ""}), DOCX),
        (package({"xl/workbook.xml": ""}), XLSX),
        (package({"xl/workbook.bin": ""}), XLSB),
        (package({"ofd.xml": ""}), OFD),
        (package({"年报.doc": ""}), ZIP),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.textPK\x03\x04", ODT),
        (package({"content.xml": "", "mimetype": ODT}), ODT),
        (doc([Par("6\r")]), DOC),
        (compound({"Workbook": b""}), XLS),
        (compound({"EncryptedPackage": b""}), OLE),
        (compound({"Workbook": "WordDocument".encode("utf-16-le")}), XLS),
        (doc([Par("6\r")])[:-512], DOC),
        (rtf("6"), "application/rtf"),
        (PAGE.encode("utf-16"), "text/html"),
        (MESSAGE, "multipart/related"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', WORD_XML),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package x="">', WORD_XML),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', SHEET_XML),
        (b'<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">', SHEET_XML),
        (b'<?xml version="1.0"?><?mso-application progid="PowerPoint.Show"?><a>', XML),
        (
            b'<office:document xmlns:office="o" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
            ODS,
        ),
        (b'<office:document office:mimetype="application/vnd.oasis.opendocument.text-template">', ODT),
        (b"From: <Saved by Blink>\r\n" + MESSAGE, "multipart/related"),
        ("一、总体情况".encode(), "text/plain"),
        *((drawn(kind), found) for kind, found in PICTURES.items()),
        (b"BM is the beginning of a text, and RIFF of another: WEBP", "text/plain"),
    ],
)
def test_the_bytes_tell(body: bytes, found: str) -> None:
    assert sniff(body, "application/pdf", "report.pdf") == found


@pytest.mark.parametrize("body", [PAGE.encode(), MESSAGE], ids=["page", "message"])
def test_a_page_that_calls_itself_doc_is_read_as_a_page(body: bytes) -> None:
    (grid,) = normalize(body, media_type="application/msword", url="a.doc").grids()
    assert [cell.text for cell in grid.cells] == ["规章", "6"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (compound({"EncryptedPackage": b""}), "encrypted"),
        (compound({"Contents": b""}), "not_a_document"),
        (compound({"Contents": b""})[:2048], "truncated"),
        (b"MIME-Version: 1.0\r\n\r\n6", "not_a_document"),
        (package({"xl/workbook.bin": ""}), "unsupported"),
        (package({"年报.doc": ""}), "unsupported"),
        (package({"uof.xml": "", "content.xml": ""}), "unsupported"),
        (b'<?xml version="1.0"?><uof:UOF uof:version="1.0"><p>6</p></uof:UOF>', "unsupported"),
        (b"<?mso-application progid='PowerPoint.Show'?><a>6</a>", "unsupported"),
        (b"<w:wordDocument xmlns:w='w'/>", "not_a_document"),
        (b"<w:wordDocument xmlns:w='w'><w:body>", "corrupt"),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        normalize(body)
    assert refused.value.reason == reason
