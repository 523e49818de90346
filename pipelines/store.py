"""The last stage: (Capture, Report | Failure) -> rows of one SQLite database, idempotent by content.

What needs more than one report (agencies, the preferred version of a year, coverage, search) is made when the
database is published: see `pipelines.publishing.settle`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlite_utils

from pipelines import rows, schema
from pipelines.closing import Closing
from pipelines.items import Capture, Outcome

WORK_FILE = "store.db"
"""The database the crawl and replay write, inside the archive folder. Readers get the published one."""


class DigestCollision(Exception):
    """Two documents share the 50 bits that make their id: among 200,000 documents a chance of 1 in 50,000."""


class OtherVersion(Exception):
    """The database was written by another version of gxcrawl; replaying the archive writes it anew."""


class Store(Closing):
    """Keeps what each document came to. A context manager; every `put` is one transaction.

    The same bytes seen at several addresses are one document with several captures; the earliest capture (by
    time, then address) gives it its title and date, whatever the order of the puts.
    """

    def __init__(self, path: Path | str, *, parser: str = "") -> None:
        """Open or create the database at `path`. `parser` is the version of the code that read."""
        self.parser = parser
        self.db = sqlite_utils.Database(path, recursive_triggers=False)
        self._connection.isolation_level = None  # transactions are begun by hand, IMMEDIATE: see `put`
        self.db.execute("pragma journal_mode=wal")
        self.db.execute("pragma synchronous=normal")
        create_tables(self.db)

    def close(self) -> None:
        self.db.close()

    def run(self, value: tuple[Capture, Outcome]) -> None:
        """The stage: store one capture and what it came to."""
        self.put(*value)

    def put(self, capture: Capture, outcome: Outcome) -> None:
        """Store a capture and what its document came to, replacing what an earlier reading said."""
        # IMMEDIATE: a transaction that reads before it writes fails at once under a second writer otherwise.
        self.db.execute("begin immediate")
        try:
            insert(self.db, "captures", [rows.capture_row(capture)])
            if self._speaks_for_document(capture):
                delete_document(self.db, rows.document_id(capture.sha256))
                for table, content in rows.document_rows(capture, outcome, self.parser).items():
                    insert(self.db, table, content)
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")

    def has(self, sha256: str) -> bool:
        """Whether this document was read by the current parser."""
        known = self.db.execute(
            "select 1 from reports where id = :id and parser = :parser"
            " union all select 1 from others where id = :id and parser = :parser",
            {"id": rows.document_id(sha256), "parser": self.parser},
        )
        return known.fetchone() is not None

    def _speaks_for_document(self, capture: Capture) -> bool:
        """Whether `capture` is the earliest of its document's, whose hints decide how it is read."""
        first = self.db.execute(
            "select id, sha256 from captures where document_id = ? order by fetched_at, url limit 1",
            (rows.document_id(capture.sha256),),
        ).fetchone()
        if first[1] != capture.sha256:
            raise DigestCollision(f"{first[1]} and {capture.sha256} have the same document id")
        return bool(first[0] == rows.capture_id(capture))

    @property
    def _connection(self) -> Any:
        return self.db.conn


def create_tables(db: sqlite_utils.Database) -> None:
    """Create every table of the schema that is not there yet, with keys, references and indexes.

    Raises `OtherVersion` when a table that is there has other columns.
    """
    for table in schema.tables().values():
        columns = tuple(row[1] for row in db.execute(f"pragma table_info([{table.name}])"))
        if columns and columns != table.names:
            differing = sorted({*columns} ^ {*table.names}) or ["their order"]
            raise OtherVersion(f"table {table.name} differs in {', '.join(differing)}: replay the archive")
        if not columns:
            db.execute(_create(table))
            for columns in table.indexes:
                db.execute(
                    f"create index {'_'.join((table.name, *columns))} on {table.name}({', '.join(columns)})"
                )


def insert(db: sqlite_utils.Database, table: str, content: Iterable[Mapping[str, Any]]) -> None:
    """Insert or replace rows; a column that a row does not name is NULL."""
    names = schema.tables()[table].names
    values = (tuple(row.get(name) for name in names) for row in content)
    marks = ", ".join("?" * len(names))
    db.conn.executemany(f"insert or replace into [{table}] values ({marks})", values)  # noqa: S608 - own names


def delete_document(db: sqlite_utils.Database, id_: int) -> None:
    for table in schema.tables().values():
        key = "id" if table.name in ("reports", "others") else "report_id"
        if key in table.key or table.name == "sections":
            db.execute(f"delete from [{table.name}] where {key} = ?", (id_,))  # noqa: S608 - own names


def canonical_dump(db: sqlite_utils.Database) -> Iterator[str]:
    """Every row of every table as a line of JSON, in order of table and key: equal content, equal dump."""
    for table in sorted(schema.tables().values(), key=lambda table: table.name):
        order = ", ".join(f"[{name}]" for name in table.key)
        for row in db.execute(f"select * from [{table.name}] order by {order}"):  # noqa: S608 - own names
            yield json.dumps([table.name, *row], ensure_ascii=False)


def _create(table: schema.Table) -> str:
    lines = [
        f"[{column.name}] {column.type}"
        + (f" references [{column.references}]({_key_of(column.references)})" if column.references else "")
        for column in table.columns
    ]
    rowid = table.key == ("id",) and table.columns[0].type == "integer"
    if rowid:
        lines[0] = "[id] integer primary key"
    else:
        lines.append(f"primary key ({', '.join(f'[{name}]' for name in table.key)})")
    return f"create table [{table.name}] ({', '.join(lines)}){'' if rowid else ' without rowid'}"


def _key_of(table: str) -> str:
    return schema.tables()[table].key[0]
