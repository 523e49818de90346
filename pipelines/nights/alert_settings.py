"""What is worth a message, and to whom: `alerts.toml` and the file an operator puts over it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

DEFAULT = Path(__file__).with_name("alerts.toml")


class BadAlerts(Exception):
    """The file cannot be used; nothing was started."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of `alerts.toml`; none has a default but there."""

    silent_days: float
    no_run_hours: float
    disk_low_gib: float
    verify_days: float
    repeat_days: float


@dataclass(frozen=True, slots=True)
class Rule:
    """Names the alert of a source whose latest walk ended in a way `detail` matches."""

    kind: str
    detail: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail account alerts are sent from, and who gets them."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address alerts are posted to, as JSON."""

    url: str


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole `alerts.toml`."""

    thresholds: Thresholds
    rules: tuple[Rule, ...]
    mail: Mail | None = None
    webhook: Webhook | None = None


def load(path: Path | None = None) -> Settings:
    """The settings that come with the program, with those of a file over them. Raises `BadAlerts`."""
    values = _read(DEFAULT)
    if path:
        own = _read(path)
        thresholds = values["thresholds"] | own.get("thresholds", {})
        values = values | own | {"thresholds": thresholds}
    source = path or DEFAULT
    return Settings(
        thresholds=_made(Thresholds, values["thresholds"], f"{source}: thresholds"),
        rules=tuple(_made(Rule, rule, f"{source}: source") for rule in values["source"]),
        mail=_made(Mail, values["mail"], f"{source}: mail") if "mail" in values else None,
        webhook=_made(Webhook, values["webhook"], f"{source}: webhook") if "webhook" in values else None,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadAlerts(f"{path}: {error}") from error
    if unknown := sorted(values.keys() - {"thresholds", "source", "mail", "webhook"}):
        raise BadAlerts(f"{path}: unknown {', '.join(unknown)}")
    return values


def _made(kind: type[Any], values: Mapping[str, Any], where: str) -> Any:
    known = {field.name: field for field in fields(kind)}
    if unknown := sorted(values.keys() - known.keys()):
        raise BadAlerts(f"{where}: unknown {', '.join(unknown)}; known are {', '.join(known)}")
    try:
        made = kind(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        )
    except TypeError as error:
        raise BadAlerts(f"{where}: {str(error).partition(') ')[2]}") from error
    if kind is Thresholds and (
        wrong := sorted(n for n, value in values.items() if type(value) not in (int, float))
    ):
        raise BadAlerts(f"{where}: not a number: {', '.join(wrong)}")
    if kind is Rule:
        _compile(made, where)
    return made


def _compile(rule: Rule, where: str) -> None:
    try:
        re.compile(rule.detail)
    except re.error as error:
        raise BadAlerts(f"{where} {rule.kind}: {error}") from error
