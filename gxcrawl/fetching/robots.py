"""robots.txt, read strictly: what is not known to be allowed is not asked for.

404 and 410 mean that there are no rules; 200 with rules is obeyed. A refusal, a failing server, no answer,
or a page of HTML in its place mean that nobody knows, and the host is left alone until a person decides
(`robots = "human: who, 2025-01-31"` in the site block). RFC 9309 would allow more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from protego import Protego

NO_RULES = (404, 410)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host says about robots. `delay` in seconds, when it names one."""

    state: Literal["rules", "none", "unknown"]
    reason: str = ""
    parsed: Protego | None = None

    def refusal(self, url: str, agent: str) -> str:
        """Why an address must not be asked for: `robots_denied`, `robots_unknown_…`, or empty."""
        if self.state == "unknown":
            return f"robots_unknown_{self.reason}"
        return "" if self.parsed is None or self.parsed.can_fetch(url, agent) else "robots_denied"

    def delay(self, agent: str) -> float | None:
        return self.parsed.crawl_delay(agent) if self.parsed else None


def read(status: int, body: bytes) -> Rules:
    """The rules in an answer for robots.txt."""
    if status in NO_RULES:
        return Rules("none")
    if status != 200:
        return Rules("unknown", f"status_{status}")
    if body.lstrip()[:1] == b"<":
        return Rules("unknown", "html")
    return Rules("rules", parsed=Protego.parse(body.decode("utf-8", "replace")))


def silent(reason: str) -> Rules:
    """No answer at all."""
    return Rules("unknown", reason)
