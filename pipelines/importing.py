"""WARC files of others, and of our own on other machines, into this archive.

A file that gxcrawl wrote carries its origin in it and joins as it is. Answers from any other file are archived like
answers of a site: bytes first, with the name of the file and the record they came from.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from parsers.limits import FILE_BYTES
from parsers.normalize import READERS, sniff
from pipelines.archive import ArchiveStage
from pipelines.derived.unpack import READ_BY
from pipelines.items import Entry, Fetched
from pipelines.warc import records
from pipelines.warc.members import read_member, spans, unpack_to
from pipelines.warc.rebuild import index_warc
from pipelines.warc.sightings import close_file
from pipelines.warc.strange import Unusable, answer
from pipelines.warc.unpacked import spans_unpacked
from pipelines.warc.vault import WARC
from pipelines.warc.vault_writer import VaultWriter
from pipelines.warc.warcfile import OPEN, digest_of, read_manifest, seal, sync_folder

_NO_DOCUMENT = (
    "css",
    "javascript",
    "json",
    "font",
    "video",
    "audio",
    "image/gif",
    "image/svg",
    "image/x-icon",
)


_WARCINFO_BYTES = 1 << 16
"""Of the first member of a file of ours; a longer one is not unpacked to look."""
_HEAD_BYTES = 1 << 20
"""What may stand before a body in its record, and between its chunks."""


_WITHOUT_ANSWER = {"revisit", "resource", "conversion", "continuation"}


class NotImported(Exception):
    """The file cannot be taken in at all; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the records of one file, counted by outcome.

    `new` and `seen` as in a crawl; `joined` captures of a file of our own; `no_document` (style sheets, scripts),
    `no_answer` (redirects, errors), `revisit` (the bytes are in another record), `resource`, `conversion` and
    `continuation` (no server is on record with them: screenshots, files put in by hand, rests of records), and what is
    not `whole`: `cut`, `too_large`, `wrong_digest`, `undecodable` and `damaged`. None of these was taken in.
    """

    file: str
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        return not self.counts.keys() & {"cut", "damaged", "too_large", "undecodable", "wrong_digest"}


def import_warc(vault: VaultWriter, path: Path, *, site_of: Callable[[str], str]) -> Imported:
    """Take in one file; a second time changes nothing. `site_of` names the site of an address.

    Raises `NotImported`, and `pipelines.space.NoSpace`.
    """
    try:
        ours = _is_ours(path)
    except OSError as error:
        raise NotImported(f"{path}: {error.strerror or error}") from error
    if ours:
        return Imported(path.name, _join(vault, path))
    counts: Counter[str] = Counter()
    for record in _records(path, counts):
        if record.rec_type == "response":
            counts[_take(vault, path.name, record, site_of)] += 1
        elif record.rec_type in _WITHOUT_ANSWER:
            counts[record.rec_type] += 1
    if not counts:
        raise NotImported(f"{path} holds no answer of a server")
    return Imported(path.name, dict(sorted(counts.items())))


def _is_ours(path: Path) -> bool:
    """Whether gxcrawl wrote the file. Raises `NotImported` for what is no WARC file."""
    with path.open("rb") as file:
        head = file.read(10)
    if head.startswith(b"WARC/"):
        return False
    first = next(spans(path), None) if head.startswith(b"\x1f\x8b") else None
    if first is None or not first.sound:
        raise NotImported(f"{path} is not a WARC file")
    if first.length > _WARCINFO_BYTES:
        return False
    try:
        about = records.parse(read_member(path, first.offset, first.length))
        return about.type == "warcinfo" and about.fields().get("software", "").startswith("gxcrawl/")
    except ValueError:
        return False


def _join(vault: VaultWriter, path: Path) -> dict[str, int]:
    """Copy the file into the archive, whole or not at all, and index what it says."""
    name = path.name.removesuffix(OPEN)
    target = vault.folder / WARC / name
    digest = digest_of(path)
    if target.exists():
        if digest_of(target) == digest:
            return {"seen": 1}
        raise NotImported(f"another file called {name} is in the archive")
    manifest = read_manifest(path)
    if manifest and manifest != digest:
        raise NotImported(f"{path} is not what its manifest says: SHA-256 {digest}, not {manifest}")
    damaged = sum(1 for span in spans(path) if not span.sound)
    if damaged:
        raise NotImported(f"{path} holds {damaged} damaged pieces; bring a sound copy")
    aside = vault.folder / f"{name}.importing"
    shutil.copyfile(path, aside)
    before = _count(vault)
    growing = aside.rename(target.with_name(f"{name}{OPEN}"))
    sync_folder(growing.parent)
    index_warc(vault.ledger, growing)
    seal(growing, digest)
    size = target.stat().st_size
    vault.ledger.write(lambda connection: close_file(connection, name, size, digest))
    return {"joined": _count(vault) - before}


def _count(vault: VaultWriter) -> int:
    return int(vault.ledger.rows("select count(*) as n from captures")[0]["n"])


def _records(path: Path, counts: Counter[str]) -> Iterator[Any]:
    """Each record; damage costs what it hit. A packed member holds one record, or the file was packed as a whole."""
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            yield from _records_unpacked(file, counts)
            return
    for span in spans(path):
        if not span.sound:
            counts["damaged"] += 1
            continue
        with TemporaryFile() as unpacked:
            unpack_to(unpacked, path, span)
            unpacked.flush()
            yield from _records_unpacked(unpacked, counts)


def _records_unpacked(file: IO[bytes], counts: Counter[str]) -> Iterator[Any]:
    for span in spans_unpacked(file):
        file.seek(span.offset)
        try:
            if not span.sound:
                raise ValueError("no whole record")
            yield next(iter(ArchiveIterator(file, no_record_parse=True)))
        except (ArchiveLoadFailed, ValueError, EOFError, StopIteration):
            counts["damaged"] += 1


def _take(vault: VaultWriter, name: str, record: Any, site_of: Callable[[str], str]) -> str:
    """Archive one answer; returns what became of it."""
    headers = {
        name.lower(): value for name, value in reversed(record.rec_headers.headers)
    }  # the first counts
    size = int(headers.get("content-length", 0))
    if size > FILE_BYTES + _HEAD_BYTES:
        return "too_large"
    block = record.raw_stream.read(size)
    if len(block) < size:
        return "cut"
    try:
        found = answer(headers, block, FILE_BYTES)
    except Unusable as refused:
        return refused.reason
    if found.status != HTTPStatus.OK or not found.url.startswith(("http://", "https://")):
        return "no_answer"
    declared = found.header("content-type")
    if any(word in declared.lower() for word in _NO_DOCUMENT):
        return "no_document"
    if sniff(found.body, declared, found.url) not in {*READERS, *READ_BY}:
        return "no_document"
    fetched = Fetched(
        entry=Entry(site_of(found.url), "import", found.url, ""),
        url=found.url,
        status=found.status,
        headers=found.headers,
        fetched_at=found.at,
        body=found.body,
    )
    if _was_imported(vault, fetched):
        return "seen"
    origin = f"from {name} {headers.get('warc-record-id', '')}"
    capture = ArchiveStage(vault).run(fetched, detail=origin)
    return "new" if capture.run == vault.run else "seen"


def _was_imported(vault: VaultWriter, fetched: Fetched) -> bool:
    digest = hashlib.sha256(fetched.body).hexdigest()
    same = (fetched.url, fetched.fetched_at, digest)
    return bool(vault.ledger.rows("select id from fetches where url = ? and at = ? and sha256 = ?", same))
