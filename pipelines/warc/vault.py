"""The only place that touches archived bytes: read by digest, from the WARC files.

archive/warc/*.warc.gz   the truth; a file still being written ends in `.open`
archive/warc/*.sha256    the manifest of each closed file, as `sha256sum -c` reads it
archive/captures.db      the index, which can be made again from the files
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipelines.closing import Closing
from pipelines.warc import records
from pipelines.warc.ledger import Blob, Ledger
from pipelines.warc.members import read_member, read_unsummed
from pipelines.warc.warcfile import OPEN

WARC = "warc"


class Missing(KeyError):
    """The archive has no content with this digest, or the file that held it is gone."""

    def __str__(self) -> str:
        return str(self.args[0])


class Damaged(Exception):
    """The archive holds the content, but its bytes are no longer those that were fetched."""


def content(path: Path, offset: int, length: int, sha256: str) -> bytes:
    """The content in the record at this place. Raises ValueError when it is not the one with this digest."""
    body = records.parse(read_unsummed(path, offset, length)).payload
    found = hashlib.sha256(body).hexdigest()
    if found != sha256:
        raise ValueError(f"{path.name} at {offset}: expected content {sha256}, found {found}")
    return body


class Vault(Closing):
    """An archive opened for reading, beside a writer or without one. Raises `NoArchive` where there is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = self._open_ledger()

    def _open_ledger(self) -> Ledger:
        return Ledger(self.folder)

    def close(self) -> None:
        self.ledger.close()

    def read(self, sha256: str) -> bytes:
        """The content with this digest, verified. Raises `Missing` or `Damaged`."""
        return self._body(self._place(sha256))

    def complete(self, prefix: str) -> str:
        """The digest that begins with these digits. Raises `Missing` when none does, or more than one."""
        found = self.ledger.rows(
            "select sha256 from blobs where substr(sha256, 1, ?) = ? limit 2", (len(prefix), prefix)
        )
        if len(found) != 1:
            count = "more than one content" if found else "no content"
            raise Missing(f"the archive has {count} with SHA-256 {prefix or '(empty)'}")
        return str(found[0]["sha256"])

    def http_headers(self, sha256: str) -> str:
        """Status line and headers of the answer that first brought this content; empty for a derived one."""
        return self._record(self._place(sha256)).http.decode("utf-8", "replace")

    def _place(self, sha256: str) -> Blob:
        blob = self.ledger.blob(sha256)
        if blob is None:
            raise Missing(f"the archive has no content with SHA-256 {sha256}")
        return blob

    def _record(self, blob: Blob) -> records.Record:
        try:
            return records.parse(read_member(self._path(blob), blob.offset, blob.length))
        except ValueError as error:
            raise Damaged(f"{blob.sha256} cannot be read: {error}") from error

    def _body(self, blob: Blob) -> bytes:
        try:
            return content(self._path(blob), blob.offset, blob.length, blob.sha256)
        except ValueError as error:
            raise Damaged(f"{blob.sha256} cannot be read: {error}") from error

    def _path(self, blob: Blob) -> Path:
        closed = self.folder / WARC / blob.file
        for path in (closed, closed.with_name(closed.name + OPEN), closed):
            # Looked for twice under its closed name, for it may be closed between the two looks.
            if path.is_file():
                return path
        raise Missing(f"{blob.file}, which holds {blob.sha256}, is missing from {closed.parent}")
