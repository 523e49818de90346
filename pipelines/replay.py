"""The archive again, without a network: captures -> normalize -> parse -> store.

A for-loop over the same stages the crawl is built from. The slow middle runs in the Executor; the store stays here
and takes the results in the order of the archive, so the database does not depend on the number of workers.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.items import Capture, Failure, Outcome
from pipelines.parse import parser_version
from pipelines.processes.limits import Limits
from pipelines.processes.pool import GuardedExecutor, Lost
from pipelines.processes.reading import understand
from pipelines.processes.workers import executor
from pipelines.rows import capture_row
from pipelines.selection import Selection
from pipelines.store import WORK_FILE, Store, insert
from pipelines.warc import lock
from pipelines.warc.vault import Damaged, Missing, Vault

Content = tuple[Capture, ...]
"""The captures of one content, the earliest first: it is read once, with what the earliest says about it."""

_IN_FLIGHT = 4
"""Contents handed out for each worker; enough that none waits, few enough that bodies do not fill the memory."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a replay came to. Counts are of contents, `captures` of their sightings."""

    contents: int = 0
    captures: int = 0
    reports: int = 0
    others: dict[str, int] = field(default_factory=dict)
    """Documents that are no report, by kind."""
    failures: dict[str, int] = field(default_factory=dict)
    """Documents nothing could be read from, by reason."""

    @property
    def not_given(self) -> int:
        """Documents whose bytes the archive no longer has, or no longer as they were fetched."""
        return sum(self.failures.get(reason, 0) for reason in ("missing", "damaged"))


def replay(
    archive: Path,
    *,
    workers: int | None = None,
    only: Selection | None = None,
    regions: Mapping[str, str] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    told: Callable[[Capture, Outcome], None] = lambda capture, outcome: None,
) -> Summary:
    """Read the archive into `store.db`: all of it into a new one that then takes the place of the old, or `only`
    a selection into the one that is there. `regions` (site id to GB/T 2260 code) goes before what the archive knows
    of its sites; `told` hears of each content when it is stored.

    Raises `pipelines.warc.ledger.NoArchive`, `pipelines.warc.lock.Locked`, `pipelines.processes.workers.NoCluster`.
    """
    database = archive / WORK_FILE
    with Vault(archive) as vault, lock.hold(archive / "locks" / "store.lock", "replay"):
        road = _Road({**vault.ledger.regions(), **(regions or {})}, workers, limits, told)
        if only is None:
            aside = database.with_name(f"{WORK_FILE}.building")
            aside.unlink(missing_ok=True)
            remove_journal(aside)
            with Store(aside, parser=parser_version()) as store:
                summary = road.travel(vault, vault.ledger.contents(), store)
            # A journal left by a crash belongs to the old database and would be played into the new one.
            remove_journal(database)
            aside.replace(database)
            return summary
        with Store(database, parser=parser_version()) as store:
            _take_note_of_captures(vault, store)
            return road.travel(vault, only.choose(store, vault.ledger.contents()), store)


def remove_journal(database: Path) -> None:
    """Delete what SQLite keeps beside a database."""
    for suffix in ("-wal", "-shm"):
        database.with_name(f"{database.name}{suffix}").unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Road:
    regions: Mapping[str, str]
    workers: int | None
    limits: Limits
    told: Callable[[Capture, Outcome], None]

    def travel(self, vault: Vault, contents: Iterable[Content], store: Store) -> Summary:
        counts: Counter[str] = Counter()
        others: Counter[str] = Counter()
        failures: Counter[str] = Counter()
        with executor(self.workers, self.limits) as pool:
            for captures, outcome in self._outcomes(vault, pool, contents):
                for capture in captures:
                    store.put(capture, outcome)
                counts.update(contents=1, captures=len(captures))
                if isinstance(outcome, Failure):
                    failures[outcome.reason] += 1
                elif outcome.kind == "report":
                    counts["reports"] += 1
                else:
                    others[outcome.kind] += 1
                self.told(captures[0], outcome)
        return Summary(**counts, others=dict(sorted(others.items())), failures=dict(sorted(failures.items())))

    def _outcomes(
        self, vault: Vault, pool: GuardedExecutor, contents: Iterable[Content]
    ) -> Iterator[tuple[Content, Outcome]]:
        """What each content came to, in the order of `contents`, however the workers race."""
        waiting: deque[tuple[Content, Future[Outcome] | Failure]] = deque()
        for captures in contents:
            waiting.append((captures, self._hand_out(vault, pool, captures[0])))
            if len(waiting) >= _IN_FLIGHT * pool.width:
                yield _await(*waiting.popleft())
        while waiting:
            yield _await(*waiting.popleft())

    def _hand_out(self, vault: Vault, pool: Executor, capture: Capture) -> Future[Outcome] | Failure:
        try:
            body = vault.read(capture.sha256)
        except Missing as error:
            return Failure("missing", str(error))
        except Damaged as error:
            return Failure("damaged", str(error))
        return pool.submit(understand, capture, body, self.regions)


def _await(captures: Content, answer: Future[Outcome] | Failure) -> tuple[Content, Outcome]:
    if isinstance(answer, Failure):
        return captures, answer
    try:
        return captures, answer.result()
    except Lost as lost:
        return captures, Failure(lost.reason, lost.detail)


def _take_note_of_captures(vault: Vault, store: Store) -> None:
    """A content that is not read again may have been seen at new places, or be no longer current at an old one."""
    store.db.execute("begin immediate")
    try:
        insert(store.db, "captures", (capture_row(capture) for capture in vault.ledger.captures()))
    except BaseException:
        store.db.execute("rollback")
        raise
    store.db.execute("commit")
