"""Chinese full-text search with plain FTS5: overlapping pairs of characters in the index, phrases in the query.

政府信息 is indexed as 政府 府信 信息 息; the query 府信 is the phrase "府信". Punctuation ends a run, so 恢复。议定 does
not answer 复议. Words of two characters, which trigram indexes cannot find, are found; nothing else is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from operator import add

from opencc import OpenCC

_RUN = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[a-z0-9]+(?:[._][a-z0-9]+)*"
)


def fold(text: str) -> str:
    """The spelling that is searched: NFKC, lower case, simplified characters."""
    return str(_simplifier().convert(unicodedata.normalize("NFKC", text).lower()))


def fold_in_place(text: str) -> str:
    """`fold`, but every character keeps its position: what it would turn into several stays as it is."""
    spelt = (unicodedata.normalize("NFKC", character).lower() for character in text)
    same = "".join(new if len(new) == 1 else old for new, old in zip(spelt, text, strict=True))
    simple = str(_simplifier().convert(same))
    return simple if len(simple) == len(text) else same


def tokens(text: str) -> str:
    """What the index holds of `text`: pairs and last characters of Chinese runs, other words as they are."""
    return " ".join(token for run in _RUN.findall(fold(text)) for token in _index_tokens(run))


def match(query: str) -> str:
    """An FTS5 expression for what a person typed; never a syntax error, `""` when nothing can be searched.

    Each part between white space is one phrase; all must occur. A single character at the end stands for any
    word it begins.
    """
    phrases = (_phrase(_RUN.findall(part)) for part in fold(query).split())
    return " AND ".join(phrase for phrase in phrases if phrase) or '""'


def words(query: str) -> list[str]:
    """The parts of a query that are highlighted in results, the longest first."""
    runs = (run for part in fold(query).split() for run in _RUN.findall(part))
    return sorted(set(runs), key=lambda run: (-len(run), run))


def excerpt(text: str, query: str, width: int = 90) -> str:
    """About `width` characters of `text` around the first hit; from the beginning when nothing hits."""
    folded = fold_in_place(text)
    hits = [place for place in (folded.find(word) for word in words(query)) if place >= 0]
    start = max(0, min(hits, default=0) - width // 3)
    end = min(len(text), start + width)
    piece = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}"


def _index_tokens(run: str) -> list[str]:
    return [*_pairs(run), run[-1]] if _chinese(run) else [run]


def _phrase(runs: list[str]) -> str:
    if not runs:
        return ""
    *front, last = runs
    tokens_ = [token for run in front for token in _index_tokens(run)]
    tokens_ += (_pairs(last) or [last]) if _chinese(last) else [last]
    prefix = " *" if _chinese(last) and len(last) == 1 else ""
    return f'"{" ".join(tokens_)}"{prefix}'


def _pairs(run: str) -> list[str]:
    return list(map(add, run, run[1:]))


def _chinese(run: str) -> bool:
    return run[0] >= "\u3400"


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
