"""Are the bytes still those that were fetched? Finds one flipped bit, one cut record, one missing or unknown file.

A file whose SHA-256 is that of its manifest is what it was when it was closed, and needs no closer look. A file that
differs is walked record by record, so that the captures that are hurt can be named and the others go on.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipelines.items import Capture
from pipelines.warc import records
from pipelines.warc.ledger import NAME, Ledger, NoArchive
from pipelines.warc.members import read_member, spans
from pipelines.warc.rebuild import differences
from pipelines.warc.vault import WARC, content
from pipelines.warc.warcfile import MANIFEST, OPEN, digest_of, manifest_of, read_manifest


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one file of the archive. `kind` is one of

    `changed` (other bytes than when it was closed), `missing`, `unknown` (neither manifest nor ledger knows it),
    `manifest_missing`, `manifest_changed` (manifest and ledger disagree), `not_indexed` (the ledger does not know
    a file that has a manifest), `damaged` (records the ledger knows cannot be read), `index_damaged` (the ledger is
    torn or, seen by a deep look, says something else than the files; `gxcrawl verify --rebuild` makes it again).
    """

    file: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Audit:
    """One verification. `bytes` were read; `hurt` are the captures whose content can no longer be given."""

    at: str
    files: int
    bytes: int
    problems: tuple[Problem, ...]
    hurt: tuple[Capture, ...]
    left_out: str = ""
    """What a deep look could not be had of, and why."""

    @property
    def result(self) -> str:
        return "damaged" if self.problems else "sound"

    def summary(self) -> dict[str, Any]:
        """As `gxcrawl verify --json` prints it."""
        return {
            "at": self.at,
            "result": self.result,
            "files": self.files,
            "bytes": self.bytes,
            "left_out": self.left_out,
            "problems": [asdict(problem) for problem in self.problems],
            "hurt": [
                {"sha256": capture.sha256, "url": capture.url, "fetched_at": capture.fetched_at}
                for capture in self.hurt
            ],
        }


def verify(
    archive: Path, *, at: str, deep: bool = False, told: Callable[[str], None] = lambda name: None
) -> Audit:
    """Check every file. `deep` also reads every record of the files whose manifest agrees.

    `at` is the time the audit will carry; `told` hears the name of each file. Raises `pipelines.warc.ledger.NoArchive`.
    """
    try:
        inspector, captures = _inspect(archive, deep, told)
    except sqlite3.Error as error:
        raise NoArchive(f"{archive / NAME} cannot be read: {error}; gxcrawl verify --rebuild") from error
    return Audit(
        at, inspector.files, inspector.bytes, tuple(inspector.problems), captures, inspector.left_out
    )


def _inspect(
    archive: Path, deep: bool, told: Callable[[str], None]
) -> tuple[_Inspector, tuple[Capture, ...]]:
    with Ledger(archive) as ledger:
        inspector = _Inspector(ledger, archive / WARC, deep)
        for name in inspector.names():
            told(name)
            inspector.check(name)
        inspector.check_strangers()
        inspector.check_index(archive)
        hurt = [
            capture
            for sha256 in inspector.hurt
            for capture in ledger.captures("captures.sha256 = ?", (sha256,))
        ]
        captures = tuple(sorted(hurt, key=lambda capture: (capture.site, capture.url, capture.fetched_at)))
    return inspector, captures


def record_audit(archive: Path, audit: Audit) -> None:
    """Write the result where readers of the data find it. Raises `NoArchive` for a read-only archive."""
    row = (audit.at, audit.result, audit.files, audit.bytes, len(audit.hurt), json.dumps(audit.summary()))
    with Ledger(archive, create=True) as ledger:
        ledger.write(
            lambda connection: connection.execute(
                "insert into audits (at, result, files, bytes, hurt, detail) values (?, ?, ?, ?, ?, ?)", row
            )
        )


def last_audit(ledger: Ledger) -> dict[str, Any] | None:
    """The last result, as readers are shown it: `at`, `result`, `files`, `bytes`, `hurt`."""
    found = ledger.rows("select at, result, files, bytes, hurt from audits order by id desc limit 1")
    return found[0] if found else None


