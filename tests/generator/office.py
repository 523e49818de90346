"""Reports as office files: written here where a library can, and by LibreOffice, many at a time, where none can."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
import openpyxl
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from openpyxl.styles import Alignment

from tests.generator import html
from tests.generator.layouts import layout
from tests.generator.sheets import Article, Sheet, Slot
from tests.generator.variants import any_of, in_all_variants

CACHE = Path(tempfile.gettempdir()) / "gxcrawl-generator"


def soffice() -> str | None:
    return shutil.which("soffice")


def by_libreoffice(source: str, target: str) -> Callable[[list[bytes]], list[bytes]]:
    """One process for all files; a file converted once is kept, since the inputs never change for a seed."""

    def convert(bodies: list[bytes]) -> list[bytes]:
        CACHE.mkdir(exist_ok=True)
        kept = [CACHE / f"{sha256(body).hexdigest()}.{target}" for body in bodies]
        missing = [(path, body) for path, body in zip(kept, bodies, strict=True) if not path.exists()]
        if missing:
            with tempfile.TemporaryDirectory() as folder:
                _run(Path(folder), source, target, missing)
        return [path.read_bytes() for path in kept]

    return convert


def _run(folder: Path, source: str, target: str, files: list[tuple[Path, bytes]]) -> None:
    inputs = [folder / f"{path.stem}.{source}" for path, _ in files]
    for each, (_, body) in zip(inputs, files, strict=True):
        each.write_bytes(body)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice() or "soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder)]
    reading = (
        ["--infilter=HTML (StarWriter)"] if source == "html" else []
    )  # not as a web page, which makes no doc
    subprocess.run([*command, *reading, *map(str, inputs)], check=True, capture_output=True, timeout=600)
    for path, _ in files:
        shutil.move(folder / f"{path.stem}.{target}", path)


def package(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def timeless(body: bytes) -> bytes:
    """The same package without clocks, so that the same report is the same file, and is converted once."""
    out = BytesIO()
    with ZipFile(BytesIO(body)) as package, ZipFile(out, "w", ZIP_DEFLATED) as copy:
        for name in package.namelist():
            content = package.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2024-01-01T00:00:00Z", content)
            copy.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()


def fill(table: Table, sheet: Sheet) -> dict[Slot, _Cell]:
    """Writes the slots and merges their cells; the cells are listed once, since looking one up walks the table."""
    cells = [row.cells for row in table.rows]
    filled = {}
    for slot in sheet.slots:
        last = cells[slot.row + slot.row_span - 1][slot.column + slot.column_span - 1]
        cell = cells[slot.row][slot.column]
        filled[slot] = cell if last is cell else cell.merge(last)
        filled[slot].text = slot.text
    return filled


def write(article: Article, table: Callable[[Document, Sheet], None]) -> Document:
    document = docx.Document()
    document.add_heading(article.title, 0)
    for block in article.blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            table(document, block)
    return document


def _plain(document: Document, sheet: Sheet) -> None:
    fill(document.add_table(sheet.height, sheet.width, style="Table Grid"), sheet)


@layout("doc", "doc", convert=by_libreoffice("docx", "doc"), exact=0.995)
@layout("rtf", "rtf", convert=by_libreoffice("docx", "rtf"), exact=0.995)
@layout("pdf_from_docx", "pdf", convert=by_libreoffice("docx", "pdf"), exact=0.99)
@layout("html_from_docx", "html", convert=by_libreoffice("docx", "html"))
@layout("text_from_docx", "text", convert=by_libreoffice("docx", "txt"), torn=True, exact=0.95)
@layout("docx_any", "docx", wording=any_of, exact=0.0)
@in_all_variants("docx", "docx")
def merged(article: Article, random: Random) -> bytes:
    return package(write(article, _plain))


@layout("docx_nested", "docx")
@layout("doc_nested", "doc", convert=by_libreoffice("docx", "doc"), exact=0.995)
def nested(article: Article, random: Random) -> bytes:
    """Each table inside the single cell of another."""

    def table(document: Document, sheet: Sheet) -> None:
        outer: _Cell = document.add_table(1, 1).cell(0, 0)
        outer.text = "附表"
        inner = outer.add_table(sheet.height, sheet.width)
        fill(inner, sheet)

    return package(write(article, table))


@layout("docx_runs", "docx")
def runs(article: Article, random: Random) -> bytes:
    """Digits torn over runs, soft line breaks inside labels, each number in a paragraph after an empty one."""

    def table(document: Document, sheet: Sheet) -> None:
        for slot, cell in fill(document.add_table(sheet.height, sheet.width), sheet).items():
            cell.text = ""
            if slot.kind == "figure":
                paragraph = cell.add_paragraph()
                for char in slot.text:
                    paragraph.add_run(char).bold = random.random() < 0.5
            else:
                run = cell.paragraphs[0].add_run(slot.text[: len(slot.text) // 2])
                run.add_break()
                run.add_text(slot.text[len(slot.text) // 2 :])

    return package(write(article, table))


@layout("docx_tracked", "docx")
def tracked(article: Article, random: Random) -> bytes:
    """Last year's numbers deleted and this year's inserted, with changes still tracked."""

    def table(document: Document, sheet: Sheet) -> None:
        for slot, cell in fill(document.add_table(sheet.height, sheet.width), sheet).items():
            if slot.kind == "figure" and slot.text:
                _replace(cell, str(random.randint(1, 99)), slot.text)

    return package(write(article, table))


def _replace(cell: _Cell, old: str, new: str) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.runs[0]
    paragraph._p.remove(run._r)
    for tag, text_tag, text in (("w:del", "w:delText", old), ("w:ins", "w:t", new)):
        change, inner, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "editor")
        content.text = text
        inner.append(content)
        change.append(inner)
        paragraph._p.append(change)


@layout("xlsx", "xlsx")
@layout("xls", "xls", convert=by_libreoffice("xlsx", "xls"))
@layout("html_from_xlsx", "html", convert=by_libreoffice("xlsx", "html"), exact=0.9)
@layout("pdf_from_xlsx", "pdf", convert=by_libreoffice("xlsx", "pdf"), exact=0.0)
def workbook(article: Article, random: Random) -> bytes:
    """The whole report in one worksheet, merged cells, numbers as numbers."""
    book = openpyxl.Workbook()
    page = book.active
    page.append([article.title])
    for block in article.blocks:
        top = page.max_row + 1
        if isinstance(block, str):
            page.cell(top, 1, block)
        else:
            place(page, block, top)
    return saved(book)


@layout("xlsx_sheets", "xlsx")
def worksheets(article: Article, random: Random) -> bytes:
    """A worksheet for each table, not starting at A1, and an empty one at the end."""
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append([article.title])
    for number, sheet in enumerate(article.sheets(), 1):
        page = book.create_sheet(f"表{number}")
        page.cell(2, 3, article.title)
        place(page, sheet, 4, 3)
    book.create_sheet("Sheet5")
    return saved(book)


def place(page: object, sheet: Sheet, top: int, left: int = 1) -> None:
    for slot in sheet.slots:
        number = slot.text.replace(",", "") if slot.kind == "figure" else ""
        row, column = top + slot.row, left + slot.column
        cell = page.cell(row, column, float(number) if _is_number(number) else slot.text)  # type: ignore[attr-defined]
        cell.alignment = Alignment(wrap_text=True, horizontal="center")
        if slot.row_span > 1 or slot.column_span > 1:
            end_row, end_column = row + slot.row_span - 1, column + slot.column_span - 1
            page.merge_cells(start_row=row, start_column=column, end_row=end_row, end_column=end_column)  # type: ignore[attr-defined]


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).lstrip("-").isdigit()


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return timeless(out.getvalue())


@layout("pdf_from_html", "pdf", convert=by_libreoffice("html", "pdf"))
@layout("doc_from_html", "doc", convert=by_libreoffice("html", "doc"), exact=0.995)
@layout("docx_from_html", "docx", convert=by_libreoffice("html", "docx"))
@layout("rtf_from_html", "rtf", convert=by_libreoffice("html", "rtf"), exact=0.995)
def page(article: Article, random: Random) -> bytes:
    return html.clean(article, random)


@layout("doc_is_html", "doc")
def disguised_html(article: Article, random: Random) -> bytes:
    """Saved as .doc by a web form; the bytes are HTML."""
    return html.word(article, random)


@layout("docx_flat", "docx")
def flat(article: Article, random: Random) -> bytes:
    """The parts of a DOCX in one XML file, as Word saves it and templates are filled in."""
    head = '<?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{text}</pkg:xmlData></pkg:part>'
        for name, text in _texts(merged(article, random))
    )
    return f"{head}{parts}</pkg:package>".encode()


@layout("docx_chunk", "docx")
def chunk(article: Article, random: Random) -> bytes:
    """The page with an export button, packed into a DOCX as it is: the body only refers to it."""
    document = docx.Document()
    page, kind = html.clean(article, random), "text/html"
    if random.random() < 0.5:
        head, kind = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n", "message/rfc822"
        page = head + b"--b\nContent-Type: text/html; charset=utf-8\n\n" + page + b"\n--b--\n"
    part = Part(PackURI("/word/afchunk.mht"), kind, page, document.part.package)
    element = OxmlElement("w:altChunk")
    element.set(qn("r:id"), document.part.relate_to(part, RELATIONSHIP_TYPE.A_F_CHUNK))
    document.element.body.insert(0, element)
    return package(document)


@layout("docx_2003", "docx")
def of_2003(article: Article, random: Random) -> bytes:
    """The XML of Word 2003, as systems print it from templates."""
    texts = dict(_texts(merged(article, random)))
    document = texts["word/document.xml"].replace("w:vMerge", "w:vmerge").replace("w:hyperlink", "w:hlink")
    document = document.replace("<w:body>", f"{texts['word/styles.xml']}<w:body><w:sect>")
    document = document.replace("</w:body>", "</w:sect></w:body>").replace("w:document", "w:wordDocument")
    new, old = docx.oxml.ns.nsmap["w"], "http://schemas.microsoft.com/office/word/2003/wordml"
    return document.replace(new, old).encode()


def _texts(body: bytes) -> list[tuple[str, str]]:
    """The XML parts of a package without their declarations."""
    with ZipFile(BytesIO(body)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return [(name, re.sub(r"^<\?xml[^>]*\?>\s*", "", package.read(name).decode())) for name in names]
