"""Manners: pauses, Retry-After, windows, budgets, robots.txt. No clock but the one that is given."""

from __future__ import annotations

from datetime import datetime

import pytest

from gxcrawl.fetching import robots
from gxcrawl.fetching.manners import BEIJING, Budget, Window, pauses, retry_after, tomorrow

NOON = datetime(2025, 1, 13, 12, 0, tzinfo=BEIJING).timestamp()


def at(hour: int, day: int = 13) -> float:
    return datetime(2025, 1, day, hour, 0, tzinfo=BEIJING).timestamp()


def test_jitter_goes_both_ways_but_never_below_what_a_host_asked_for() -> None:
    shortest, longest = pauses(4.0, 0.5, lambda: 0.0), pauses(4.0, 0.5, lambda: 1.0)
    assert (shortest(None), longest(None)) == (2.0, 6.0)
    assert (shortest(10.0), longest(10.0)) == (10.0, 15.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("Mon, 13 Jan 2025 04:05:00 GMT", 300),
        ("Mon, 13 Jan 2025 03:00:00 GMT", 0),
        ("99999999", 24 * 3600),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_in_both_spellings(value: str, seconds: int | None) -> None:
    assert retry_after(value, NOON) == (None if seconds is None else NOON + seconds)


@pytest.mark.parametrize(
    ("window", "hour", "opens"),
    [
        (Window(), 12, at(12)),
        (Window(22, 6), 23, at(23)),
        (Window(22, 6), 5, at(5)),
        (Window(22, 6), 12, at(22)),
        (Window(1, 5), 12, at(1, 14)),
        (Window(1, 5), 0, at(1)),
    ],
)
def test_a_window_opens_over_midnight_too(window: Window, hour: int, opens: float) -> None:
    assert window.next_open(at(hour)) == opens


def test_tomorrow_begins_at_midnight_in_china() -> None:
    assert tomorrow(at(23)) == at(0, 14)


def test_a_budget_says_what_is_used_up() -> None:
    budget = Budget(requests=10, bytes=1000, minutes=5)
    assert budget.used_up(9, 999, 4.9) == ""
    assert budget.used_up(10, 0, 0) == "requests"
    assert budget.used_up(0, 1000, 0) == "bytes"
    assert budget.used_up(0, 0, 5) == "minutes"
    assert Budget().used_up(10**9, 10**12, 10**6) == ""


RULES = b"User-agent: *\nDisallow: /admin/\nCrawl-delay: 7\n"


@pytest.mark.parametrize(
    ("status", "body", "address", "refusal"),
    [
        (200, RULES, "/zwgk/", ""),
        (200, RULES, "/admin/x", "robots_denied"),
        (200, b"", "/zwgk/", ""),
        (200, b"<html>\xe9\xa6\x96\xe9\xa1\xb5</html>", "/zwgk/", "robots_unknown_html"),
        (404, b"<html>", "/admin/x", ""),
        (410, b"", "/admin/x", ""),
        (403, b"", "/zwgk/", "robots_unknown_status_403"),
        (503, b"", "/zwgk/", "robots_unknown_status_503"),
    ],
)
def test_what_is_not_known_to_be_allowed_is_not_asked_for(
    status: int, body: bytes, address: str, refusal: str
) -> None:
    assert robots.read(status, body).refusal(f"http://site.test{address}", "gxcrawl") == refusal


def test_a_crawl_delay_is_read_and_silence_is_no_permission() -> None:
    assert robots.read(200, RULES).delay("gxcrawl") == 7.0
    assert robots.silent("timeout").refusal("http://site.test/", "gxcrawl") == "robots_unknown_timeout"
