"""What a new index takes over from the old one, because no WARC file says it, or says it any more.

Of a file that is missing or hurt only the old index knows what was in it. Forgetting that would make the archive look
sound: `verify` goes on naming what is hurt until a sound file is back in its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.warc.ledger import Ledger, NoArchive

Rows = list[dict[str, Any]]

_OF_A_FILE = {
    "files": "select * from files where name = ?",
    "blobs": "select * from blobs where file = ?",
    "captures": "select captures.* from captures join blobs using (sha256) where blobs.file = ?",
    "fetches": "select * from fetches where file = ?",
    "walks": "select * from walks where run in (select run from files where name = ?)",
}
_NUMBERED = {"captures", "fetches"}
"""Their rows have numbers of their own in each index."""


def inherit(ledger: Ledger, old: Path, whole: Mapping[str, str]) -> int:
    """Take over audits, runs that archived nothing, and what only the old index knows of files that are not among
    the `whole` ones, or not with the SHA-256 it knew (cut between two records, a file looks whole).

    Returns how many contents are known from it alone. An old index that does not open has no say.
    """
    try:
        with Ledger(old.parent) as previous:
            told = [
                ("audits", previous.rows("select * from audits")),
                ("runs", previous.rows("select * from runs")),
            ]
            for name, sha256 in sorted(previous.files().items()):
                if name in whole and sha256 in {"", whole[name]}:
                    continue
                told += [(table, previous.rows(sql, (name,))) for table, sql in _OF_A_FILE.items()]
            if len(told) > 2:
                told.append(("sites", previous.rows("select * from sites")))
    except (NoArchive, sqlite3.Error):
        return 0  # it is missing or cannot be read, which may be why it is being rebuilt
    before = _contents(ledger)
    ledger.write(lambda connection: _insert(connection, told))
    return _contents(ledger) - before


def _contents(ledger: Ledger) -> int:
    return int(ledger.rows("select count(*) as n from blobs")[0]["n"])


def _insert(connection: sqlite3.Connection, told: list[tuple[str, Rows]]) -> None:
    for table, rows in told:
        for row in rows:
            values = {name: value for name, value in row.items() if name != "id" or table not in _NUMBERED}
            marks = ", ".join("?" * len(values))
            how = "replace" if table == "files" else "ignore"  # the old index knows how the file was closed
            connection.execute(
                f"insert or {how} into {table} ({', '.join(values)}) values ({marks})",  # noqa: S608 - our own names
                tuple(values.values()),
            )
