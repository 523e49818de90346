"""A writer of the smallest OFD files (GB/T 33190)."""

from __future__ import annotations

from tests.ooxml import package

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def root(*documents: str) -> str:
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocInfo><ofd:Title>题</ofd:Title></ofd:DocInfo><ofd:DocRoot>{name}</ofd:DocRoot></ofd:DocBody>"
        for name in documents
    )
    return f"<ofd:OFD {NS}>{bodies}</ofd:OFD>"


def document(pages: int = 1, common: str = "", size: str = "0 0 210 297") -> str:
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="P{n}.xml"/>' for n in range(pages))
    area = f"<ofd:PageArea><ofd:PhysicalBox>{size}</ofd:PhysicalBox></ofd:PageArea>"
    return f"<ofd:Document {NS}><ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"


def page(objects: str, head: str = "") -> str:
    return f"<ofd:Page {NS}>{head}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"


def text(x: float, y: float, said: str, delta: str = "g 99 4", more: str = "") -> str:
    code = f'<ofd:TextCode X="0" Y="4" DeltaX="{delta}">{said}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{x} {y} 50 6" Font="1" Size="4" {more}>{code}</ofd:TextObject>'


def path(x: float, y: float, outline: str) -> str:
    return (
        f'<ofd:PathObject Boundary="{x} {y} 1 1" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>{outline}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def boxes(columns: int) -> str:
    """Rules of one row of cells, 40 mm wide and 10 mm high, from 20, 30."""
    width = 40 * columns
    level = path(20, 30, f"M 0 0 L {width} 0") + path(20, 40, f"M 0 0 L {width} 0")
    return level + "".join(path(20 + 40 * n, 30, "M 0 0 L 0 10") for n in range(columns + 1))


def ofd(content: str, **members: str | bytes) -> bytes:
    named = {name.replace("__", "/").replace("_xml", ".xml"): body for name, body in members.items()}
    return package(
        {"OFD.xml": root("D/Document.xml"), "D/Document.xml": document(), "D/P0.xml": content, **named}
    )
