"""Narrative text with the sentences that state numbers marked."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def marked(text: str, quotes: Iterable[str]) -> Markup:
    """`text` escaped, every quote in <mark>; quotes that overlap share one mark."""
    pieces: list[Markup] = []
    end = 0
    for start, stop in _spans(text, quotes):
        pieces += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start:stop])]
        end = stop
    return Markup("").join([*pieces, escape(text[end:])])


def _spans(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    found = sorted((text.find(quote), len(quote)) for quote in set(quotes) if quote and quote in text)
    spans: list[tuple[int, int]] = []
    for start, length in found:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], start + length))
        else:
            spans.append((start, start + length))
    return spans
