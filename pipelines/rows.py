"""From a capture and what it came to, to rows: pure functions, one per table of `schema`.

Ids come from content, never from the order of insertion, so that the same archive gives the same database
whatever the number of workers, and a link to a report stays good when the database is rebuilt.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from parsers.document import Place
from parsers.forms import load, other_checks
from parsers.report import Agency, Figure, Finding, Report, Section, place_object, plain
from parsers.words.contacts import mask, mask_text
from pipelines import schema
from pipelines.items import Capture, Failure

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Rows by table name."""

ID_BITS = 50
"""50 bits leave three for the number of a section within 2**53, where JavaScript stops counting exactly."""

SECTIONS = ("overview", "disclosure", "requests", "disputes", "problems", "other")


def document_id(sha256: str) -> int:
    """The permanent id of a document: the first 50 bits of its digest."""
    return int(sha256[:13], 16) >> (52 - ID_BITS)


def text_id(*parts: object) -> int:
    """A permanent id for what has no digest of its own."""
    return document_id(hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest())


def agency_id(agency: Agency) -> int | None:
    """The body a report belongs to: its name within its region; None when the document names nobody."""
    return text_id("agency", agency.region, agency.name) if agency.name else None


def capture_id(capture: Capture) -> int:
    return text_id("capture", capture.sha256, capture.url, capture.fetched_at)


def capture_row(capture: Capture) -> Row:
    kept = {
        name: getattr(capture, name) for name in Capture.__slots__ if name not in ("file", "offset", "length")
    }
    return kept | {
        "id": capture_id(capture),
        "document_id": document_id(capture.sha256),
        "warc_file": capture.file,
        "warc_offset": capture.offset,
        "warc_length": capture.length,
        "current": int(capture.current),
    }


def document_rows(capture: Capture, outcome: Report | Failure, parser: str) -> Rows:
    """Everything the database says about one document, as its first capture shows it."""
    if isinstance(outcome, Failure):
        failed = _other(capture, parser, outcome="failed", reason=outcome.reason, detail=outcome.detail)
        return {"others": [failed]}
    if outcome.kind != "report":
        why = "; ".join(outcome.problems)
        decoy = _other(capture, parser, outcome="decoy", reason=outcome.kind, detail=why, title=outcome.title)
        return {"others": [decoy]}
    id_, contact = document_id(capture.sha256), mask(outcome.contact)
    rows: Rows = {
        "reports": [_report(capture, outcome, parser)],
        "sections": list(_sections(id_, outcome.sections)),
        "outline": [
            {
                "position": position,
                "number": heading.number,
                "text": heading.text,
                "level": heading.level,
                "section": heading.section,
                "place": as_json(place_object(heading.place)),
            }
            for position, heading in enumerate(outcome.outline)
        ],
        "facts": [
            {name: getattr(fact, name) for name in type(fact).__slots__}
            | {
                "position": position,
                "value": plain(fact.value),
                "quote": mask_text(fact.quote),
                "negated": int(fact.negated),
                "place": as_json(place_object(fact.place)),
            }
            for position, fact in enumerate(outcome.facts)
        ],
        "findings": finding_rows(outcome.findings),
        "contacts": [{name: getattr(contact, name) for name in type(contact).__slots__}],
        "cell_notes": list(_notes(outcome.figures)),
        "cell_places": list(_places(outcome.figures)),
        **wide_rows(outcome.figures),
    }
    return {name: [{"report_id": id_} | row for row in table] for name, table in rows.items() if table}


def message(zh: str, en: str, detail_zh: str = "", detail_en: str = "") -> str:
    """What a finding says, in both languages; " / " stands between them and nowhere else."""
    return f"{zh}{'：' if detail_zh else ''}{detail_zh} / {en}{': ' if detail_en else ''}{detail_en}"


def finding_rows(findings: Iterable[Finding], first: int = 0) -> list[Row]:
    """Findings with their positions, counted from `first`."""
    return [
        {
            "position": position,
            "check_id": finding.check,
            "fault": finding.kind,
            "level": finding.level,
            "verdict": finding.verdict,
            "message": finding.message,
            "difference": plain(finding.difference),
            "if_blank_zero": finding.if_blank_zero,
            "cells": as_json(finding.cells),
        }
        for position, finding in enumerate(findings, first)
    ]


def wide_rows(figures: Iterable[Figure]) -> Rows:
    """One record per printed line of a statutory table; a cell without a value is None, its reason a note."""
    records: dict[str, dict[str, Row]] = defaultdict(dict)
    for figure in figures:
        wide = schema.tables()[figure.table].wide
        assert wide and figure.key in schema.codebook(), f"no form has the cell {figure.key}"
        record, field = wide.split(figure.key)
        records[figure.table].setdefault(record, {wide.record: record})[field] = plain(figure.value)
    return {table: list(rows.values()) for table, rows in records.items()}


