"""Office files that say more than they show: deleted, hidden and doubled numbers."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell

from tests.generator.layouts import layout
from tests.generator.office import by_libreoffice, fill, package, write
from tests.generator.sheets import Article, Sheet


def _with(article: Article, random: Random, change: Callable[[_Cell, str], None]) -> bytes:
    """Every number cell handed to `change`."""

    def table(document: Document, sheet: Sheet) -> None:
        for slot, cell in fill(document.add_table(sheet.height, sheet.width), sheet).items():
            if slot.kind == "figure" and slot.text.strip():
                change(cell, slot.text)

    return package(write(article, table))


@layout("docx_hidden", "docx")
def hidden(article: Article, random: Random) -> bytes:
    """Last year's number in hidden text before this year's."""

    def change(cell: _Cell, text: str) -> None:
        cell.text = ""
        cell.paragraphs[0].add_run(str(random.randint(1, 9))).font.hidden = True
        cell.paragraphs[0].add_run(text)

    return _with(article, random, change)


@layout("doc_raised", "doc", convert=by_libreoffice("docx", "doc"), exact=0.995)
@layout("rtf_raised", "rtf", convert=by_libreoffice("docx", "rtf"), exact=0.995)
@layout("docx_raised", "docx")
def raised(article: Article, random: Random) -> bytes:
    """A footnote number raised behind some figures."""

    def change(cell: _Cell, text: str) -> None:
        if text.isdigit() and random.random() < 0.1:
            cell.paragraphs[0].add_run("2").font.superscript = True

    return _with(article, random, change)


STYLES = {
    "Unseen": '<w:vanish/>',
    "Heir": '<w:b/>',
    "Crossed": '<w:strike/>',
    "Note": '<w:vertAlign w:val="superscript"/>',
    "White": '<w:color w:val="FFFFFF"/>',
}  # fmt: skip
BASED_ON = {"Heir": '<w:basedOn w:val="Unseen"/>'}


def _run(text: str, look: str) -> OxmlElement:
    return parse_xml(f"<w:r {nsdecls('w')}><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>")


def _styled(article: Article, change: Callable[[_Cell, str], None]) -> bytes:
    """Every number cell handed to `change`, in a file that has `STYLES` of characters, and one of hidden paragraphs."""

    def table(document: Document, sheet: Sheet) -> None:
        for slot, cell in fill(document.add_table(sheet.height, sheet.width), sheet).items():
            if slot.kind == "figure" and slot.text.strip():
                change(cell, slot.text)

    document = write(article, table)
    for kind, names in (("character", STYLES), ("paragraph", {"Apart": STYLES["Unseen"]})):
        for name, look in names.items():
            document.styles.element.append(parse_xml(
                f'<w:style {nsdecls("w")} w:type="{kind}" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
                f"{BASED_ON.get(name, '')}<w:rPr>{look}</w:rPr></w:style>"
            ))  # fmt: skip
    return package(document)


@layout("doc_styled", "doc", convert=by_libreoffice("docx", "doc"), exact=0.995)
@layout("rtf_styled", "rtf", convert=by_libreoffice("docx", "rtf"), exact=0.995)
@layout("docx_styled", "docx")
def styled(article: Article, random: Random) -> bytes:
    """Last year's numbers hidden or crossed out, and footnotes set above the line, all of it by styles."""

    def change(cell: _Cell, text: str) -> None:
        paragraph = cell.paragraphs[0]._p
        kind = random.choice(["Unseen", "Heir", "Crossed", "Apart", "Note", "", ""])
        if kind == "Note":
            paragraph.append(_run("2", '<w:rStyle w:val="Note"/>'))
        elif kind == "Apart":
            cell.paragraphs[0].insert_paragraph_before(str(random.randint(1, 9)))._p.style = "Apart"
        elif kind:
            paragraph.r_lst[0].addprevious(_run(str(random.randint(1, 9)), f'<w:rStyle w:val="{kind}"/>'))

    return _styled(article, change)


@layout("doc_lifted", "doc", convert=by_libreoffice("docx", "doc"), exact=0.995)
@layout("rtf_lifted", "rtf", convert=by_libreoffice("docx", "rtf"), exact=0.995)
@layout("docx_lifted", "docx")
def lifted(article: Article, random: Random) -> bytes:
    """A footnote number pushed above the line by hand, in smaller letters."""

    def change(cell: _Cell, text: str) -> None:
        if text.isdigit() and random.random() < 0.1:
            cell.paragraphs[0]._p.append(_run("2", '<w:position w:val="8"/><w:sz w:val="12"/>'))

    return _with(article, random, change)


