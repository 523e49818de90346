"""Reports as pictures: printed, laid on a scanner a little askew, and saved as a PDF of JPEGs."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from random import Random

import docx
import numpy
import pypdfium2
from docx.shared import Cm
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.generator import pdf
from tests.generator.layouts import layout
from tests.generator.office import by_libreoffice, package
from tests.generator.pages import FONT_FILE, draw, font
from tests.generator.sheets import Article


@dataclass(frozen=True)
class Scanner:
    dpi: int
    skew: float = 0.0
    """Largest angle in degrees, either way."""
    noise: float = 0.0
    """Standard deviation of the grey values added to each dot."""
    quality: int = 75

    def pictures(self, body: bytes, random: Random) -> list[Image.Image]:
        document = pypdfium2.PdfDocument(body)
        try:
            return [self._scan(page.render(scale=self.dpi / 72).to_pil(), random) for page in document]
        finally:
            document.close()

    def _scan(self, picture: Image.Image, random: Random) -> Image.Image:
        grey = picture.convert("L").rotate(
            random.uniform(-self.skew, self.skew), resample=Image.Resampling.BICUBIC, fillcolor=255
        )
        dots = numpy.random.default_rng(random.randrange(2**32)).normal(
            0, self.noise, (grey.height, grey.width)
        )
        return Image.fromarray(numpy.clip(numpy.asarray(grey) + dots, 0, 255).astype("uint8"))

    def jpeg(self, picture: Image.Image) -> bytes:
        out = BytesIO()
        picture.save(out, "JPEG", quality=self.quality)
        return out.getvalue()

    def bound(self, pictures: list[Image.Image]) -> bytes:
        """The pictures as pages of a PDF."""
        out = BytesIO()
        canvas = Canvas(out, invariant=True)
        for picture in pictures:
            size = picture.width * 72 / self.dpi, picture.height * 72 / self.dpi
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(BytesIO(self.jpeg(picture))), 0, 0, *size)
            canvas.showPage()
        canvas.save()
        return out.getvalue()


@layout("scan_200", "scan", exact=0.98)
def flat(article: Article, random: Random) -> bytes:
    scanner = Scanner(200, noise=6)
    return scanner.bound(scanner.pictures(draw(article, random), random))


@layout("scan_200_skewed", "scan", exact=0.95)
def skewed(article: Article, random: Random) -> bytes:
    scanner = Scanner(200, skew=1.2, noise=10)
    return scanner.bound(scanner.pictures(draw(article, random), random))


@layout("scan_150_skewed", "scan", exact=0.9)
def coarse(article: Article, random: Random) -> bytes:
    scanner = Scanner(150, skew=1.2, noise=10)
    return scanner.bound(scanner.pictures(draw(article, random), random))


@layout("scan_100", "scan", exact=0.0)
def poor(article: Article, random: Random) -> bytes:
    """Too coarse to trust; whatever is read must be right all the same."""
    scanner = Scanner(100, skew=2.0, noise=25, quality=40)
    return scanner.bound(scanner.pictures(draw(article, random), random))


@layout("scan_split", "scan", exact=0.9)
def split(article: Article, random: Random) -> bytes:
    scanner = Scanner(200, skew=0.6, noise=8)
    return scanner.bound(scanner.pictures(pdf.split(article, random), random))


@layout("scan_layer", "scan", exact=0.9)
def layer(article: Article, random: Random) -> bytes:
    """A scan with the text layer of an OCR that took 0 for O and 1 for l, here and there, and for 3 an 8."""
    return _with_layer(pypdfium2.PdfDocument(draw(article, random)), random, above=False)


def _with_layer(printed: pypdfium2.PdfDocument, random: Random, *, above: bool) -> bytes:
    """The pages as pictures, with their text, which is not shown, above or below them."""
    scanner, out = Scanner(200, noise=6), BytesIO()
    canvas = Canvas(out, invariant=True)
    face = font()
    for page in printed:
        width, height = page.get_size()
        picture = ImageReader(
            BytesIO(scanner.jpeg(scanner._scan(page.render(scale=scanner.dpi / 72).to_pil(), random)))
        )
        canvas.setPageSize((width, height))
        if above:
            canvas.drawImage(picture, 0, 0, width, height)
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            words = canvas.beginText(left, bottom)
            words.setTextRenderMode(3)
            words.setFont(face, 8)
            words.textOut(_misread(text.get_text_bounded(left, bottom, right, top), random))
            canvas.drawText(words)
        if not above:
            canvas.drawImage(picture, 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _misread(text: str, random: Random) -> str:
    wrong = {"0": "O", "1": "l", "3": "8", "5": "6"}
    return "".join(wrong[char] if char in wrong and random.random() < 0.05 else char for char in text)


@layout("scan_searchable", "scan", exact=0.9)
def searchable(article: Article, random: Random) -> bytes:
    """A scan with text over it that is not shown, as scanners write it to make their files searchable; some of it is wrong."""
    return _with_layer(pypdfium2.PdfDocument(draw(article, random)), random, above=True)


@layout("scan_strips", "scan", exact=0.98)
def strips(article: Article, random: Random) -> bytes:
    """Each page is stored as tiles, which a scanner writes as it goes down the page."""
    scanner, out = Scanner(200, skew=0.6, noise=6), BytesIO()
    canvas = Canvas(out, invariant=True)
    across, down = random.randint(1, 3), random.randint(2, 40)
    for picture in scanner.pictures(draw(article, random), random):
        canvas.setPageSize((picture.width * 72 / scanner.dpi, picture.height * 72 / scanner.dpi))
        for row, column in product(range(down), range(across)):
            left, right = (picture.width * edge // across for edge in (column, column + 1))
            top, bottom = (picture.height * edge // down for edge in (row, row + 1))
            tile = ImageReader(BytesIO(scanner.jpeg(picture.crop((left, top, right, bottom)))))
            x, y, width, height = left, picture.height - bottom, right - left, bottom - top
            canvas.drawImage(tile, *(dots * 72 / scanner.dpi for dots in (x, y, width, height)))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@layout("scan_oversize", "scan", exact=0.98)
def oversize(article: Article, random: Random) -> bytes:
    """Pages as large as their pictures would be at some resolution nobody scanned with, each with a mark of the program."""
    scanner, out = Scanner(200, skew=0.6, noise=6), BytesIO()
    canvas = Canvas(out, invariant=True)
    for picture in scanner.pictures(draw(article, random), random):
        scale = random.choice((0.1, 0.75, 1.0))
        width, height = (dots * scale for dots in picture.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(BytesIO(scanner.jpeg(picture))), 0, 0, width, height)
        canvas.setFont("Helvetica", 9 * scale)
        canvas.drawString(width * 0.4, height * 0.03, "Scanned with PaperMill 3")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@layout("scan_sealed", "scan", exact=0.8)
def sealed(article: Article, random: Random) -> bytes:
    """A red seal with a star lies on each page, somewhere; what is printed below shows through."""
    scanner = Scanner(200, skew=0.6, noise=6)
    return scanner.bound([_sealed(page, random) for page in scanner.pictures(draw(article, random), random)])


def _sealed(page: Image.Image, random: Random) -> Image.Image:
    radius = page.width // 10
    x, y = random.randint(radius, page.width - radius), random.randint(radius, page.height - radius)
    ink = Image.new("L", page.size, 255)
    pen = ImageDraw.Draw(ink)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=60, width=radius // 14)
    pen.regular_polygon((x, y, radius // 3), 3, fill=60)
    face = ImageFont.truetype(FONT_FILE, radius // 3)
    pen.text((x - radius * 0.8, y + radius * 0.4), "公开专用章", fill=60, font=face)
    below = numpy.asarray(page, numpy.float32)
    under = below * numpy.asarray(ink, numpy.float32) / 255
    return Image.merge("RGB", [Image.fromarray(dots.astype("uint8")) for dots in (below * 0.9, under, under)])


@layout("scan_lying", "scan", exact=0.95)
def lying(article: Article, random: Random) -> bytes:
    """Pages that went through the scanner sideways or upside down, each in its own way."""
    scanner = Scanner(200, skew=0.6, noise=6)
    pictures = scanner.pictures(draw(article, random), random)
    return scanner.bound([picture.rotate(random.choice((90, 180, 270)), expand=True) for picture in pictures])


@layout("html_image", "scan", exact=0.9)
def inline(article: Article, random: Random) -> bytes:
    """A web page whose tables are one picture, inside the page as a data address."""
    scanner = Scanner(200)
    return _page(article, map(scanner.jpeg, scanner.pictures(draw(article, random), random)))


@layout("html_image_lying", "scan", exact=0.9)
def inline_lying(article: Article, random: Random) -> bytes:
    """The same with pages that went through the scanner sideways."""
    scanner = Scanner(200, skew=0.6, noise=6)
    pictures = scanner.pictures(draw(article, random), random)
    turned = [picture.rotate(random.choice((90, 270)), expand=True) for picture in pictures]
    return _page(article, map(scanner.jpeg, turned))


def _page(article: Article, pictures: Iterable[bytes]) -> bytes:
    images = "".join(
        f"<p><img src='data:image/jpeg;base64,{b64encode(picture).decode()}'></p>" for picture in pictures
    )
    title = f"<title>{article.title}</title>"
    return f"<html><head><meta charset='utf-8'>{title}</head><body>{images}</body></html>".encode()


@layout("docx_image", "scan", exact=0.9)
@layout("doc_image", "scan", convert=by_libreoffice("docx", "doc"), exact=0.9)
@layout("rtf_image", "scan", convert=by_libreoffice("docx", "rtf"), exact=0.9)
@layout("odt_image", "scan", convert=by_libreoffice("docx", "odt"), exact=0.9)
def pasted(article: Article, random: Random) -> bytes:
    """A Word file that holds nothing but the pictures of its pages."""
    scanner = Scanner(200)
    document = docx.Document()
    for picture in scanner.pictures(draw(article, random), random):
        document.add_picture(BytesIO(scanner.jpeg(picture)), width=Cm(15))
    return package(document)


@layout("picture", "scan", exact=0.9)
def picture(article: Article, random: Random) -> bytes:
    """One long PNG of all pages, as screenshots are published."""
    pages = Scanner(150).pictures(draw(article, random), random)
    whole = Image.new("L", (max(p.width for p in pages), sum(p.height for p in pages)), 255)
    top = 0
    for each in pages:
        whole.paste(each, (0, top))
        top += each.height
    out = BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()
