"""What understanding the words of a report costs, against reading its PDF.

    python -m benchmarks.words          each step, and their sum as a share of reading the PDF

The reports are invented ones of four pages. Their narrative is labelled sentences of the tests between sentences that state
nothing, so that there is a fact for every 85 characters, as in the reports the project began with. Reading goes from the
bytes to the figures, which is all there would be without the words. CPU time, the least of some rounds; only the ratios mean
anything on another machine.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

from parsers.document import Document
from parsers.normalize import normalize
from parsers.parse import read_figures
from parsers.words.agencies import agency_of
from parsers.words.contacts import contact_in
from parsers.words.facts import read_facts
from parsers.words.kinds import kind_of
from parsers.words.narrative import read_narrative
from parsers.words.outline import outline_of, read_sections
from parsers.words.problems import read_problems
from parsers.words.titles import title_of
from tests.generator import pdf
from tests.generator.sheets import article
from tests.generator.truths import truths
from tests.labelled import samples

NARRATIVE = 1_300
"""Characters of narrative in one report."""
A_FACT = 85
"""Characters of narrative for each fact, plain sentences and all."""
PLAIN = "围绕群众关心的事项做好公开工作，按时更新栏目内容，及时回应来信来电，完善目录和指南。"
SHARE = 0.1
"""The words must cost less than this part of reading the PDF."""

Step = Callable[[], object]


def narratives(count: int) -> Iterator[list[str]]:
    """Paragraphs of labelled sentences, a report's worth each."""
    sentences = [
        (sample.text, len(sample.facts))
        for sample in samples()
        if sample.section == "overview" and sample.facts
    ]
    random = Random(1)
    for _ in range(count):
        chosen: list[str] = []
        while sum(map(len, chosen)) < NARRATIVE:
            text, facts = random.choice(sentences)
            plain = max(1, round((A_FACT * facts - len(text)) / len(PLAIN)))
            chosen += [text, *[PLAIN] * plain]
        yield ["".join(chosen[at : at + 6]) for at in range(0, len(chosen), 6)]


def bodies(count: int) -> list[bytes]:
    chosen = [truth for truth in truths(4 * count, plain=True) if truth.disclosure_form == "2021"][:count]
    made = []
    for truth, paragraphs in zip(chosen, narratives(count), strict=True):
        written = article(truth)
        blocks = (*written.blocks[:2], *paragraphs, *written.blocks[2:])
        made.append(pdf.ruled(replace(written, blocks=blocks), Random(truth.seed)))
    return made


def steps(document: Document) -> dict[str, Step]:
    """Every step of the words on one document, with what the steps before it gave."""
    paragraphs = read_narrative(document)
    outline = outline_of(paragraphs)
    title = title_of(document, paragraphs, outline)
    agency = agency_of(outline, title)[0]
    problems = [section.text for section in outline.sections if section.id == "problems"]
    return {
        "narrative": lambda: read_narrative(document),
        "outline": lambda: outline_of(paragraphs),
        "title": lambda: title_of(document, paragraphs, outline),
        "kind": lambda: kind_of(document, paragraphs, outline, title),
        "agency": lambda: agency_of(outline, title),
        "contact": lambda: contact_in(paragraphs),
        "problems": lambda: [read_problems(text) for text in problems],
        "facts": lambda: read_facts(outline.sections, agency.name, title.year),
    }


def least(run: Step, rounds: int) -> float:
    """The least CPU milliseconds of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        before = time.process_time()
        run()
        best = min(best, time.process_time() - before)
    return 1000 * best


def measure(count: int, rounds: int) -> dict[str, float]:
    """CPU milliseconds a report: `pdf` from its bytes to its figures, then each step of its words; `found` counts its facts."""
    totals: dict[str, float] = {}
    for body in bodies(count):
        document = normalize(body)
        facts = read_facts(read_sections(document), "", None)
        totals["found"] = totals.get("found", 0.0) + len(facts) / count
        plan: dict[str, Any] = {"pdf": lambda body=body: read_figures(normalize(body))} | steps(document)
        for name, run in plan.items():
            totals[name] = totals.get(name, 0.0) + least(run, rounds) / count
    return totals


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=15)
    chosen = parser.parse_args()
    totals = measure(chosen.count, chosen.rounds)
    reading, found = totals.pop("pdf"), totals.pop("found")
    print(f"{found:.0f} facts a report")
    for name, cost in totals.items():
        print(f"{name:10} {cost:6.2f} ms   {100 * cost / reading:5.1f} % of reading the PDF")
    words = sum(totals.values())
    print(
        f"{'words':10} {words:6.2f} ms   {100 * words / reading:5.1f} % of reading the PDF ({reading:.1f} ms)"
    )
    print("within" if words < SHARE * reading else "over", f"the budget of {100 * SHARE:.0f} %")


if __name__ == "__main__":
    main()
