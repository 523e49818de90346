"""One WARC file being written. While it grows its name ends in `.open`; once closed nobody writes to it.

Every acknowledgement comes after `fsync`, so neither a killed process nor a power cut takes back a promise.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, chain
from pathlib import Path

from pipelines.space import no_space_named
from pipelines.warc.members import Pieces, size_of

OPEN = ".open"
MANIFEST = ".sha256"
_AT_ONCE = os.sysconf("SC_IOV_MAX")
"""Pieces the system takes in one write."""


class WarcFile:
    """Appends gzip members. `path` is the name the file will have when it is closed."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self.durable = durable
        self.growing = path.with_name(path.name + OPEN)
        if path.exists() or self.growing.exists():
            raise FileExistsError(f"{path.name} is already in the archive")
        self._descriptor = os.open(self.growing, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        self._hash = hashlib.sha256()
        self._aside = ThreadPoolExecutor(1, "manifest")
        self.size = 0
        sync_folder(path.parent)

    def write(self, members: Sequence[Pieces]) -> list[int]:
        """Append the members and return where each begins: on disk they are after the next `sync`. All or nothing.

        Raises `NoSpace` when they do not fit; the file then ends where it ended before.
        """
        sizes = list(map(size_of, members))
        pieces = list(chain.from_iterable(members))
        self._aside.submit(self._digest, pieces)  # neither the processor nor the disk waits for the other
        try:
            with no_space_named(f"write {sum(sizes)} bytes to {self.path}"):
                written = sum(
                    os.writev(self._descriptor, pieces[at : at + _AT_ONCE])
                    for at in range(0, len(pieces), _AT_ONCE)
                )
                if written < sum(sizes):  # the disk filled up in the middle
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            self.take_back(self.size)
            raise
        *starts, self.size = accumulate(sizes, initial=self.size)
        return starts

    def sync(self) -> None:
        """Wait until all that was written before is on disk. Raises `NoSpace` when the disk finds no place after all."""
        if self.durable:
            with no_space_named(f"keep {self.path}"):
                os.fdatasync(self._descriptor)

    def _digest(self, pieces: Pieces) -> None:
        self._hash.update(b"".join(pieces))  # each update would wait for its turn among threads

    def take_back(self, size: int) -> None:
        """Forget everything after `size`: it did not fit, or the ledger could not take note of it."""
        os.ftruncate(self._descriptor, size)
        os.lseek(self._descriptor, size, os.SEEK_SET)
        self.size = size
        self._aside.submit(self._digest_again).result()

    def _digest_again(self) -> None:
        self._hash = _hash_of(self.growing)

    def close(self) -> str:
        """Give the file its final name and a manifest; returns its SHA-256 in hex. Raises `NoSpace`: it stays open then."""
        os.close(self._descriptor)
        self._aside.shutdown()
        return seal(self.growing, self._hash.hexdigest())

    def discard(self) -> None:
        """Take the file away again: nothing in it was acknowledged."""
        os.close(self._descriptor)
        self._aside.shutdown()
        self.growing.unlink()


def seal(growing: Path, sha256: str = "") -> str:
    """Close a file that is whole (or raise `NoSpace`): manifest first, then the final name, so a closed file always has one.

    Its bytes are on disk before the manifest vouches for them, whoever wrote them.
    """
    digest = sha256 or digest_of(growing)
    _sync(growing)
    path = growing.with_name(growing.name.removesuffix(OPEN))
    manifest = manifest_of(path)
    with no_space_named(f"write {manifest}"), manifest.open("wb") as file:
        file.write(_line(digest, path))
        file.flush()
        os.fsync(file.fileno())
    growing.rename(path)
    path.chmod(0o444)
    sync_folder(path.parent)
    return digest


def manifest_of(path: Path) -> Path:
    """The manifest beside a closed file, in the format of `sha256sum -c`."""
    return path.with_name(path.name + MANIFEST)


def read_manifest(path: Path) -> str:
    """The SHA-256 the manifest of a closed file states; empty when there is none, or it is not as it was written."""
    try:
        said = manifest_of(path).read_bytes()
    except FileNotFoundError:
        return ""
    digest = said[:64].decode("ascii", "replace")
    return digest if said == _line(digest, path) else ""


def _line(digest: str, path: Path) -> bytes:
    return f"{digest}  {path.name}\n".encode()


def sync_folder(folder: Path) -> None:
    """Make names in the folder survive a power cut, not only the bytes behind them."""
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return _hash_of(path).hexdigest()


def _hash_of(path: Path) -> hashlib._Hash:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256")
