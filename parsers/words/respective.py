"""Numbers dealt out by 分别: 微信公众号、抖音号粉丝分别为3.2万人、1.8万人 gives each noun its own number.

As many nouns as numbers, or nothing: a number that cannot be dealt out for sure is claimed by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from parsers.words.bodies import other_body
from parsers.words.channels import read_channels
from parsers.words.claims import Claim
from parsers.words.quantities import Quantity
from parsers.words.sentences import Sentence

Read = Callable[[Sentence], Iterable[Claim]]

_DEALT = re.compile(r"分别(?P<verb>[^,;:()。\d]{0,16})")
_STOP = re.compile(r"[,;:()。](?=[^,;:()。]*$)")
LONGEST_HEAD = 120
"""Characters in front of 分别 that may hold its nouns."""
_NEXT = re.compile(r"\s*[、和及,]\s*")
_YEAR = re.compile(r"(?P<year>20\d\d)年度?$")
_JOIN = re.compile(r"[、和及与]")


def read_respective(
    sentence: Sentence, quantities: Sequence[Quantity], agency: str, read: Read
) -> tuple[list[Claim], list[tuple[int, int]]]:
    """The claims of numbers dealt out, and the spans of all numbers that are. `read` reads one noun with its number."""
    claims: list[Claim] = []
    spans: list[tuple[int, int]] = []
    for match in _DEALT.finditer(sentence.text):
        numbers = _run(sentence.text, quantities, match.end())
        nouns = _nouns(sentence.text[max(0, match.start() - LONGEST_HEAD) : match.start()])
        if len(numbers) < 2 or len(nouns) < 2:
            continue
        spans += [(one.start, one.end) for one in numbers]
        claims += [
            claim._replace(subject=claim.subject or other_body(noun, agency))
            for noun, claim in _deal(sentence, match, nouns, numbers, read)
        ]
    return claims, spans


def _run(text: str, quantities: Sequence[Quantity], start: int) -> list[Quantity]:
    """The numbers behind 分别 that nothing parts but 、."""
    run: list[Quantity] = []
    for quantity in quantities:
        follows = (
            _NEXT.fullmatch(text[run[-1].end : quantity.lead])
            if run
            else start - 16 <= quantity.lead <= start
        )
        if follows:
            run.append(quantity)
        elif run:
            break
    return run


def _deal(
    sentence: Sentence, match: re.Match[str], nouns: Sequence[str], numbers: Sequence[Quantity], read: Read
) -> list[tuple[str, Claim]]:
    if len(nouns) != len(numbers) or not all(nouns):
        return []
    tail = _tail(nouns[-1])
    dealt: list[tuple[str, Claim]] = []
    for noun, number in zip(nouns, numbers, strict=True):
        ending = "" if noun.endswith(tail) else tail
        head = f"{noun}{ending}{match['verb'][: max(0, number.lead - match.start('verb'))]}"
        text = head + sentence.text[number.lead : number.end]
        found = next(iter(read(sentence._replace(text=text))), None)
        if found is None:
            return []
        dealt.append((noun, _placed(found, noun, number)))
    return dealt


def _nouns(head: str) -> list[str]:
    """The nouns of the clause that 分别 stands in."""
    stop = _STOP.search(head)
    return [noun.strip() for noun in _JOIN.split(head[stop.end() if stop else 0 :])]


def _tail(noun: str) -> str:
    """What the last noun has in common with those before it: 粉丝 of 抖音号粉丝."""
    channel = next(iter(read_channels(noun)), None)
    return noun[channel.end :] if channel is not None else ""


def _placed(claim: Claim, noun: str, number: Quantity) -> Claim:
    """The claim where its number stands, of the year the noun names."""
    year = _YEAR.search(noun)
    return claim._replace(
        start=number.lead,
        end=number.end,
        raw=number.raw,
        year=int(year["year"]) if year else None,
    )
