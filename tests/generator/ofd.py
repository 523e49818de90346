"""Reports as OFD (GB/T 33190): pages of text objects and path objects in millimetres, zipped."""

from __future__ import annotations

from html import escape
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics

from tests.generator.layouts import layout
from tests.generator.pages import Paper, Pen, Press, font
from tests.generator.sheets import Article

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM = 25.4 / 72


class Sheaf:
    """As much of a canvas as pages need; points from below become millimetres from above."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.size, self._fontname, self.font_size = size, "", 8.0
        self.pages: list[list[str]] = []
        self.open: list[str] = []
        self.last = 10

    def setFont(self, name: str, size: float) -> None:
        self._fontname, self.font_size = name, size

    def setLineWidth(self, width: float) -> None:
        self.line_width = width * MM

    def _id(self) -> int:
        self.last += 1
        return self.last

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        left, top = min(x0, x1) * MM, (self.size[1] - max(y0, y1)) * MM
        width, height = abs(x1 - x0) * MM, abs(y1 - y0) * MM
        self.open.append(
            f'<ofd:PathObject ID="{self._id()}" Boundary="{left:.3f} {top:.3f} {width + 0.2:.3f} {height + 0.2:.3f}"'
            f' LineWidth="0.18"><ofd:AbbreviatedData>M 0 0 L {width:.3f} {height:.3f}</ofd:AbbreviatedData>'
            "</ofd:PathObject>"
        )

    def drawString(self, x: float, y: float, text: str) -> None:
        size = self.font_size * MM
        width = pdfmetrics.stringWidth(text, self._fontname, self.font_size) * MM
        top = (self.size[1] - y) * MM - size
        self.open.append(
            f'<ofd:TextObject ID="{self._id()}" Font="3" Size="{size:.3f}"'
            f' Boundary="{x * MM:.3f} {top:.3f} {width:.3f} {size * 1.3:.3f}">'
            f'<ofd:TextCode X="0" Y="{size:.3f}"{self._delta(text)}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def _delta(self, text: str) -> str:
        """Distances from character to character; runs of the same one as `g count distance`."""
        widths = [pdfmetrics.stringWidth(char, self._fontname, self.font_size) * MM for char in text[:-1]]
        if len(widths) > 2 and len({f"{width:.3f}" for width in widths}) == 1:
            return f' DeltaX="g {len(widths)} {widths[0]:.3f}"'
        return f' DeltaX="{" ".join(f"{width:.3f}" for width in widths)}"' if widths else ""

    def showPage(self) -> None:
        self.pages.append(self.open)
        self.open = []

    def package(self) -> bytes:
        out = BytesIO()
        area = f"0 0 {self.size[0] * MM:.2f} {self.size[1] * MM:.2f}"
        numbers = range(len(self.pages))
        pages = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in numbers)
        with ZipFile(out, "w", ZIP_DEFLATED) as package:
            _member(package, "OFD.xml", ROOT)
            _member(package, "Doc_0/Document.xml", DOCUMENT.format(ns=NAMESPACE, area=area, pages=pages))
            _member(package, "Doc_0/PublicRes.xml", RESOURCES)
            for number, objects in enumerate(self.pages):
                content = PAGE.format(ns=NAMESPACE, objects="".join(objects))
                _member(package, f"Doc_0/Pages/Page_{number}/Content.xml", content)
        return out.getvalue()


def _member(package: ZipFile, name: str, text: str) -> None:
    package.writestr(ZipInfo(name), '<?xml version="1.0" encoding="UTF-8"?>' + text)


ROOT = (
    f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)
DOCUMENT = (
    "<ofd:Document {ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:PageArea>"
    "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
)
RESOURCES = f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="SimSun"/></ofd:Fonts></ofd:Res>'
PAGE = '<ofd:Page {ns}><ofd:Content><ofd:Layer ID="9">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def _draw(article: Article, random: Random, paper: Paper) -> bytes:
    sheaf = Sheaf(paper.size)
    Press(sheaf, Pen, paper, font(), random).print(article)
    return sheaf.package()


@layout("ofd", "ofd")
def ruled(article: Article, random: Random) -> bytes:
    return _draw(article, random, Paper())


@layout("ofd_split", "ofd")
def split(article: Article, random: Random) -> bytes:
    return _draw(article, random, Paper(size=(A4[0], random.randint(340, 460)), furniture=True))