@layout("doc_faint", "doc", convert=by_libreoffice("docx", "doc"), exact=0.0)
@layout("rtf_faint", "rtf", convert=by_libreoffice("docx", "rtf"), exact=0.0)
@layout("docx_faint", "docx", exact=0.0)
def faint(article: Article, random: Random) -> bytes:
    """Digits nobody can read behind some numbers: white by a style, nearly white, a point high."""
    looks = ('<w:rStyle w:val="White"/>', '<w:color w:val="FCFCFC"/>', '<w:sz w:val="2"/>')

    def change(cell: _Cell, text: str) -> None:
        if random.random() < 0.2:
            cell.paragraphs[0]._p.append(_run("3", random.choice(looks)))

    return _styled(article, change)


@layout("docx_computed", "docx")
def computed(article: Article, random: Random) -> bytes:
    """Numbers computed by a field whose code holds another field with a result of its own."""
    field = (
        '<w:fldChar w:fldCharType="begin"/>|<w:instrText> IF </w:instrText>|<w:fldChar w:fldCharType="begin"/>|'
        '<w:instrText> =SUM(ABOVE) </w:instrText>|<w:fldChar w:fldCharType="separate"/>|<w:t>7</w:t>|'
        '<w:fldChar w:fldCharType="end"/>|<w:instrText> > 0 </w:instrText>|<w:fldChar w:fldCharType="separate"/>|'
        '<w:t>{}</w:t>|<w:fldChar w:fldCharType="end"/>'
    )  # fmt: skip

    def change(cell: _Cell, text: str) -> None:
        paragraph = cell.paragraphs[0]._p
        paragraph.remove(paragraph.r_lst[0])
        for piece in field.format(text).split("|"):
            paragraph.append(parse_xml(f"<w:r {nsdecls('w')}>{piece}</w:r>"))

    return _with(article, random, change)


@layout("docx_struck", "docx", exact=0.0)
def struck(article: Article, random: Random) -> bytes:
    """Corrected by hand: the old number struck through, the new one behind it."""

    def change(cell: _Cell, text: str) -> None:
        if random.random() < 0.2:
            cell.text = ""
            cell.paragraphs[0].add_run(str(random.randint(1, 99))).font.strike = True
            cell.paragraphs[0].add_run(text)

    return _with(article, random, change)


@layout("docx_control", "docx")
def control(article: Article, random: Random) -> bytes:
    """Each number in a content control of a form."""

    def change(cell: _Cell, text: str) -> None:
        paragraph = cell.paragraphs[0]._p
        run = paragraph.r_lst[0]
        holder, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        content.append(run)
        holder.append(content)
        paragraph.append(holder)

    return _with(article, random, change)


@layout("docx_choice", "docx")
def choice(article: Article, random: Random) -> bytes:
    """Each number twice: for new programs and, as a fallback, for old ones."""

    def change(cell: _Cell, text: str) -> None:
        paragraph = cell.paragraphs[0]._p
        run = paragraph.r_lst[0]
        paragraph.remove(run)
        compatible = (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        )
        text_run = f"<w:r {nsdecls('w')}><w:t>{text}</w:t></w:r>"
        both = f'<mc:Choice Requires="wps">{text_run}</mc:Choice><mc:Fallback>{text_run}</mc:Fallback>'
        paragraph.append(parse_xml(f"{compatible}>{both}</mc:AlternateContent>"))

    return _with(article, random, change)


@layout("docx_deleted_row", "docx")
def deleted_row(article: Article, random: Random) -> bytes:
    """A row with other numbers, deleted with changes tracked, above each row of table 三."""

    def table(document: Document, sheet: Sheet) -> None:
        drawn = document.add_table(sheet.height, sheet.width)
        fill(drawn, sheet)
        for row in list(drawn.rows)[sheet.heads : sheet.heads + 2]:
            old = parse_xml(row._tr.xml)
            for text in old.iter(qn("w:t")):
                if (text.text or "").isdigit():
                    text.text = str(random.randint(1, 99))
                text.tag = qn("w:delText")
            properties = OxmlElement("w:trPr")
            properties.append(OxmlElement("w:del"))
            old.insert(0, properties)
            row._tr.addprevious(old)

    return package(write(article, table))


@layout("docx_deleted_cell", "docx")
def deleted_cell(article: Article, random: Random) -> bytes:
    """A cell with a number more in every row of table 三, deleted with changes tracked."""
    gone = '<w:tcPr><w:cellDel w:id="1" w:author="editor"/></w:tcPr>'

    def table(document: Document, sheet: Sheet) -> None:
        drawn = document.add_table(sheet.height, sheet.width)
        fill(drawn, sheet)
        for row in list(drawn.rows)[sheet.heads :] if sheet.name == "requests" else []:
            number = f"<w:p><w:r><w:t>{random.randint(1, 99)}</w:t></w:r></w:p>"
            row._tr.tc_lst[-2].addprevious(parse_xml(f"<w:tc {nsdecls('w')}>{gone}{number}</w:tc>"))

    return package(write(article, table))
