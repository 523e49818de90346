"""The WARC files of one run and one worker, one after the other; each record with its rows, or neither."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.warc import records
from pipelines.warc.ledger import Ledger
from pipelines.warc.members import member
from pipelines.warc.sightings import Standing, close_file, index_file
from pipelines.warc.warcfile import WarcFile

Rows = Callable[[sqlite3.Connection, Standing], None]
"""Writes what the ledger says of a record, given where it stands."""


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

    @property
    def is_open(self) -> bool:
        return self._file is not None

    def append(self, block: Sequence[bytes], where: Standing, rows: Rows) -> Standing:
        """Records to the file with one write, then rows to the ledger. When the rows cannot be written, the
        records go too. The place returned is that of the last record. Raises `NoSpace`."""
        file = self._ready()
        before = file.size
        members = [member(record) for record in block]
        starts = file.append(members)
        where = replace(where, file=file.path.name, offset=starts[-1], length=len(members[-1]))
        try:
            self._ledger.write(lambda connection: rows(connection, where))
        except BaseException:
            file.take_back(before)
            raise
        return where

    def close(self) -> None:
        """Seal the file that is open, if one is."""
        if self._file:
            file, self._file = self._file, None
            size, digest = file.size, file.close()
            self._ledger.write(lambda connection: close_file(connection, file.path.name, size, digest))

    def _ready(self) -> WarcFile:
        if self._file and self._file.size >= self._roll_at:
            self.close()
        if self._file is None:
            self._file = self._open()
        return self._file

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
