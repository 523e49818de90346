"""The WARC files of one run and one worker, one after the other; each record with its rows, or neither.

A disk syncs ten records in about the time of one. So records are written as they come, and while it syncs some, the next
gather; then these share one sync, and one transaction of the ledger behind it. Nothing is promised to anybody before that.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.warc import records
from pipelines.warc.ledger import Ledger
from pipelines.warc.members import Pieces, member, size_of
from pipelines.warc.sightings import Standing, close_file, index_file
from pipelines.warc.warcfile import WarcFile

Rows = Callable[[sqlite3.Connection, Standing], None]
"""Writes what the ledger says of a record, given where it stands."""

_REFUSALS = (OSError, sqlite3.Error)
"""What a disk or the ledger may say instead of taking something."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Packed records on their way to the disk, which stand and fall together, and what the ledger will say of the last."""

    members: Sequence[Pieces]
    where: Standing
    rows: Rows
    about: Collection[str] = ()
    """Addresses and digests of which the ledger cannot tell everything yet."""
    kept: Future[Standing] = field(default_factory=Future)
    """Done when it is on disk and in the ledger, or cannot be (`NoSpace`), and then nothing of it is there."""

    def placed(self, file: WarcFile, start: int) -> Standing:
        return replace(self.where, file=file.path.name, offset=start, length=size_of(self.members[-1]))


@dataclass(frozen=True, slots=True)
class _Sent:
    """`starts` are the places of all its members, once they are written."""

    waiting: Waiting
    starts: Future[list[int]]


@dataclass(frozen=True, slots=True)
class _Batch:
    """What shares a sync."""

    parts: Sequence[_Sent]
    synced: Future[None]


class WarcSeries:
    """Opens a file when there is something to put into it. `about` is what the warcinfo record of each file says:
    `run`, `worker` and whatever else is known of the run."""

    def __init__(
        self, folder: Path, ledger: Ledger, about: Mapping[str, str], *, roll_at: int, durable: bool
    ) -> None:
        self._folder = folder
        self._ledger = ledger
        self._about = {"format": "WARC File Format 1.1", **about}
        self._roll_at = roll_at
        self._durable = durable
        self._serial = 0
        self._file: WarcFile | None = None
        self._kept = 0
        self._sent: list[_Sent] = []
        self._batch: _Batch | None = None
        self._writing = ThreadPoolExecutor(1, "write")
        self._syncing = ThreadPoolExecutor(1, "sync")

    @property
    def is_open(self) -> bool:
        return self._file is not None

    def keep(self, members: Sequence[Pieces], where: Standing, rows: Rows) -> Standing:
        """Records to the file and rows to the ledger, now. The place returned is that of the last record."""
        waiting = self.add(Waiting(members, where, rows))
        self.settle()
        return waiting.kept.result()

    def add(self, waiting: Waiting) -> Waiting:
        """Have it written; `settle` or `settled` sees that it stays."""
        try:
            file = self._ready()
        except _REFUSALS as error:
            waiting.kept.set_exception(error)
        else:
            self._sent.append(_Sent(waiting, self._writing.submit(file.write, waiting.members)))
        return waiting

    def settle(self) -> None:
        """Bring all that is on its way to an end, good or bad: `kept` is done."""
        self._land()
        if self._sent:
            self._depart()
            self._land()

    def settle_about(self, names: Collection[str]) -> None:
        """Settle when something about one of these is on its way: what the ledger is asked next, it must know."""
        if any(name in sent.waiting.about for sent in self._on_their_way() for name in names):
            self.settle()

    async def settled(self, waiting: Waiting) -> Standing:
        """Where it stands, when it is kept. What others add meanwhile is synced together next. Raises `NoSpace`."""
        while not waiting.kept.done():
            if not self._batch:
                self._depart()
            else:
                batch = self._batch
                with suppress(*_REFUSALS):  # `_land` hears of them too, and tells everybody
                    await asyncio.shield(asyncio.wrap_future(batch.synced))
                if self._batch is batch:  # else another who waited has been here, or one who could not wait
                    self._land()
        return waiting.kept.result()

    def close(self) -> None:
        """Seal the file that is open, if one is."""
        self.settle()
        self._seal()
        self._writing.shutdown()
        self._syncing.shutdown()

    def _on_their_way(self) -> list[_Sent]:
        return [*(self._batch.parts if self._batch else ()), *self._sent]

    def _depart(self) -> None:
        """Sync all that was sent; it is no more on its way when it has landed."""
        assert self._file, "what was sent went to a file"
        parts, self._sent = self._sent, []
        self._batch = _Batch(parts, self._syncing.submit(_sync, self._file, [sent.starts for sent in parts]))

    def _land(self) -> None:
        """Take what is on disk into the ledger."""
        if self._batch is None:
            return
        try:
            self._batch.synced.result()
            self._enter([sent for sent in self._batch.parts if not _refused(sent)])
        except _REFUSALS as error:
            self._take_back(error)
        self._batch = None

    def _enter(self, parts: Sequence[_Sent]) -> None:
        file = self._file
        assert file, "what is on disk is in a file"
        places = [sent.waiting.placed(file, sent.starts.result()[-1]) for sent in parts]

        def work(connection: sqlite3.Connection) -> None:
            for sent, where in zip(parts, places, strict=True):
                sent.waiting.rows(connection, where)

        self._ledger.write(work)
        for sent, where in zip(parts, places, strict=True):
            self._kept = where.offset + where.length
            sent.waiting.kept.set_result(where)

    def _take_back(self, error: OSError | sqlite3.Error) -> None:
        """What the disk or the ledger cannot keep leaves the file again, and all that was written behind it."""
        assert self._file, "what is taken back was in a file"
        refused, self._sent = self._on_their_way(), []
        self._writing.submit(self._file.take_back, self._kept).result()
        for sent in refused:
            if not sent.waiting.kept.done():
                sent.waiting.kept.set_exception(error)

    def _ready(self) -> WarcFile:
        if self._file and self._file.size >= self._roll_at:
            self.settle()
            self._seal()
        if self._file is None:
            self._file = self._open()
            self._kept = self._file.size
        return self._file

    def _seal(self) -> None:
        if self._file:
            file, self._file = self._file, None
            size, digest = file.size, file.close()
            self._ledger.write(lambda connection: close_file(connection, file.path.name, size, digest))

    def _open(self) -> WarcFile:
        run, worker = self._about["run"], self._about["worker"]
        name = f"gx-{run}-{worker}-{self._serial:05d}.warc.gz"
        file = WarcFile(self._folder / name, durable=self._durable)
        self._serial += 1
        try:
            file.write([member(records.warcinfo(name, self._about["started-at"], self._about))])
            file.sync()
            self._ledger.write(lambda connection: index_file(connection, name, run, worker))
        except BaseException:
            file.discard()
            raise
        return file


def _sync(file: WarcFile, written: Sequence[Future[list[int]]]) -> None:
    wait(written)
    file.sync()


def _refused(sent: _Sent) -> bool:
    """Whether it could not be written; who waits for it is told why."""
    error = sent.starts.exception()
    if error:
        sent.waiting.kept.set_exception(error)
    return error is not None
