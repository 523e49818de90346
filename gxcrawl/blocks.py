"""What the values of a site block may be: each rule answers with what is wrong, or with nothing.

A value that is only found to be wrong while a crawl is under way costs its site a night.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from gxcrawl import families
from gxcrawl.families import jpage

Rule = Callable[[Any], str]

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
HUMAN = re.compile(r"strict|human: .+, \d{4}-\d\d-\d\d")
BUDGET = ("requests", "bytes", "minutes")
YEARS = range(2008, 2100)
SELECTORS = frozenset({"row", "next", "current"})
PATTERNS = frozenset({*families.COMMON, "branch", "twig"})
TOTALS = frozenset({"pages", "records"})


def host(value: str) -> str:
    return "" if HOST.fullmatch(value) else f"{value!r} is no host name in small letters"


def siblings(value: list[Any]) -> str:
    return _first(host(one) if isinstance(one, str) else f"{one!r} is no host name" for one in value)


def verified(value: str) -> str:
    return (
        ""
        if value == "none" or _is_day(value)
        else f"{value!r} is neither none nor a date such as 2025-01-31"
    )


def delay(value: float) -> str:
    return "" if value >= 0 else f"{value} is less than 0 seconds"


def window(value: list[Any]) -> str:
    is_hours = len(value) == 2 and all(_is_whole(hour) and 0 <= hour <= 24 for hour in value)
    return "" if is_hours and value[0] != value[1] else f"{value} is not two hours of the day such as [22, 6]"


def budget(value: Mapping[str, Any]) -> str:
    unknown = sorted(set(value) - set(BUDGET))
    if unknown:
        return f"{unknown[0]} is none of {', '.join(BUDGET)}"
    odd = {name: limit for name, limit in value.items() if not _is_number(limit) or limit < 0}
    return _first(f"{name} = {limit!r} is no number from 0" for name, limit in odd.items())


def robots(value: str) -> str:
    return "" if HUMAN.fullmatch(value) else f"{value!r} is neither strict nor 'human: who, 2025-01-31'"


def pin(value: str) -> str:
    is_digest = re.fullmatch(r"[0-9a-f]{64}", value)
    return "" if is_digest else "is not the SHA-256 of a certificate in 64 small hexadecimal digits"


def day(value: str) -> str:
    return "" if _is_day(value) else f"{value!r} is no date such as 2025-01-31"


def agencies(value: list[Any]) -> str:
    return _first(f"{one!r} is no name" for one in value if not isinstance(one, str) or not one)


def years(value: list[Any]) -> str:
    return _first(f"{one!r} is no year" for one in value if not _is_whole(one) or one not in YEARS)


SITE: Mapping[str, Rule] = {"host": host, "siblings": siblings, "live_verified": verified}
ACCESS: Mapping[str, Rule] = {"delay": delay, "window": window, "budget": budget, "robots": robots}
TLS: Mapping[str, Rule] = {"pin": pin, "on": day}
CHANNEL: Mapping[str, Rule] = {"agencies": agencies, "years": years}


def option(family: str, name: str, value: Any) -> str:
    """What is wrong with an option of a channel, by its name and by the default the family has for it."""
    default = families.options(family)[name]
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else f"{value!r} is neither true nor false"
    if isinstance(default, int):
        return "" if _is_whole(value) and value >= 0 else f"{value!r} is no whole number from 0"
    if not isinstance(value, str) and not _is_whole(value):
        return f"{value!r} is no text"
    text = str(value)
    if name == "leaf" and (text not in families.names() or text == "tree"):
        return f"{text!r} is no family of lists; two levels are written with `twig`"
    if name == "mode" and text not in jpage.MODES:
        return f"{text!r} is none of {', '.join(mode for mode in jpage.MODES if mode)}"
    if name in SELECTORS:
        return _selector(text)
    return _pattern(text, groups=name in TOTALS) if name in PATTERNS | TOTALS else ""


def _selector(text: str) -> str:
    try:
        LexborHTMLParser("<p>").css(text) if text else ()
    except SelectolaxError:
        return f"{text!r} is no CSS selector"
    return ""


def _pattern(text: str, *, groups: bool) -> str:
    try:
        compiled = re.compile(text)
    except re.error as error:
        return f"{text!r} is no regular expression: {error}"
    return (
        f"{text!r} has no group (\\d+) around the number" if groups and text and not compiled.groups else ""
    )


def _first(problems: Iterable[str]) -> str:
    return next((problem for problem in problems if problem), "")


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
