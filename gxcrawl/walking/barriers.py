"""What stands in front of a page: firewalls, captchas, script shells, soft errors. Recognised, reported,
left alone.

The marks are data (`barriers.toml`), with the month in which each was last described, because they age.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipelines.items import Headers

HEAD = 64 * 1024
LINK = re.compile(rb"<a\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to recognise a barrier; empty conditions do not count."""

    verdict: str
    name: str
    seen: str
    known: bool = False
    status: tuple[int, ...] = ()
    headers: tuple[re.Pattern[str], ...] = ()
    body: tuple[re.Pattern[str], ...] = ()
    smaller: int = 0
    links: int | None = None


@dataclass(frozen=True, slots=True)
class Barrier:
    """A verdict and the evidence for it: status, size and digest of the body, and the mark that was found."""

    verdict: str
    evidence: str

    def __str__(self) -> str:
        return f"{self.verdict}: {self.evidence}"


def judge(status: int, headers: Headers, body: bytes) -> Barrier | None:
    """The barrier an answer is, or None. A title that says 403 over a page full of links is none."""
    head = body[:HEAD]
    text = head.decode("utf-8", "replace")
    if "�" in text[:-1]:
        text = head.decode("gb18030", "replace")
    lines = "\n".join(f"{name}: {value}" for name, value in headers)
    for rule in rules():
        mark = _mark(rule, status, lines, text, body)
        if mark is not None:
            return Barrier(rule.verdict, _evidence(status, body, mark))
    return None


def _mark(rule: Rule, status: int, lines: str, text: str, body: bytes) -> str | None:
    """What was found, empty when the status alone decides; None when the rule does not hold."""
    if rule.status and status not in rule.status:
        return None
    if rule.smaller and len(body) >= rule.smaller:
        return None
    if rule.links is not None and len(LINK.findall(body[:HEAD])) > rule.links:
        return None
    mark = ""
    for patterns, where in ((rule.headers, lines), (rule.body, text)):
        if patterns:
            found = next((match for pattern in patterns if (match := pattern.search(where))), None)
            if found is None:
                return None
            mark = mark or found[0][:40]
    return mark


def _evidence(status: int, body: bytes, mark: str) -> str:
    digest = hashlib.sha256(body).hexdigest()[:12]
    return f"status {status}, {len(body)} bytes, sha256 {digest}" + (f", {mark!r}" if mark else "")


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of `barriers.toml`, in their order."""
    text = files(__package__).joinpath("barriers.toml").read_text(encoding="utf-8")
    return tuple(_rule(dict(block)) for block in tomllib.loads(text)["rule"])


def _rule(block: dict[str, object]) -> Rule:
    patterns = {
        name: tuple(re.compile(str(mark), re.IGNORECASE | re.DOTALL) for mark in _list(block.pop(name, [])))
        for name in ("headers", "body")
    }
    status = tuple(int(str(number)) for number in _list(block.pop("status", [])))
    return Rule(status=status, **patterns, **block)  # type: ignore[arg-type]  # a key we do not know is a TypeError


def _list(value: object) -> list[object]:
    assert isinstance(value, list), f"barriers.toml: {value!r} should be a list"
    return value
