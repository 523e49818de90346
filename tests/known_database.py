"""A small archive whose every answer is known, for the tests of store, publish and portal."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from parsers.document import Place
from parsers.forms import Table, load
from parsers.report import Agency, Contact, Fact, Figure, Finding, Heading, Key, Report, Section, State
from pipelines.items import Capture, Failure, Outcome
from pipelines.store import WORK_FILE, Store

FORM = load()["2021"]
MARKS: Mapping[str, tuple[State, str]] = {"": ("blank", ""), "/": ("mark", "/"), "?": ("lost", "1 2")}


def statutory_figures(given: Mapping[Key, int | str] = {}) -> tuple[Figure, ...]:
    """All cells of the 2021 form, 0 where not given; "" is a blank, "/" a mark, "?" a cell the text lost."""
    return tuple(
        _figure(table, key, given.get(key, 0), number)
        for table in FORM.tables
        for number, key in enumerate(table.keys())
    )


def _figure(table: Table, key: Key, value: int | str, number: int) -> Figure:
    place = Place(path=f"table[1]/row[{number + 1}]/cell[2]")
    if isinstance(value, str):
        state, raw = MARKS[value]
        return Figure(*key, None, raw, state, place)
    return Figure(*key, value, str(value), "reported", place)


def on_paper(known: Report) -> Report:
    """The same as read from the second page of a PDF: the place of a figure is a box there."""
    seen: Counter[str] = Counter()
    figures = []
    for figure in known.figures:
        top = 100.0 + seen[figure.table]
        figures.append(figure._replace(place=Place(page=2, box=(72.0, top, 90.0, top + 12))))
        seen[figure.table] += 1
    return replace(known, figures=tuple(figures))


def requests(applicant: str = "total", **rows: int | str) -> dict[Key, int | str]:
    return {("requests", row, applicant): value for row, value in rows.items()}


def report(
    name: str = "河桥县司法局",
    year: int = 2023,
    *,
    region: str = "411599",
    level: str = "county",
    kind: str = "justice",
    given: Mapping[Key, int | str] = {},
    text: str = "全年主动公开信息 120 条。",
    **more: object,
) -> Report:
    base = Report(
        agency=Agency(name, f"河南省{name}", region, level, kind),
        year=year,
        title=f"{name}{year}年政府信息公开工作年度报告",
        forms={table.id: "2021" for table in FORM.tables},
        figures=statutory_figures(given),
        outline=(Heading("一、", "总体情况", 1, "overview"),),
        sections=(
            Section("overview", "一、总体情况", text),
            Section("problems", "五、存在的主要问题及改进情况", "公开的内容还不够细，下一步将加强培训。"),
        ),
        facts=(Fact("published", "政府信息", "website", 120, "条", "exact", "overview", text),),
        contact=Contact(phone="0376-5550000", address="河桥县中山路1号"),
        findings=(
            Finding(
                "requests_balance",
                "publisher",
                "error",
                "pass",
                "勾稽相符",
                (("requests", "handled", "total"),),
            ),
        ),
    )
    return replace(base, **more)  # type: ignore[arg-type]


def capture(
    seed: str, *, day: str = "2024-01-20", role: str = "page", url: str = "", **more: object
) -> Capture:
    digest = hashlib.sha256(seed.encode()).hexdigest()
    address = url or f"http://gk.example.cn/{seed}.html"
    base = Capture(
        digest,
        address,
        "text/html",
        len(seed),
        f"{day}T02:00:00Z",
        site="heqiao",
        channel="annual",
        title=f"关于{seed}",
        published=day,
        role=role,
        file="gx-00001.warc.gz",
        offset=100,
        length=200,
    )
    return replace(base, **more)  # type: ignore[arg-type]


def outcomes() -> list[tuple[Capture, Outcome]]:
    """Two bodies with three years each, one decoy, one unreadable file."""
    found: list[tuple[Capture, Outcome]] = []
    for name, region, base in (("河桥县司法局", "411599", 10), ("青石市财政局", "320299", 40)):
        for year in (2021, 2022, 2023):
            received = base + year - 2021
            given = requests(received=received, granted=received - 2, granted_partly=2, handled=received)
            found.append(
                (
                    capture(f"{name}{year}", day=f"{year + 1}-01-20"),
                    report(name, year, region=region, given=given),
                )
            )
    found.append(
        (capture("guide"), Report(kind="guide", title="政府信息公开指南", problems=("no annual report",)))
    )
    found.append(
        (capture("broken", media_type="application/pdf"), Failure("truncated", "the file ends early"))
    )
    return found


def stored(folder: Path, values: Sequence[tuple[Capture, Outcome]]) -> Path:
    """The folder of an archive whose store holds `values`."""
    folder.mkdir(exist_ok=True)
    with Store(folder / WORK_FILE, parser="1") as store:
        for value in values:
            store.run(value)
    return folder
