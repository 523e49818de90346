"""The style sheets inside a page, as far as they tell of plain classes and ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
_CONDITIONAL = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"\s*[a-zA-Z]*(?:[.#]-?[^\W\d][\w-]*)+\s*")
_GENERATING = re.compile(r"\s*([a-zA-Z]*(?:[.#]-?[^\W\d][\w-]*)+)::?(?:before|after)\s*")
_RULES = 50
"""Selectors of a page that are tried; a page hides a handful of things."""


def selectors(text: str, *rules: re.Pattern[str]) -> Iterator[str]:
    """Plain class and id selectors whose rule in a style sheet of the page says one of these; rules for paper or small screens
    are none of ours."""
    simple = [name.strip() for name in _naming(text, *rules) if _SIMPLE.fullmatch(name)]
    yield from simple[:_RULES]


def generating(text: str, *rules: re.Pattern[str]) -> Iterator[str]:
    """The same of what stands before and behind elements (`.d1::before`), without the word for it."""
    found = (_GENERATING.fullmatch(name) for name in _naming(text, *rules))
    yield from [match[1] for match in found if match][:_RULES]


def _naming(text: str, *rules: re.Pattern[str]) -> Iterator[str]:
    if "<style" not in text and "<STYLE" not in text:
        return
    sheet = _CONDITIONAL.sub("", " ".join(_STYLE.findall(text)))
    for names, said in _RULE.findall(sheet):
        if any(rule.search(said) for rule in rules):
            yield from names.split(",")
