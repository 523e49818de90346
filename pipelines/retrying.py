"""Second tries where Scrapy's retry does not reach: a busy database, a copy to a store that hiccups.

Requests are retried by Scrapy (one place, with statistics). These are for code outside the event loop only:
a `retry` that waits inside a pipeline would stop the whole crawl.
"""

from __future__ import annotations

import sqlite3

from tenacity import (
    retry,
    retry_if_exception,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)


def _busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and ("locked" in str(error) or "busy" in str(error))


when_database_is_busy = retry(
    retry=retry_if_exception(_busy),
    stop=stop_after_attempt(8),
    wait=wait_random_exponential(multiplier=0.02, max=2),
    reraise=True,
)
"""For one whole transaction: SQLite's own timeout does not help a transaction that has already read."""

when_the_target_hiccups = retry(
    retry=retry_if_exception_type((OSError, TimeoutError)),
    stop=stop_after_attempt(4),
    wait=wait_random_exponential(multiplier=0.5, max=20),
    reraise=True,
)
"""For one file on its way to a second copy; the copy is idempotent, so a repeated upload does no harm."""
