"""What is still to be asked for, on disk: leases and acknowledgements, and the manners of every host.

A request is queued, leased to a worker, and done only when everything it led to is on disk: its children in
this database, its bytes in the archive. A worker that dies takes nothing with it; its leases are free when
it, or the next one of its name, starts again. A round of a site ends when nothing of it is left; its next
one begins empty.

Manners are kept here and not in the downloader, so that two workers on one host are as polite as one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gxcrawl.fetching.reopening import DONE, LEASED, QUEUED, cleared, recovered


@dataclass(frozen=True, slots=True)
class Lease:
    """One request handed out. `attempts` counts how often it was handed out before."""

    id: int
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True)
class Queued:
    """One request to be written down. `lease` is set for one that comes back (a retry, a redirect)."""

    key: str
    site: str
    host: str
    priority: int
    body: bytes
    lease: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What a host has cost in this round."""

    requests: int
    bytes: int
    minutes: float


class Frontier:
    """One worker's view of the queue. `pause` gives the seconds to wait after a request to a host.

    `shape` is a number that changes with what stands in a request. A queue of another shape is emptied, and its sites are
    walked anew (`outdated`): what they had brought stands in the archive. When hosts may be asked again is kept.
    """

    def __init__(
        self,
        path: Path,
        worker: str,
        sites: Iterable[str],
        clock: Callable[[], float],
        pause: Callable[[float | None], float],
        concurrency: int = 1,
        shape: int = 0,
    ) -> None:
        self.worker = worker
        self.clock = clock
        self.pause = pause
        self.concurrency = concurrency
        self._met: set[str] = set()
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._connection.execute("pragma journal_mode = wal")
        # A commit may be lost with the power, never with the process; then a request is asked twice, and
        # nothing is lost.
        self._connection.execute("pragma synchronous = normal")
        self.outdated = cleared(self._connection, shape)
        self.resumed = recovered(self._connection, worker, tuple(sites), clock(), self.outdated)

    def close(self) -> None:
        self._connection.close()

    def commit(self, queued: Sequence[Queued], done: Sequence[int]) -> None:
        """Children and acknowledgements in one transaction: never a parent done whose children are lost."""
        with self._transaction():
            self._write(queued, done)

    def take(self, queued: Sequence[Queued] = (), done: Sequence[int] = ()) -> Lease | None:
        """The next request a host is ready for, or None. Hosts that waited longest come first.

        What has come up meanwhile is written down before, in the same transaction.
        """
        with self._transaction():
            self._write(queued, done)
            return self._lease(self.clock())

    def slow_down(self, host: str, delay: float) -> None:
        """A host wants this many seconds between requests; the longest wish counts."""
        self._meet(host)
        self._connection.execute(
            "update hosts set delay = max(coalesce(delay, 0), ?) where host = ?", (delay, host)
        )

    def postpone(self, host: str, until: float) -> None:
        """Nothing is asked of this host before `until`."""
        self._meet(host)
        self._connection.execute("update hosts set next_at = max(next_at, ?) where host = ?", (until, host))

    def asked(self, host: str) -> None:
        """Count a request that was never in the queue: one for robots.txt."""
        self._meet(host)
        self._connection.execute("update hosts set asked = asked + 1 where host = ?", (host,))

    def received(self, host: str, size: int) -> Spent:
        """Count the bytes of an answer, and tell what this host has cost in this round.

        The pause begins anew: a server that was slow to answer gets its rest after the answer.
        """
        self._meet(host)
        now = self.clock()
        rest = now + self.pause(None) if self.concurrency == 1 else 0.0
        row = self._connection.execute(
            "update hosts set bytes = bytes + ?, since = coalesce(since, ?),"
            " next_at = max(next_at, ?, ? + coalesce(delay, 0)) where host = ? returning asked, bytes, since",
            (size, now, rest, now, host),
        ).fetchone()
        return Spent(row[0], row[1], (now - row[2]) / 60)

    def waiting(self, until: float) -> int:
        """Queued requests of hosts that may be asked before `until`."""
        return int(
            self._connection.execute(
                "select coalesce(sum(ready), 0) from hosts where next_at <= ?", (until,)
            ).fetchone()[0]
        )

    def left(self) -> int:
        """Requests of this crawl that are not done."""
        return int(
            self._connection.execute(
                "select count(*) from requests where state in (?, ?)", (QUEUED, LEASED)
            ).fetchone()[0]
        )

    def began(self) -> dict[str, float]:
        """When the present round of each site began; a round that was interrupted began before this run."""
        return dict(self._connection.execute("select site, began from rounds"))

    def next_at(self) -> float | None:
        """When the next host with a queued request and a free place may be asked."""
        row = self._connection.execute(
            "select min(next_at) from hosts where ready > 0 and busy < ?", (self.concurrency,)
        ).fetchone()
        return None if row[0] is None else float(row[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        connection = self._connection
        connection.execute("begin immediate")
        try:
            yield
            connection.execute("commit")
        except BaseException:
            self._met.clear()  # hosts that were met in here are taken back, too
            if connection.in_transaction:  # SQLite itself rolls back on a full disk
                connection.execute("rollback")
            raise

    def _write(self, queued: Sequence[Queued], done: Sequence[int]) -> None:
        for request in queued:
            self._queue(request)
        for lease in done:
            self._done(lease)

    def _lease(self, now: float) -> Lease | None:
        found = self._connection.execute(
            "select host, delay from hosts where ready > 0 and busy < ? and next_at <= ? order by next_at limit 1",
            (self.concurrency, now),
        ).fetchone()
        if found is None:
            return None
        host, delay = found
        # The states are written out: SQLite plans a statement anew each time when it has to look at a value for the
        # index to use.
        (row,) = self._connection.execute(
            "update requests set state = 1, worker = ?, attempts = attempts + 1 where id = ("
            "select id from requests where host = ? and state = 0 order by priority desc, id limit 1)"
            " returning id, body, attempts - 1",
            (self.worker, host),
        )
        # A request is leased when it is sent, never in advance; the answer extends the pause.
        self._connection.execute(
            "update hosts set ready = ready - 1, busy = busy + 1, asked = asked + 1, next_at = ? where host = ?",
            (now + self.pause(delay), host),
        )
        return Lease(*row)

    def _queue(self, request: Queued) -> None:
        connection = self._connection
        self._meet(request.host)
        if request.lease is not None:
            self._release(request.lease)
            connection.execute(
                "update requests set state = ?, host = ?, priority = ?, body = ? where id = ?",
                (QUEUED, request.host, request.priority, request.body, request.lease),
            )
            new = 1
        else:
            new = connection.execute(
                "insert or ignore into requests (key, site, host, priority, body) values (?, ?, ?, ?, ?)",
                (request.key, request.site, request.host, request.priority, request.body),
            ).rowcount
        connection.execute("update hosts set ready = ready + ? where host = ?", (new, request.host))

    def _done(self, lease: int) -> None:
        self._release(lease)
        self._connection.execute("update requests set state = ?, body = null where id = ?", (DONE, lease))

    def _release(self, lease: int) -> None:
        self._connection.execute(
            "update hosts set busy = busy - 1"
            " where host = (select host from requests where id = ? and state = 1)",
            (lease,),
        )

    def _meet(self, host: str) -> None:
        if host not in self._met:
            self._connection.execute("insert or ignore into hosts (host) values (?)", (host,))
            self._met.add(host)
