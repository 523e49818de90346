"""Facts: every number the narrative states, as rows with a controlled metric.

A sentence is read from number to number. The words right around a number say what it counts (`parsers.words.metrics`), the last
channel named before it where; a list opened by 其中 gives its items the metric of what they are part of. What these rules do
not understand is not claimed: a missing fact is a gap, a wrong one is a lie.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from parsers.document import Place
from parsers.report import Fact, Section
from parsers.words.claims import Claim
from parsers.words.counting import read_counts
from parsers.words.negations import read_zeros
from parsers.words.sentences import Sentence, read_sentences

_PLAN = re.compile(
    r"[下今明改整努工](?:(?<=下)一[步年]|(?<=今)后|(?<=明)年|(?<=[改整])[进改]措施|(?<=改)进方向|(?<=努)力方向|(?<=工)作(?:打算|计划))"
)
_YEAR = re.compile(
    r"(?<![\d(\[\-至])(?P<year>20\d\d)\s*年|(?P<last>上一?年(?:度(?!结转|转结)|(?![度结转]))|去年)"
)
_COMPARING = frozenset("比较与同")
_OF_PAPER = re.compile(
    r"\s*(?:政府|部门|本级|单位|财政|年度)*(?:预算|决算|预决算|工作要点|工作总结|工作计划)"
)
_CUMULATIVE = re.compile(
    r"历年累计|(?:自|从)[^,;。]{2,16}以来[^,;。]{0,10}累计|截[至止][^,;。]{0,16}累计|累计至今"
)


def read_facts(sections: tuple[Section, ...], agency: str, year: int | None) -> tuple[Fact, ...]:
    """The facts of all sections in reading order. `agency` is the subject unless a sentence names another body."""
    facts: list[Fact] = []
    seen: set[tuple[object, ...]] = set()
    for section in sections:
        for sentence in _outcomes(section):
            claims = sorted(_claims(sentence, agency), key=lambda claim: (claim.start, claim.end))
            years = _years(sentence.text, year) if claims else []
            wholes = {claim.part_of for claim in claims if claim.part_of}
            quotes = {one.raw: _quote(one, sentence, section) for one in claims if one.raw in wholes}
            for claim in claims:
                stated = claim.year or _year_of(years, claim.start, year)
                whole = quotes.get(claim.part_of, claim.part_of)
                fact = _fact(claim, sentence, section, agency, stated, whole)
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
    summed = "累计" in sentence.text and _CUMULATIVE.search(_clause(sentence.text, claim.end))
    basis = "cumulative" if summed else claim.basis
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
        basis=basis,
        raw=claim.raw,
        implied=claim.implied,
    )


def _marked(fact: Fact) -> Fact:
    values = {name: getattr(fact, name) for name in Fact.__slots__}
    return Fact(**values | {"restated": True})


def _years(text: str, year: int | None) -> list[tuple[int, int, int | None]]:
    """The years a sentence names: from where, up to where they hold, and which. One in a document's title is none."""
    found = []
    for match in _YEAR.finditer(text):
        if text.count("《", 0, match.start()) == text.count("》", 0, match.start()):
            before = text[match.start() - 1 : match.start()]
            if before == "因":
                continue  # 因2023年度申请引发: the year of what led to it
            if _OF_PAPER.match(text, match.end()):
                continue  # 2022年度部门决算: the year of the paper
            named = int(match["year"]) if match["year"] else (year - 1 if year is not None else None)
            found.append((match.start(), _holds_to(text, match, before), named))
    return found


def _holds_to(text: str, match: re.Match[str], before: str) -> int:
    """How far a year holds: one named for comparison to its number, one in brackets to their end."""
    if before in _COMPARING:
        return match.end() + 1
    closing = text.find(")", match.end()) if before == "(" else -1
    return closing if closing >= 0 else len(text)


def _year_of(years: Sequence[tuple[int, int, int | None]], at: int, year: int | None) -> int | None:
    """The year named last before a number, else the report's; 比2022年(31起) holds for the number in brackets only."""
    named = [of for start, end, of in years if start <= at <= end and of is not None]
    return named[-1] if named else year


def _clause(text: str, end: int) -> str:
    start = max(text.rfind(sign, 0, end) for sign in ",;(")
    return text[start + 1 : end]


def _place(section: Section, offset: int) -> Place:
    """The place of the source line a quote begins in."""
    if not section.lines:
        return section.place
    return section.lines[max(0, bisect_right(section.lines, offset, key=_offset) - 1)][1]


def _offset(line: tuple[int, Place]) -> int:
    return line[0]
