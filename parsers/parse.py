"""The second sentence: Document -> Report.

Tables come from the grids of the document; a table that no grid holds is looked for in its running text. Then the words:
outline, sections, agency, year, facts. Then the checks. Nothing here knows the format the document had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.agreement import Careful, agree, doubtful_pages, of_unseen, second_reader
from parsers.checks import check
from parsers.crosschecks import crosscheck
from parsers.document import Document, Unreadable
from parsers.lines.stream import align_text
from parsers.normalize import normalize
from parsers.numerals import half_width
from parsers.report import Finding, Report
from parsers.tables.align import Alignment, align
from parsers.tables.captions import is_of_part
from parsers.tables.figures import Figures, figures
from parsers.tables.labels import LIST
from parsers.tables.otheryears import left_out, parted
from parsers.tables.twice import lose_rows_of_one
from parsers.words.agencies import agency_of
from parsers.words.contacts import contact_in
from parsers.words.facts import read_facts
from parsers.words.kinds import kind_of, order_of, partial_of, several_of
from parsers.words.narrative import read_narrative
from parsers.words.outline import Outline, outline_of
from parsers.words.printed import as_printed, source_of
from parsers.words.problems import read_improvements, read_problems
from parsers.words.scripts import read_script_finding, simplified_document
from parsers.words.titles import title_of

STATUTORY = ("rules", "decisions", "fees", "requests", "disputes")
_FILLED_IN = 5


@dataclass(frozen=True, slots=True)
class Hints:
    """What the place of the document tells about it: the list entry, and the region its channel serves (GB/T 2260)."""

    title: str = ""
    published: str = ""
    region: str = ""
    url: str = ""


def parse(document: Document, hints: Hints = Hints(), careful: Careful | None = None) -> Report:
    """The report a document is. Never raises for what a document says: what is not understood is a finding.

    `careful` reads the named pages a second time, by other means; it is asked where the figures are in doubt.
    """
    repost = read_script_finding("".join(paragraph.text for paragraph in document.paragraphs()))
    if repost is None:
        return _parse(document, hints, careful)
    report = _parse(simplified_document(document), hints, careful)
    printed = as_printed(report, source_of(document))
    return replace(printed, findings=(*printed.findings, repost))


def _parse(document: Document, hints: Hints, careful: Careful | None) -> Report:
    paragraphs = read_narrative(document)
    outline = outline_of(paragraphs)
    title = title_of(document, paragraphs, outline, hints.title, hints.published)
    read = _read_twice(document, careful, title.year)
    kind, reason = (
        several_of(paragraphs)
        or partial_of(title, _partial_caption(document))
        or order_of(title)
        or _filled_in(read)
        or kind_of(document, paragraphs, outline, title)
    )
    if kind != "report":
        return Report(kind=kind, kind_reason=reason, title=title.text, year=title.year)
    told = _problem_text(outline)
    agency, doubts = agency_of(outline, title, hints.region)
    facts = read_facts(outline.sections, agency.name, title.year)
    checks = (*check(read), *crosscheck(read.figures, facts, agency, title.year))
    return Report(
        kind_reason=reason,
        agency=agency,
        year=title.year,
        title=title.text,
        forms={table: form.id for table, form in read.forms.items()},
        figures=read.figures,
        outline=outline.headings,
        sections=outline.sections,
        facts=facts,
        contact=contact_in(paragraphs),
        signed=title.signed,
        period=title.period,
        problems=read_problems(told),
        improvements=read_improvements(told),
        findings=(*read.findings, *checks, *_absent(read), *title.findings, *doubts),
    )


def _filled_in(read: Figures) -> tuple[str, str] | None:
    """Statutory tables with numbers in them make a report, whatever the title says and wherever its headings stand."""
    numbers = sum(figure.value is not None for figure in read.figures)
    return ("report", f"statutory tables with {numbers} numbers") if numbers >= _FILLED_IN else None


def _partial_caption(document: Document) -> str:
    """The first line of a document, if it is the caption of a table of part of a year."""
    line = next((paragraph.text for paragraph in document.paragraphs() if paragraph.text.strip()), "")
    return line if is_of_part(half_width(line).strip()) else ""


def _problem_text(outline: Outline) -> str:
    return next((section.text for section in outline.sections if section.id == "problems"), "")


def read_report(body: bytes, *, media_type: str | None = None, hints: Hints = Hints()) -> Report:
    """Both sentences at once, as a worker runs them. Raises Unreadable."""
    return parse(normalize(body, media_type=media_type, url=hints.url), hints, second_reader(body))


def _read_twice(document: Document, careful: Careful | None, year: int | None) -> Figures:
    """The figures; where they are in doubt, as far as a second reader agrees. A reader that fails has no opinion."""
    first = read_figures(document, year)
    pages = doubtful_pages(first) if careful else frozenset()
    if careful is None or not (pages or careful.always):
        return first
    try:
        return agree(first, read_figures(careful.read(pages), year), of_unseen(document))
    except Unreadable:
        return first


def read_figures(document: Document, year: int | None = None) -> Figures:
    """Grids first; the running text for tables that no grid holds. Tables captioned as of another year are left out."""
    own, of_others = parted(document, year)
    read = figures(_aligned(own))
    tables = len(_aligned(of_others).rows) if of_others.blocks else 0
    return replace(read, findings=(*read.findings, left_out(tables))) if tables else read


def _aligned(document: Document) -> Alignment:
    alignment = align(document)
    absent = [table for table in STATUTORY if not alignment.rows.get(table) and table not in alignment.headed]
    if "decisions" in absent:
        absent.append("procurement")
    if "requests" in absent and not _has_cells(alignment, LIST):
        absent.append(LIST)
    if absent:
        _merge(alignment, align_text(document, absent), absent)
    lose_rows_of_one(alignment)
    return alignment


def _has_cells(alignment: Alignment, table: str) -> bool:
    return any(key[0] == table for key in alignment.cells)


def _merge(alignment: Alignment, other: Alignment, tables: Sequence[str]) -> None:
    """The text replaces what the grids said of a table only where it gives cells."""
    for table in tables:
        if not _has_cells(other, table):
            continue
        alignment.rows[table] = other.rows[table]
        alignment.columns[table] = other.columns.get(table, set())
        for lost in [key for key in alignment.lost if key[0] == table]:
            del alignment.lost[lost]
        alignment.cells |= {key: cells for key, cells in other.cells.items() if key[0] == table}
        alignment.lost |= {key: cells for key, cells in other.lost.items() if key[0] == table}


def _absent(read: Figures) -> tuple[Finding, ...]:
    """Statutory tables of which nothing was found, when others were: a picture, another page, or left out."""
    if not read.forms or LIST in read.forms:
        return ()
    absent = [table for table in STATUTORY if table not in read.forms]
    return tuple(
        Finding(
            "table_absent",
            "source",
            "warning",
            "not_evaluable",
            f"未找到表格 {table} / table {table} was not found in this document",
        )
        for table in absent
    )
