"""Counts a sentence states, number by number."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.words.channels import read_channels
from parsers.words.claims import Claim
from parsers.words.contexts import read_context
from parsers.words.frequencies import read_frequencies
from parsers.words.implied import read_implied
from parsers.words.meanings import read_meaning
from parsers.words.negations import scopes
from parsers.words.quantities import read_quantities
from parsers.words.respective import read_respective
from parsers.words.sentences import Sentence
from parsers.words.threads import begin, leave


def read_counts(sentence: Sentence, agency: str) -> Iterator[Claim]:
    """The claims of all numbers in a sentence, but of those a negation reaches."""
    text = sentence.text
    often = list(read_frequencies(sentence))
    yield from often
    quantities = list(read_quantities(text))
    if not quantities:
        return
    barred = scopes(text) + [(claim.start, claim.end) for claim in often]
    if "分别" in text:
        dealt, spans = read_respective(sentence, quantities, agency, lambda one: read_counts(one, agency))
        yield from dealt
        barred += spans
    channels = list(read_channels(text))
    thread = begin(text, channels)
    end = 0
    for number, quantity in enumerate(quantities):
        following = quantities[number + 1].lead if number + 1 < len(quantities) else len(text)
        if not barred or not any(first <= quantity.start < last for first, last in barred):
            context = read_context(sentence, agency, quantity, end, following, channels, thread)
            claim = read_meaning(context)
            claims = [claim] if claim is not None else []
            claims += read_implied(text, quantity, claim or context.thread.last)
            if claim is None or not claim.aside:
                thread = leave(context.thread, claims)
            yield from claims
        end = quantity.end