@dataclass(slots=True)
class _Inspector:
    ledger: Ledger
    folder: Path
    deep: bool
    files: int = 0
    bytes: int = 0
    problems: list[Problem] = field(default_factory=list)
    hurt: set[str] = field(default_factory=set)
    left_out: str = ""
    noted: dict[str, str] = field(init=False)
    """What the ledger says: SHA-256 by name of a file, empty for one that is still open."""
    here: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.noted = self.ledger.files()
        self.here = {path.name for path in self.folder.iterdir()} if self.folder.is_dir() else set()

    def names(self) -> list[str]:
        """Every WARC file that somebody vouches for, by its closed name."""
        listed = {name.removesuffix(MANIFEST) for name in self.here if name.endswith(MANIFEST)}
        return sorted(listed | self.noted.keys())

    def check(self, name: str) -> None:
        path = self.folder / name
        growing = self.folder / f"{name}{OPEN}"
        if path.is_file():
            self._weigh(path)
            self._check_closed(path)
        elif growing.is_file():
            self._weigh(growing)
            self._check_growing(growing)
        else:
            self._problem(name, "missing", "listed, but not there")
            self.hurt |= {row["sha256"] for row in self._blobs(name)}

    def check_strangers(self) -> None:
        known = set(self.names())
        for name in sorted(self.here):
            if name.removesuffix(MANIFEST).removesuffix(OPEN) not in known:
                self._problem(name, "unknown", "neither a manifest nor the ledger knows it")

    def check_index(self, archive: Path) -> None:
        torn = self.ledger.rows("pragma integrity_check(1)")[0]["integrity_check"]
        if torn != "ok":
            self._problem(NAME, "index_damaged", torn)
        elif self.deep:
            self._hold_index_against_files(archive)

    def _hold_index_against_files(self, archive: Path) -> None:
        growing = [name for name in sorted(self.here) if name.endswith(OPEN)]
        if self.problems or growing:
            reason = f"{growing[0]} is not closed" if growing else "files are damaged"
            self.left_out = f"the index was not held against the files: {reason}"
        elif others := ", ".join(differences(archive, self.ledger)):
            self._problem(NAME, "index_damaged", f"other rows than the WARC files give: {others}")

    def _check_closed(self, path: Path) -> None:
        manifest, noted = read_manifest(path), self.noted.get(path.name, "")
        if not manifest:
            self._problem_of_manifest(path)
        elif path.name not in self.noted:
            self._problem(path.name, "not_indexed", "it has a manifest, and the ledger does not know it")
        elif noted and manifest != noted:
            self._problem(path.name, "manifest_changed", f"it says {manifest}, the ledger {noted}")
        found = digest_of(path)
        if found not in {manifest, noted}:
            damage = self._look_closely(path) or "no record is hurt"
            self._problem(path.name, "changed", f"SHA-256 {found} instead of {noted or manifest}: {damage}")
        elif self.deep and (damage := self._look_closely(path)):
            self._problem(path.name, "damaged", damage)

    def _problem_of_manifest(self, path: Path) -> None:
        if manifest_of(path).exists():
            self._problem(path.name, "manifest_changed", "it does not read as it was written")
        else:
            self._problem(path.name, "manifest_missing", "only the ledger vouches for the file")

    def _check_growing(self, path: Path) -> None:
        """A file that a writer has open or a dead one left. What the ledger does not know is not promised yet."""
        before = len(self.hurt)
        damage = self._look_closely(path)
        if len(self.hurt) > before:
            self._problem(path.name, "damaged", damage)

    def _look_closely(self, path: Path) -> str:
        """Every record by itself: says where the damage is, and adds the contents lost by it to `hurt`."""
        wanted = self._blobs(path.name.removesuffix(OPEN))  # asked first, for a writer may add more meanwhile
        contents = {}
        damage = []
        for offset, length, found in _contents(path):
            if isinstance(found, str):
                contents[offset] = found
            else:
                damage.append(f"{length} bytes at {offset}: {found}")
        lost = [
            row for row in wanted if contents.get(row["offset"]) != row["sha256"] and not _is_given(path, row)
        ]
        self.hurt |= {row["sha256"] for row in lost}
        damage += [f"no record of {row['sha256']} at {row['offset']}" for row in lost if not damage]
        return "; ".join(damage[:5])

    def _blobs(self, name: str) -> list[dict[str, Any]]:
        return self.ledger.rows("select sha256, offset, length from blobs where file = ?", (name,))

    def _weigh(self, path: Path) -> None:
        self.files += 1
        self.bytes += path.stat().st_size

    def _problem(self, file: str, kind: str, detail: str) -> None:
        self.problems.append(Problem(file, kind, detail))


def _is_given(path: Path, row: Mapping[str, Any]) -> bool:
    """Whether the content itself is whole, in a record that is not: a date of its headers may be what was hurt."""
    try:
        content(path, row["offset"], row["length"], row["sha256"])
    except ValueError:
        return False
    return True


def _contents(path: Path) -> Iterator[tuple[int, int, str | ValueError]]:
    """Offset, length, and the SHA-256 of the payload of each record, or why it is none."""
    for span in spans(path):
        found: str | ValueError
        try:
            if not span.sound:
                raise ValueError("no whole record")
            record = records.parse(read_member(path, span.offset, span.length))
            _check_block(record)
            found = hashlib.sha256(record.payload).hexdigest()
        except ValueError as error:
            found = error
        yield span.offset, span.length, found


def _check_block(record: records.Record) -> None:
    claimed = record.headers.get("warc-block-digest", "")
    if claimed.startswith("sha1:") and claimed != records.payload_digest(record.block()):
        raise ValueError("the record does not have its block digest")
