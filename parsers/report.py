"""What a report says: figures, sections, facts, and what we found wrong with them.

A figure is `(table, row, column) -> value, raw, state, place`. A blank is never 0 and a doubtful number is never a value:
only the state `reported` carries one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from parsers.document import Place

Number = int | Decimal
Key = tuple[str, str, str]
"""table, row, column: the ids of `parsers/forms/*.toml`."""

State = Literal["reported", "blank", "mark", "lost", "unreadable"]
"""`reported` a number is printed; `blank` the cell is printed empty; `mark` it holds "/", "—", "无" or the like; `lost` the
text of the document lost or tore it, or two readers disagree; `unreadable` the picture is not good enough."""

Fault = Literal["publisher", "parser", "source"]
Level = Literal["error", "warning", "note"]
Verdict = Literal["pass", "fail", "not_evaluable"]


class Figure(NamedTuple):
    table: str
    row: str
    column: str
    value: Number | None
    raw: str
    state: State
    place: Place = Place()

    @property
    def key(self) -> Key:
        return self.table, self.row, self.column


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict of one check, or a doubt of the parser. `kind` says whose fault it would be.

    `difference` is left side minus right side of a failed identity; `if_blank_zero` is the verdict it would have if blank,
    mark and lost cells were 0.
    """

    check: str
    kind: Fault
    level: Level
    verdict: Verdict
    message: str
    cells: tuple[Key, ...] = ()
    difference: Number | None = None
    if_blank_zero: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the outline as it stands. `section` is the statutory section it falls in."""

    number: str
    text: str
    level: int
    section: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six statutory sections: `overview` `disclosure` `requests` `disputes` `problems` `other`.

    `lines` are the offsets in `text` where lines of the source begin, with their places; a quote finds its place by them.
    """

    id: str
    heading: str
    text: str
    place: Place = Place()
    lines: tuple[tuple[int, Place], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number the narrative states.

    `metric` is an id of `vocabulary/metrics.toml`, with the part it counts after a colon. `qualifier` is `exact`, 余, 多, 近,
    约, 超, 突破 or 至少; `value` is always the literal number. `basis` tells what kind of number it is: of the `year`, a
    `stock` at its end, `cumulative` over years, or a `rule` the body set itself. `implied` is `unit` when the text leaves the
    unit out (a negation), `value` when it repeats another number by a word (均为, 并按期办理).
    """

    metric: str
    subject: str
    channel: str
    value: Number
    unit: str
    qualifier: str
    section: str
    quote: str
    place: Place = Place()
    part_of: str = ""
    negated: bool = False
    heading: str = ""
    """The heading of the outline the sentence stands under."""
    platform: str = ""
    """The id of `vocabulary/channels.toml` the channel belongs to."""
    account: str = ""
    year: int | None = None
    """The year the number is of; another one than the report's when the sentence says so."""
    basis: str = "year"
    raw: str = ""
    restated: bool = False
    implied: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """The reporting body. `region` is the GB/T 2260 code; `level` country, province, prefecture, county or township.

    `scope` is `own` for a body's own figures, `region` for a report that adds up all bodies of its region (汇总); `members` are
    those the text names.
    """

    name: str = ""
    full_name: str = ""
    region: str = ""
    level: str = ""
    type: str = ""
    scope: str = "own"
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str = ""
    fax: str = ""
    address: str = ""
    postcode: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that one document says, and every doubt about it.

    `kind` is `report`, or names what the document is instead (`website_report`, `guide`, `blank_form` …); only a report has
    figures.
    """

    kind: str = "report"
    kind_reason: str = ""
    agency: Agency = Agency()
    year: int | None = None
    title: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    outline: tuple[Heading, ...] = ()
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    contact: Contact = Contact()
    signed: str = ""
    period: tuple[str, str] | None = None
    problems: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def figure(self, table: str, row: str, column: str) -> Figure | None:
        wanted = (table, row, column)
        return next((figure for figure in self.figures if figure.key == wanted), None)


def plain(number: Number | None) -> int | float | None:
    """A number as JSON and SQLite carry it; sums are made before this, on exact values."""
    return float(number) if isinstance(number, Decimal) else number


def place_object(place: Place) -> dict[str, Any]:
    fields = {"page": place.page, "box": list(place.box) if place.box else None, "path": place.path}
    return {name: value for name, value in fields.items() if value is not None}


def report_object(report: Report) -> dict[str, Any]:
    """The report as the JSON object that `gxcrawl parse --json` prints; scripts rely on its keys."""
    return {
        "kind": report.kind,
        "kind_reason": report.kind_reason,
        "agency": _fields(report.agency),
        "year": report.year,
        "title": report.title,
        "forms": dict(report.forms),
        "figures": [
            {
                "table": figure.table,
                "row": figure.row,
                "column": figure.column,
                "value": plain(figure.value),
                "raw": figure.raw,
                "state": figure.state,
                "place": place_object(figure.place),
            }
            for figure in report.figures
        ],
        "outline": [_fields(heading, place=place_object(heading.place)) for heading in report.outline],
        "sections": [
            _fields(section, leave_out=("lines",), place=place_object(section.place))
            for section in report.sections
        ],
        "facts": [
            _fields(fact, value=plain(fact.value), place=place_object(fact.place)) for fact in report.facts
        ],
        "contact": _fields(report.contact),
        "signed": report.signed,
        "period": list(report.period) if report.period else None,
        "problems": list(report.problems),
        "improvements": list(report.improvements),
        "findings": [
            _fields(finding, difference=plain(finding.difference), cells=[list(key) for key in finding.cells])
            for finding in report.findings
        ],
    }


def _fields(value: Any, /, leave_out: tuple[str, ...] = (), **replaced: Any) -> dict[str, Any]:
    names = (name for name in value.__dataclass_fields__ if name not in leave_out)
    return {name: replaced.get(name, getattr(value, name)) for name in names}
