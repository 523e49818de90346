"""What a run signs with: the time, its own name, and the software that made it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def run_id(moment: datetime) -> str:
    """Sorts by time, to the millisecond; the random tail keeps runs of several machines apart."""
    return f"{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03}Z-{secrets.token_hex(2)}"


@cache
def software() -> str:
    return f"gxcrawl/{version('gxcrawl')}"
