"""Facts: every number the narrative states, as rows with a controlled metric.

A sentence is read from number to number. The words right around a number say what it counts (`parsers.words.metrics`), the last
channel named before it where; a list opened by 其中 gives its items the metric of what they are part of. What these rules do
not understand is not claimed: a missing fact is a gap, a wrong one is a lie.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from parsers.document import Place
from parsers.report import Fact, Section
from parsers.words.claims import Claim
from parsers.words.counting import read_counts
from parsers.words.negations import read_zeros
from parsers.words.sentences import Sentence, read_sentences
from parsers.words.years import may_sum, over_years, year_of, years_named

_PLAN = re.compile(
    r"[下今明改整努工](?:(?<=下)一[步年]|(?<=今)后|(?<=明)年|(?<=[改整])[进改]措施|(?<=改)进方向|(?<=努)力方向|(?<=工)作(?:打算|计划))"
)


def read_facts(sections: tuple[Section, ...], agency: str, year: int | None) -> tuple[Fact, ...]:
    """The facts of all sections in reading order. `agency` is the subject unless a sentence names another body."""
    facts: list[Fact] = []
    seen: set[tuple[object, ...]] = set()
    for section in sections:
        for sentence in _outcomes(section):
            claims = sorted(_claims(sentence, agency), key=lambda claim: (claim.start, claim.end))
            years = years_named(sentence.text, year) if claims else []
            sums = bool(claims) and may_sum(sentence.text)
            wholes = {claim.part_of for claim in claims if claim.part_of}
            quotes = {one.raw: _quote(one, sentence, section) for one in claims if one.raw in wholes}
            for claim in claims:
                stated = claim.year or year_of(years, claim.start, year)
                whole = quotes.get(claim.part_of, claim.part_of)
                summed = sums and over_years(sentence.text, claim.end, stated)
                told = claim._replace(basis="cumulative") if summed else claim
                fact = _fact(told, sentence, section, agency, stated, whole)
                key = (fact.metric, fact.subject, fact.platform, fact.value, fact.year, fact.basis)
                facts.append(_marked(fact) if key in seen else fact)
                seen.add(key)
    return tuple(facts)


def _outcomes(section: Section) -> Iterator[Sentence]:
    """Sentences on what was done; in section 五 those before the plans begin."""
    limit = len(section.text)
    if section.id == "problems" and (plan := _PLAN.search(section.text)) is not None:
        limit = plan.start()
    return (sentence for sentence in read_sentences(section) if sentence.start < limit)


def _claims(sentence: Sentence, agency: str) -> Iterator[Claim]:
    context = f"{sentence.heading}\n{sentence.text}"
    claims = [*read_zeros(sentence.text, context), *read_counts(sentence, agency)]
    plan = _PLAN.search(sentence.text) if claims else None
    for claim in claims:
        if plan is None or claim.start < plan.start():
            yield claim


def _quote(claim: Claim, sentence: Sentence, section: Section) -> str:
    """The claim's words as the section prints them."""
    return section.text[sentence.at(claim.start) : sentence.at(claim.end - 1) + 1]


def _fact(
    claim: Claim, sentence: Sentence, section: Section, agency: str, year: int | None, whole: str
) -> Fact:
    channel = claim.channel
    return Fact(
        metric=claim.metric,
        subject=claim.subject or agency,
        channel=channel.name if channel else "",
        value=claim.value,
        unit=claim.unit,
        qualifier=claim.qualifier,
        section=section.id,
        quote=_quote(claim, sentence, section),
        place=_place(section, sentence.at(claim.start)),
        part_of=whole,
        negated=claim.negated,
        heading=sentence.heading,
        platform=channel.platform if channel else "",
        account=channel.account if channel else "",
        year=year,
        basis=claim.basis,
        raw=claim.raw,
        implied=claim.implied,
    )


def _marked(fact: Fact) -> Fact:
    values = {name: getattr(fact, name) for name in Fact.__slots__}
    return Fact(**values | {"restated": True})


def _place(section: Section, offset: int) -> Place:
    """The place of the source line a quote begins in."""
    if not section.lines:
        return section.place
    return section.lines[max(0, bisect_right(section.lines, offset, key=_offset) - 1)][1]


def _offset(line: tuple[int, Place]) -> int:
    return line[0]
