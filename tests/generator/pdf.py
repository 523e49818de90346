"""Reports as PDF: pens for lines and letters, papers for pages, and what is done to the file afterwards."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from tests.generator import pens, sketches, variants
from tests.generator.layouts import Writer, layout
from tests.generator.pages import LABELS, Paper, Pen, draw
from tests.generator.sheets import Article
from tests.generator.variants import in_all_variants


@in_all_variants("pdf", "pdf")
def ruled(article: Article, random: Random) -> bytes:
    return draw(article, random)


PENS: dict[str, tuple[type[Pen], float]] = {
    "dotted": (pens.Dotted, 1.0),
    "dots": (pens.Dots, 1.0),
    "rects": (pens.Rects, 1.0),
    "boxes": (pens.Boxes, 1.0),
    "borderless": (pens.Borderless, 0.995),
    "horizontal": (pens.Horizontal, 0.995),
    "open_sides": (pens.OpenSides, 1.0),
    "double": (pens.Double, 1.0),
    "form": (pens.Forms, 1.0),
    "shaded": (pens.Shaded, 1.0),
    "diagonal": (pens.Diagonal, 1.0),
    "chars": (pens.Chars, 1.0),
    "bold": (pens.Bold, 1.0),
    "low": (pens.Low, 1.0),
    "underlined": (pens.Underlined, 1.0),
    "squeezed": (pens.Squeezed, 1.0),
    "hidden": (pens.Hidden, 1.0),
    "shuffled": (pens.Shuffled, 1.0),
    "watermark": (pens.Watermarked, 1.0),
    "seal": (pens.Sealed, 0.85),
    "gaps": (pens.Gaps, 0.0),
    "pasted": (pens.Pasted, 0.0),
    "loose": (pens.Loose, 0.0),
    "wide": (pens.Wide, 0.0),
    "raised": (pens.Raised, 0.0),
    "struck": (pens.Struck, 0.0),
    "scrawled": (sketches.Scrawled, 0.0),
    "upright": (sketches.Upright, 0.97),
}
"""Zero where no reader could know; what it gives all the same must be right."""


def _drawn(pen: type[Pen]) -> Writer:
    return lambda article, random: draw(article, random, pen)


for _name, (_pen, _exact) in PENS.items():
    layout(f"pdf_{_name}", "pdf", exact=_exact)(_drawn(_pen))


def _low(random: Random) -> Paper:
    """A page so low that tables break."""
    return Paper(size=(A4[0], random.randint(340, 460)))


@layout("pdf_split", "pdf")
def split(article: Article, random: Random) -> bytes:
    """No header after the break."""
    return draw(article, random, paper=_low(random))


@layout("pdf_split_headed", "pdf")
def split_headed(article: Article, random: Random) -> bytes:
    return draw(article, random, paper=replace(_low(random), heads=True))


@layout("pdf_split_torn", "pdf")
def split_torn(article: Article, random: Random) -> bytes:
    """（四）无 on one page, 法提供 on the next."""
    return draw(article, random, paper=replace(_low(random), tear=True, furniture=True))


@layout("pdf_split_open", "pdf")
def split_open(article: Article, random: Random) -> bytes:
    return draw(article, random, pens.OpenFoot, _low(random))


@layout("pdf_split_borderless", "pdf", exact=0.9)
def split_borderless(article: Article, random: Random) -> bytes:
    return draw(article, random, pens.Borderless, replace(_low(random), furniture=True))


@layout("pdf_landscape", "pdf")
def wide(article: Article, random: Random) -> bytes:
    return draw(article, random, paper=Paper(size=landscape(A4)))


@layout("pdf_edges", "pdf", exact=0.0)
def edges(article: Article, random: Random) -> bytes:
    """Without rules, and so wide that a number stands nearest to the header of the next column."""
    return draw(article, random, pens.Apart, Paper(size=landscape(A4)))


@layout("pdf_rotated", "pdf")
def rotated(article: Article, random: Random) -> bytes:
    """Turned by content and turned back by /Rotate: the reader sees it upright."""
    return draw(article, random, paper=Paper(size=landscape(A4), turn="flag"))


@layout("pdf_sideways", "pdf")
def sideways(article: Article, random: Random) -> bytes:
    """A wide table laid on an upright page; the reader turns his head."""
    return draw(article, random, paper=Paper(size=landscape(A4), turn="sideways"))


@layout("pdf_columns", "pdf")
def columns(article: Article, random: Random) -> bytes:
    """Two columns a page, a table in each."""
    return draw(article, random, paper=Paper(size=(1100, 780), columns=2))


@layout("pdf_vertical", "pdf")
def vertical(article: Article, random: Random) -> bytes:
    """三、本年度办理结果 one character a line, in a column one character wide."""
    return draw(article, random, paper=Paper(widths=LABELS | {"requests": (14.0, 62.0, 130.0)}))


@layout("pdf_narrow", "pdf")
def narrow(article: Article, random: Random) -> bytes:
    """Number columns so narrow that six digits take three lines: 15802 over 2 is one number."""
    return draw(article, random, paper=Paper(widths=LABELS | {"requests": (60.0, 110.0, 200.0)}))


@layout("pdf_narrow_borderless", "pdf", exact=0.985)
def narrow_borderless(article: Article, random: Random) -> bytes:
    """The same without rules: header words stand on end, a number that takes several lines is withheld."""
    return draw(article, random, pens.Borderless, Paper(widths=LABELS | {"requests": (60.0, 110.0, 232.0)}))


@layout("pdf_furniture", "pdf")
def furniture(article: Article, random: Random) -> bytes:
    """Header, footer and page numbers; a page ends in the middle of a table."""
    return draw(article, random, paper=Paper(size=(A4[0], random.randint(400, 600)), furniture=True))


@layout("pdf_no_unicode", "pdf", exact=0.0)
def no_unicode(article: Article, random: Random) -> bytes:
    """Fonts without a Unicode map: letters on paper, noise in the text."""
    return draw(article, random).replace(b"/ToUnicode ", b"/ToUnicodx ")


@layout("pdf_cid_font", "pdf", exact=0.995)
def cid_font(article: Article, random: Random) -> bytes:
    """A font every reader is supposed to have, so nobody embedded it; digits are wider than their cell thinks."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return draw(article, random, face="STSong-Light")


@layout("pdf_encrypted", "pdf")
def encrypted(article: Article, random: Random) -> bytes:
    """Locked against changes; the password to read it is empty."""
    lock = StandardEncryption("", ownerPassword="owner", canModify=0, canCopy=0, strength=128)
    return draw(article, random, paper=Paper(encrypt=lock))


@layout("pdf_any", "pdf", wording=variants.any_of, exact=0.0)
def anything(article: Article, random: Random) -> bytes:
    """Two pens and a paper at random, in other words and another arrangement."""
    chosen = random.sample([pen for pen, _ in PENS.values()], 2)
    pen = type("Mixed", tuple(chosen), {})
    paper = random.choice(
        [
            Paper(),
            _low(random),
            replace(_low(random), heads=True),
            replace(_low(random), tear=True, furniture=True),
            Paper(size=landscape(A4), turn=random.choice(["", "flag", "sideways"])),
            Paper(size=(1100, 780), columns=2),
            Paper(widths=LABELS | {"requests": (60.0, 110.0, 180.0)}),
        ]
    )
    return draw(article, random, pen, paper)
