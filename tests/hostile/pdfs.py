"""PDF: objects that contain themselves, streams that unpack for ever, more of everything than a page can hold."""

from __future__ import annotations

import zlib
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.hostile import hostile, truncated

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    pieces = [b"%PDF-1.4\n"]
    offsets, at = [], len(pieces[0])
    for number, content in enumerate(objects, start=1):
        offsets.append(at)
        pieces.append(b"%d 0 obj\n%b\nendobj\n" % (number, content))
        at += len(pieces[-1])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R%b>>" % (
        size,
        table,
        size,
        trailer,
    )
    return b"".join((*pieces, head)) + b"\nstartxref\n%d\n%%%%EOF" % at


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), entries, content)


def one_page(contents: bytes, *more: bytes, page: bytes = PAGE) -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, contents, *more
    )


def form(content: bytes, resources: bytes) -> bytes:
    return stream(
        content, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<%b>>>>" % resources
    )


def endless(unit: bytes, times: int) -> bytes:
    """A deflate stream that unpacks to so many units; each block starts afresh, so one is packed and repeated."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * times + packer.flush()


@hostile("read", "no_text")
def a_matrix_that_is_no_number() -> bytes:
    text = b" BT /F1 12 Tf 20 20 Td (17) Tj ET "
    return one_page(stream(text + b"10 10 0 0 cm " * 60 + text))


@hostile("died", "memory", "timeout", "bomb", "corrupt", "too_deep")
def form_that_draws_itself_twice() -> bytes:
    return one_page(stream(b"/F Do"), form(b"/F Do /F Do", b"/F 5 0 R"))


@hostile("died", "memory", "timeout", "bomb", "corrupt", "too_deep")
def forms_that_double_24_times() -> bytes:
    forms = [form(b"/F Do /F Do", b"/F %d 0 R" % (number + 1)) for number in range(5, 29)]
    return one_page(stream(b"/F Do"), *forms, form(b"0 0 m 9 9 l S", b""))


@hostile("died", "memory", "bomb", "too_large", "timeout", "no_text")
def contents_of_1_gib() -> bytes:
    body = endless(b"0 0 m 9 9 l S\n" * 74_899, 1024)
    return one_page(stream(body, b"/Filter/FlateDecode"))


@hostile("died", "memory", "bomb", "too_large", "timeout", "no_text")
def contents_packed_twice() -> bytes:
    body = endless(bytes(1 << 20), 1024)
    return one_page(stream(zlib.compress(body, 9), b"/Filter[/FlateDecode/FlateDecode]"))


@hostile("corrupt", "not_a_document", "no_text", "read")
def page_tree_that_holds_itself() -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]>>")


@hostile("too_many_pages", "corrupt", "no_text", "read")
def count_of_two_thousand_million_pages() -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>", PAGE, stream(b"")
    )


@hostile("too_many_pages")
def a_hundred_thousand_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 100_003))
    pages = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * 100_000
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 100000/Kids[%b]>>" % kids, *pages)


@hostile("corrupt", "not_a_document", "no_text", "read", "died")
def page_tree_20_000_deep() -> bytes:
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1) for number in range(2, 20_002)]
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>")


@hostile("corrupt", "not_a_document", "no_text", "read")
def cross_references_in_a_circle() -> bytes:
    whole = one_page(stream(b""))
    return whole.replace(b"/Root 1 0 R", b"/Prev %d/Root 1 0 R" % whole.rindex(b"xref\n0"))


@hostile("read", "no_text", "too_large", "corrupt")
def paper_of_two_thousand_million_points() -> bytes:
    return one_page(stream(b"0 0 m 9 9 l S"), page=PAGE.replace(b"0 0 595 842", b"0 0 2000000000 2000000000"))


@hostile("bomb", "no_text")
def half_a_million_lines() -> bytes:
    return one_page(stream(zlib.compress(b"0 0 m 9 9 l S\n" * 500_000), b"/Filter/FlateDecode"))


@hostile("read")
def scrawls_beside_thousands_of_digits() -> bytes:
    table = BytesIO()
    canvas = Canvas(table, pagesize=(1200, 842))
    canvas.setFont("Helvetica", 2)
    for line in range(40):
        canvas.drawString(20, 300 + 2.5 * line, "7 " * 100)
    for x, y, right, top in (
        (20, 280, 20, 330),
        (400, 280, 400, 330),
        (20, 280, 400, 280),
        (20, 330, 400, 330),
    ):
        canvas.line(x, y, right, top)
    for start in range(0, 180_000, 1_000):
        path = canvas.beginPath()
        foot = 298 + start / 1_800
        path.moveTo(500, foot)
        for step in range(1_000):
            path.lineTo(500 + step % 300 * 2, foot + step % 2 * 5)
        canvas.drawPath(path)
    canvas.save()
    return table.getvalue()


@hostile("bomb", "read", "no_text", "timeout")
def a_million_characters() -> bytes:
    page = PAGE.replace(
        b"/XObject<</F 5 0 R>>", b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    )
    text = b"BT /F 1 Tf " + b"".join(
        b"1 0 0 1 %d %d Tm (%d) Tj " % (n % 590, n // 590, n % 10) for n in range(400_000)
    )
    return one_page(stream(zlib.compress(text), b"/Filter/FlateDecode"), page=page)


@hostile("no_text", "read")
def a_picture_of_40_000_by_40_000() -> bytes:
    packed = zlib.compressobj(9)
    body = b"".join(packed.compress(bytes(5_000_000)) for _ in range(40)) + packed.flush()
    entries = b"/Type/XObject/Subtype/Image/Width 40000/Height 40000/BitsPerComponent 1/ColorSpace/DeviceGray"
    return one_page(stream(b"595 0 0 842 0 0 cm /F Do"), stream(body, entries + b"/Filter/FlateDecode"))


@hostile("encrypted")
def a_password_is_wanted() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(9, 9, "6")
    canvas.save()
    return out.getvalue()


@hostile("corrupt", "not_a_document", "truncated")
def magic_and_noise() -> bytes:
    return b"%PDF-1.7\n" + bytes((number * 7919) % 251 for number in range(50_000))


def plain() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pageCompression=0)
    for _ in range(3):
        canvas.drawString(99, 99, "6")
        canvas.grid([99, 199, 299], [99, 199, 299])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


truncated("pdfs", plain, "truncated", "corrupt", "not_a_document", "read", "no_text")
