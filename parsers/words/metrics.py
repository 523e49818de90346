"""The controlled vocabulary of narrative facts, from `vocabulary/metrics.toml`, and how the words around a number match it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

_QUOTED = re.compile(r"“[^“”]*”")
_HALF_WIDTH = str.maketrans("，；：", ",;:")
DOCUMENT_PARTS = {
    **dict.fromkeys(
        ("出台", "新出台", "制发", "制定", "新制定", "印发", "新印发", "新发布", "新增"), "本年制发"
    ),
    "废止": "本年废止",
    **dict.fromkeys(("失效", "宣布失效"), "失效"),
    **dict.fromkeys(("现行有效", "继续有效", "有效"), "现行有效"),
}
"""Verbs of normative documents -> the column of the statutory table they fill."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing a narrative may count; the fields are explained at the head of the vocabulary."""

    id: str
    label_en: str
    family: str
    units: frozenset[str] = frozenset()
    keys: tuple[str, ...] = ()
    before: re.Pattern[str] | None = None
    around: tuple[re.Pattern[str], re.Pattern[str]] | None = None
    rate: re.Pattern[str] | None = None
    zero: re.Pattern[str] | None = None
    verbs: re.Pattern[str] | None = None
    bare: bool = False
    only_bare: bool = False
    zero_unit: str = ""
    needs: re.Pattern[str] | None = None
    channel: str = ""
    basis: str = "year"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result of requests or disputes, the part of the metric `of` behind the colon. Its pattern captures nothing."""

    of: str
    id: str
    label_en: str
    pattern: re.Pattern[str]


class Match(NamedTuple):
    """A metric with its part, and how many characters behind the unit belong to it."""

    metric: Metric
    part: str = ""
    used: int = 0
    start: int = 0
    """Where in the words before the number the metric begins."""

    @property
    def name(self) -> str:
        return f"{self.metric.id}:{self.part}" if self.part else self.metric.id


@cache
def _file() -> Mapping[str, Any]:
    text = files("parsers.words.vocabulary").joinpath("metrics.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def metrics() -> Mapping[str, Metric]:
    """By id, in the order they are tried."""
    return {entry["id"]: _metric(entry) for entry in _file()["metric"]}


def _metric(entry: Mapping[str, Any]) -> Metric:
    around = entry.get("around")
    return Metric(
        entry["id"],
        entry["label_en"],
        entry["family"],
        frozenset("" if unit == "-" else unit for unit in entry.get("units", "").split()),
        tuple(entry.get("key", "").split()),
        _compiled(entry.get("before"), "(?:{})$"),
        (_pattern(f"(?:{around[0]})$"), _pattern(around[1])) if around else None,
        _compiled(entry.get("rate")),
        _compiled(entry.get("zero")),
        _compiled(entry.get("verbs")),
        entry.get("bare", False),
        entry.get("only_bare", False),
        entry.get("zero_unit", ""),
        _compiled(entry.get("needs")),
        entry.get("channel", ""),
        entry.get("basis", "year"),
    )


def _compiled(source: str | None, frame: str = "{}") -> re.Pattern[str] | None:
    return _pattern(frame.replace("{}", source)) if source else None


def _pattern(source: str) -> re.Pattern[str]:
    """The vocabulary is written in Chinese punctuation, the text it meets has been made half-width."""
    return re.compile(source.translate(_HALF_WIDTH))


@cache
def outcomes() -> tuple[Outcome, ...]:
    return tuple(
        Outcome(entry["of"], entry["id"], entry["label_en"], _pattern(entry["pattern"]))
        for entry in _file()["outcome"]
    )


@cache
def rates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["id"], _pattern(f"(?:{entry['pattern']})$")) for entry in _file()["rate"])


@cache
def _by_unit() -> Mapping[str, tuple[Metric, ...]]:
    counted = [metric for metric in metrics().values() if metric.before or metric.around]
    units = {unit for metric in counted for unit in metric.units}
    return {unit: tuple(metric for metric in counted if unit in metric.units) for unit in units}


def match(before: str, after: str, unit: str, *contexts: str) -> Match | None:
    """The metric the words right before and after a number with this unit say, if they do.

    `contexts` are the sentence and its heading, for metrics that need to be about 信息公开.
    """
    around = before + after
    seen = (_QUOTED.sub(_veiled, before), _QUOTED.sub(_veiled, after)) if "“" in around else (before, after)
    for metric in _by_unit().get(unit, ()):
        for key in metric.keys:
            if key in around:
                break
        else:
            continue
        found = _match(metric, seen, (before, after))
        if found is not None and (metric.needs is None or any(metric.needs.search(one) for one in contexts)):
            return found
    return None


def _veiled(quoted: re.Match[str]) -> str:
    """A quoted name keeps its length and its quotes; the verbs and nouns within it say nothing about the number."""
    return "“" + "□" * (len(quoted[0]) - 2) + "”"


def _match(metric: Metric, seen: tuple[str, str], printed: tuple[str, str]) -> Match | None:
    """The metric in the words before and after a number as `seen`; its part as `printed`."""
    if metric.before is not None and (found := metric.before.search(seen[0])) is not None:
        return Match(metric, _part(metric, found, printed[0]), start=found.start())
    if metric.around is not None:
        front, behind = metric.around
        if (noun := behind.match(seen[1])) is not None and (verb := front.search(seen[0])) is not None:
            part = _part(metric, verb, printed[0]) or _part(metric, noun, printed[1])
            return Match(metric, part, noun.end(), verb.start())
    return None


def _part(metric: Metric, found: re.Match[str], printed: str) -> str:
    group = next((name for name in ("part", "part2") if found.groupdict().get(name)), "")
    part = printed[found.start(group) : found.end(group)] if group else ""
    return DOCUMENT_PARTS.get(part, part) if metric.family == "documents" else part


@cache
def _outcomes_of(of: str, prefix: str) -> tuple[tuple[Outcome, ...], re.Pattern[str]]:
    """The outcomes of one metric and one pattern for all of them, a group each."""
    known = tuple(one for one in outcomes() if one.of == of and one.id.startswith(prefix))
    return known, re.compile("|".join(f"({one.pattern.pattern})" for one in known) or "(?!)")


@lru_cache(maxsize=8192)
def outcome(label: str, of: str, prefix: str = "") -> Outcome | None:
    """The outcome a label names in full; `prefix` narrows to those below one (不予公开:)."""
    known, pattern = _outcomes_of(of, prefix)
    found = pattern.fullmatch(label)
    return known[found.lastindex - 1] if found is not None and found.lastindex is not None else None


@cache
def _any_outcome() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one.pattern.pattern})" for one in outcomes()))


def is_outcome(words: str) -> bool:
    """Whether words say nothing but what became of requests or disputes (予以公开, 维持)."""
    return _any_outcome().fullmatch(words) is not None


def family_of(name: str) -> str:
    """The family of a metric by its name, with or without a part; empty for a rate."""
    metric = metrics().get(name.partition(":")[0])
    return metric.family if metric is not None else ""


def label_en(metric: str) -> str:
    """The English label of a metric, with its part: Items published: 政务信息."""
    head, _, part = metric.partition(":")
    entry = metrics().get(head)
    label = (
        entry.label_en
        if entry
        else next((one["label_en"] for one in _file()["rate"] if one["id"] == head), head)
    )
    if not part:
        return label
    known = next((one.label_en for one in outcomes() if one.of == head and one.id == part), part)
    return f"{label}: {known}"
