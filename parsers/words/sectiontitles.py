"""How the six statutory sections are headed, from `vocabulary/headings.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class SectionTitle:
    """How one statutory section may be headed; compiled from `vocabulary/headings.toml`."""

    id: str
    label: str
    label_en: str
    exact: re.Pattern[str]
    words: re.Pattern[str]
    excluded: re.Pattern[str] | None


@cache
def section_titles() -> tuple[SectionTitle, ...]:
    """The six sections in statutory order."""
    text = files("parsers.words.vocabulary").joinpath("headings.toml").read_text(encoding="utf-8")
    return tuple(
        SectionTitle(
            entry["id"],
            entry["label"],
            entry["label_en"],
            re.compile(entry["exact"]),
            re.compile(entry["words"]),
            re.compile(entry["not"]) if "not" in entry else None,
        )
        for entry in tomllib.loads(text)["section"]
    )


@cache
def _exact() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{section.exact.pattern})" for section in section_titles()))


def in_words_of_the_form(squashed: str) -> bool:
    """Whether a line without white space is the title of a section word for word."""
    return _exact().fullmatch(squashed) is not None


@lru_cache(maxsize=4096)
def classify(title: str) -> tuple[int, int] | None:
    """Which section (0 to 5) a heading speaks of, and how surely: 4 in the words of the form, 2 in similar ones."""
    squashed = _SPACE.sub("", title)
    for position, section in enumerate(section_titles()):
        if section.exact.fullmatch(squashed):
            return position, 4
    for position, section in enumerate(section_titles()):
        if section.words.search(squashed) and not (section.excluded and section.excluded.search(squashed)):
            return position, 2
    return None