def codebook_rows() -> list[Row]:
    return [
        dict(zip(("table_id", "row_id", "column_id"), cell.key, strict=True))
        | {"position": position, "unit": cell.unit, "forms": ", ".join(cell.forms)}
        | {"table_zh": cell.table.label, "row_zh": cell.row.label, "column_zh": cell.column.label}
        | {"table_en": cell.table.label_en, "row_en": cell.row.label_en, "column_en": cell.column.label_en}
        for position, cell in enumerate(schema.codebook().values())
    ]


def check_rows() -> list[Row]:
    """What one report is checked for: the identities of all forms, and `forms/checks.toml`.

    Where a newer form has the same identity, its wording stands.
    """
    identities = {
        identity.id: identity for form in reversed(list(load().values())) for identity in form.identities
    }
    return [
        {"id": identity.id, "zh": identity.label, "en": identity.label_en, "source": identity.source}
        for identity in identities.values()
    ] + [{"id": id_, **sentence} for id_, sentence in other_checks().items()]


def _report(capture: Capture, report: Report, parser: str) -> Row:
    states = Counter(figure.state for figure in report.figures)
    first, last = report.period or ("", "")
    agency = report.agency
    return {
        "id": document_id(capture.sha256),
        "agency_id": agency_id(agency),
        "year": report.year,
        "title": report.title or capture.title,
        "agency_name": agency.name,
        "agency_full_name": agency.full_name,
        "region": agency.region,
        "level": agency.level,
        "type": agency.type,
        "scope": agency.scope,
        "members": as_json(agency.members),
        "published": capture.published,
        "url": capture.url,
        "role": capture.role,
        "media_type": capture.media_type,
        "signed": report.signed,
        "period_from": first,
        "period_to": last,
        "forms": as_json(dict(sorted(report.forms.items()))),
        "reported": states["reported"],
        "unvalued": states.total() - states["reported"],
        "doubtful": states["lost"] + states["unreadable"],
        "problems": as_json(report.problems),
        "improvements": as_json(report.improvements),
        "sha256": capture.sha256,
        "capture_id": capture_id(capture),
        "parser": parser,
    }


def _other(capture: Capture, parser: str, *, outcome: str, reason: str, detail: str, title: str = "") -> Row:
    return {
        "id": document_id(capture.sha256),
        "outcome": outcome,
        "reason": reason,
        "detail": detail,
        "title": title or capture.title or capture.url,
        "url": capture.url,
        "media_type": capture.media_type,
        "sha256": capture.sha256,
        "capture_id": capture_id(capture),
        "parser": parser,
    }


def _sections(report_id: int, sections: Sequence[Section]) -> Iterator[Row]:
    """One row per statutory section; a section that stands in two pieces is one text."""
    for number, name in enumerate(SECTIONS):
        pieces = [section for section in sections if section.id == name]
        text = mask_text("\n".join(section.text for section in pieces))
        if pieces:
            yield {
                "id": report_id * 8 + number,
                "section": name,
                "heading": pieces[0].heading,
                "text": text,
                "characters": len(text),
            }


def _notes(figures: Iterable[Figure]) -> Iterator[Row]:
    for figure in figures:
        if figure.state != "reported" or figure.raw != str(figure.value):
            yield {
                "table_id": figure.table,
                "row_id": figure.row,
                "column_id": figure.column,
                "state": figure.state,
                "raw": figure.raw,
            }


def _places(figures: Iterable[Figure]) -> Iterator[Row]:
    """One row per table: 200 rows per report for places alone would outweigh the numbers ten times."""
    places: dict[str, dict[str, Any]] = defaultdict(dict)
    for figure in figures:
        if place := compact(figure.place):
            places[figure.table][f"{figure.row}.{figure.column}"] = place
    for table, cells in places.items():
        yield {"table_id": table, "places": as_json(cells)}


def compact(place: Place) -> list[float] | str | None:
    """A place as `cell_places` keeps it: [page, left, top, right, bottom] in points, a path, or [page] alone."""
    if place.box and place.page:
        return [place.page, *(round(edge, 1) for edge in place.box)]
    return place.path or ([place.page] if place.page else None)


def as_json(value: Mapping[str, Any] | Sequence[Any]) -> str | None:
    """Compact JSON with Chinese as Chinese; nothing to say is NULL."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None
