"""The WARC files of one run and one worker, one after the other; each record with its rows, or neither.

A disk takes about as long for ten records as for one. So records wait until it is free; then all that wait go to it
together, with one sync and one transaction of the ledger behind it. Nothing is promised to anybody before that.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
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
class _Batch:
    """All that went to the disk together. `starts` are the places of all its members, once they are on disk."""

    file: WarcFile
    begins: int
    parts: Sequence[Waiting]
    starts: Future[list[int]]


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
        self._waiting: list[Waiting] = []
        self._batch: _Batch | None = None
        self._disk = ThreadPoolExecutor(1, "archive")

    @property
    def is_open(self) -> bool:
        return self._file is not None

    def keep(self, members: Sequence[Pieces], where: Standing, rows: Rows) -> Standing:
        """Records to the file and rows to the ledger, now. The place returned is that of the last record."""
        waiting = self.add(Waiting(members, where, rows))
        self.settle()
        return waiting.kept.result()

    def add(self, waiting: Waiting) -> Waiting:
        """Line up for the disk; `settle` or `settled` takes it there."""
        self._waiting.append(waiting)
        return waiting

    def settle(self) -> None:
        """Bring all that waits to an end, good or bad: `kept` is done."""
        self._land()
        if self._waiting:
            self._depart()
            self._land()

    def settle_about(self, names: Collection[str]) -> None:
        """Settle when something about one of these is on its way: what the ledger is asked next, it must know."""
        on_their_way = [*self._waiting, *(self._batch.parts if self._batch else ())]
        if any(name in waiting.about for waiting in on_their_way for name in names):
            self.settle()

    async def settled(self, waiting: Waiting) -> Standing:
        """Where it stands, when it is kept. What others add meanwhile goes together next. Raises `NoSpace`."""
        while not waiting.kept.done():
            if not self._batch:
                self._depart()
            else:
                batch = self._batch
                await asyncio.wait([asyncio.wrap_future(batch.starts)])
                if self._batch is batch:  # else another who waited has been here, or one who could not wait
                    self._land()
        return waiting.kept.result()

    def close(self) -> None:
        """Seal the file that is open, if one is."""
        self.settle()
        self._seal()
        self._disk.shutdown()

    def _depart(self) -> None:
        """Send all that waits to the disk; it is gone from there when it has landed."""
        parts, self._waiting = self._waiting, []
        try:
            file = self._ready()
        except _REFUSALS as error:
            _refuse(parts, error)
            return
        members = [member for waiting in parts for member in waiting.members]
        self._batch = _Batch(file, file.size, parts, self._disk.submit(file.append, members))

    def _land(self) -> None:
        """Take what is on disk into the ledger. What the ledger cannot take leaves the file again."""
        batch = self._batch
        if batch is None:
            return
        try:
            places = _places(batch)
        except _REFUSALS as error:
            _refuse(batch.parts, error)
        else:
            self._enter(batch, places)
        self._batch = None

    def _enter(self, batch: _Batch, places: Sequence[Standing]) -> None:
        def work(connection: sqlite3.Connection) -> None:
            for waiting, where in zip(batch.parts, places, strict=True):
                waiting.rows(connection, where)

        try:
            self._ledger.write(work)
        except _REFUSALS as error:
            batch.file.take_back(batch.begins)
            _refuse(batch.parts, error)
        else:
            for waiting, where in zip(batch.parts, places, strict=True):
                waiting.kept.set_result(where)

    def _ready(self) -> WarcFile:
        if self._file and self._file.size >= self._roll_at:
            self._seal()
        if self._file is None:
            self._file = self._open()
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
            file.append([member(records.warcinfo(name, self._about["started-at"], self._about))])
            self._ledger.write(lambda connection: index_file(connection, name, run, worker))
        except BaseException:
            file.discard()
            raise
        return file


def _places(batch: _Batch) -> list[Standing]:
    """Where the last record of each part stands. Raises what the disk had to say."""
    starts = iter(batch.starts.result())
    return [
        waiting.placed(batch.file, [next(starts) for _ in waiting.members][-1]) for waiting in batch.parts
    ]


def _refuse(parts: Sequence[Waiting], error: OSError | sqlite3.Error) -> None:
    for waiting in parts:
        waiting.kept.set_exception(error)
