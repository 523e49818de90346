"""Labelled sentences: what they state, what the parser claims of them, and the table of `docs/facts.md`.

python -m tests.labelled          prints the table
python -m tests.labelled --write  writes it into docs/facts.md
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parsers.report import Fact, Section, plain
from parsers.words.facts import read_facts
from parsers.words.metrics import label_en

SAMPLES = Path(__file__).parent / "samples" / "sentences"
PAGE = Path(__file__).parents[1] / "docs" / "facts.md"
UNSEEN = "unseen"
MISSED = "missed"
"""What is stated and not read yet; counted among the known sentences."""
_TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end of table -->)", re.DOTALL)

Meaning = tuple[str, float | int | None, str, str, str, bool, str, int | None, str, str]
"""metric, value, unit, qualifier, channel, negated, subject, year, account, basis."""


@dataclass(frozen=True)
class Sample:
    """A labelled sentence; `file` is the kind of trap, `facts` what it states."""

    file: str
    trap: str
    text: str
    section: str
    agency: str
    year: int
    facts: tuple[Meaning, ...]

    def claims(self) -> tuple[Meaning, ...]:
        section = Section(self.section, "一、总体情况", self.text)
        return tuple(meaning(fact) for fact in read_facts((section,), self.agency, self.year))


@dataclass
class Score:
    expected: int = 0
    claimed: int = 0
    right: int = 0


def samples() -> Iterator[Sample]:
    for path in sorted(SAMPLES.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]:
            agency, year = entry.get("agency", "清河县司法局"), entry.get("year", 2023)
            facts = tuple(_labelled(fact, agency, year) for fact in entry["facts"])
            section = entry.get("section", "overview")
            yield Sample(path.stem, entry["trap"], entry["text"], section, agency, year, facts)


def _labelled(fact: dict[str, Any], agency: str, year: int) -> Meaning:
    return (
        fact["metric"],
        fact["value"],
        fact.get("unit", ""),
        fact.get("qualifier", "exact"),
        fact.get("channel", ""),
        fact.get("negated", False),
        fact.get("subject", agency),
        fact.get("year", year),
        fact.get("account", ""),
        fact.get("basis", _default_basis(fact["metric"])),
    )


def _default_basis(metric: str) -> str:
    """What a label need not repeat: followers, accounts, areas and staff are stocks."""
    stocks = {"粉丝数", "政务新媒体账号数", "政务公开专区数", "工作人员数"}
    return "stock" if metric.partition(":")[0] in stocks else "year"


def meaning(fact: Fact) -> Meaning:
    return (
        fact.metric,
        plain(fact.value),
        fact.unit,
        fact.qualifier,
        fact.channel,
        fact.negated,
        fact.subject,
        fact.year,
        fact.account,
        fact.basis,
    )


def scores(chosen: Iterable[Sample]) -> dict[str, Score]:
    """By metric without its part, and in sum under the empty name."""
    table: dict[str, Score] = defaultdict(Score)
    for sample in chosen:
        left = list(sample.facts)
        for metric in (fact[0] for fact in sample.facts):
            for name in ("", metric.partition(":")[0]):
                table[name].expected += 1
        for claim in sample.claims():
            right = claim in left
            if right:
                left.remove(claim)
            for name in ("", claim[0].partition(":")[0]):
                table[name].claimed += 1
                table[name].right += right
    return table


def table() -> str:
    """Precision and recall per metric as a Markdown table: known sentences, then those never tuned for."""
    every = list(samples())
    known = scores(sample for sample in every if sample.file != UNSEEN)
    unseen = scores(sample for sample in every if sample.file == UNSEEN)
    rows = [
        "| metric 指标 | | known: facts | precision | recall | unseen: facts | precision | recall |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name in ["", *sorted({*known, *unseen} - {""})]:
        title = f"{name} | {label_en(name)}" if name else "**all 合计** | "
        rows.append(f"| {title} | {_cells(known[name])} | {_cells(unseen[name])} |")
    counts = [sum(sample.file != UNSEEN for sample in every), sum(sample.file == UNSEEN for sample in every)]
    return f"{counts[0]} known sentences, {counts[1]} unseen ones.\n\n" + "\n".join(rows) + "\n"


def _cells(score: Score) -> str:
    return f"{score.expected or ''} | {_share(score.right, score.claimed)} | {_share(score.right, score.expected)}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""


def page() -> str:
    """The page with its table as it would be written now."""
    return _TABLE.sub(lambda _: table(), PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(table())
