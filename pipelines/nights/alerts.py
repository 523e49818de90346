"""What of the state of an archive is worth a message. Thresholds and rules are data (`alerts.toml`); all here is pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.nights.alert_settings import Settings, Thresholds

GIB = 1 << 30
_NAMED = 5
"""Reasons an alert spells out; a broken build may have thousands."""


@dataclass(frozen=True, slots=True)
class Source:
    """A channel: how its latest walk ended (UTC), and when it was last read whole; empty when it never was."""

    site: str
    channel: str
    state: str
    detail: str
    at: str
    complete_at: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that alerts are drawn from. `night` and `refusals` are empty when there is nothing to say."""

    now: str
    sources: Sequence[Source] = ()
    night_at: str = ""
    """When the last night ended, well or not; empty when none ever did."""
    began_at: str = ""
    """When the archive began, for sources and nights that never were."""
    refusals: Sequence[str] = ()
    """Why the latest build was refused; empty when it was published."""
    audit: Mapping[str, Any] | None = None
    free: int | None = None
    """Bytes free where the archive is."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One message, in both languages. The same `kind` and `subject` is the same alert, night after night."""

    kind: str
    subject: str
    zh: str
    en: str

    @property
    def key(self) -> str:
        return f"{self.kind} {self.subject}".strip()


def alerts(facts: Facts, settings: Settings) -> tuple[Alert, ...]:
    """Everything that is worth a message now, what concerns all sources first."""
    return (*_about_the_archive(facts, settings.thresholds), *_about_sources(facts, settings))


def due(found: Iterable[Alert], sent: Mapping[str, str], now: str, days: float) -> tuple[Alert, ...]:
    """Those that were not sent, or so long ago that they are sent again. `sent`: key -> UTC time."""
    return tuple(alert for alert in found if alert.key not in sent or older(sent[alert.key], now, days=days))


def older(then: str, now: str, *, days: float = 0, hours: float = 0) -> bool:
    """Whether `then` is longer ago than that. Times are UTC, ISO 8601 with Z."""
    return _moment(now) - _moment(then) > timedelta(days=days, hours=hours)


def _about_the_archive(facts: Facts, limits: Thresholds) -> Iterator[Alert]:
    if facts.refusals:
        more = f" … ({len(facts.refusals)})" if len(facts.refusals) > _NAMED else ""
        reasons = "; ".join(facts.refusals[:_NAMED]) + more
        yield Alert(
            "gate_refused", "", f"新版本未通过发布检查：{reasons}", f"the gate refused the build: {reasons}"
        )
    if facts.audit and facts.audit["result"] != "sound":
        hurt = facts.audit["hurt"]
        yield Alert(
            "fixity",
            "",
            f"存档损坏，涉及 {hurt} 个抓取件",
            f"the archive is damaged, {hurt} captures are hurt",
        )
    if facts.free is not None and facts.free < limits.disk_low_gib * GIB:
        free = f"{facts.free / GIB:.1f} GiB"
        yield Alert("disk_low", "", f"磁盘空间不足：剩余 {free}", f"the disk is nearly full: {free} are free")
    last = facts.night_at or facts.began_at
    if last and older(last, facts.now, hours=limits.no_run_hours):
        yield Alert("no_run", "", f"自 {last} 起没有完成过运行", f"no night has ended since {last}")


def _about_sources(facts: Facts, settings: Settings) -> Iterator[Alert]:
    for source in facts.sources:
        name = f"{source.site}/{source.channel}"
        told = f"{source.state}: {source.detail}"
        rule = next((rule for rule in settings.rules if re.search(rule.detail, told)), None)
        if rule:
            yield Alert(rule.kind, name, f"{name} {rule.zh}（{told}）", f"{name} {rule.en} ({told})")
        last = source.complete_at or facts.began_at
        if last and older(last, facts.now, days=settings.thresholds.silent_days):
            yield Alert(
                "silent", name, f"{name} 自 {last} 起没有读全过", f"{name} was last read whole at {last}"
            )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
