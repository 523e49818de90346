"""A second copy of the archive on any store fsspec knows: a folder, an S3-compatible bucket, SFTP.

Closed WARC files never change, so a copy is a matter of what is missing there. The manifest is written last and only
after the file was read back and found right: a file with a manifest is a verified copy, anything else is sent again.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pipelines.retrying import when_the_target_hiccups
from pipelines.warc.ledger import NAME, Ledger
from pipelines.warc.vault import WARC
from pipelines.warc.warcfile import digest_of, manifest_of, read_manifest

_PIECE = 8 << 20


class NotCopied(Exception):
    """The target cannot be used, or a file did not arrive as it was sent; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a call did: names of files sent, of files that were there already, and bytes sent. `damaged` files here
    are not carried there, where an earlier copy of them stays."""

    sent: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    bytes: int = 0
    damaged: tuple[str, ...] = ()


def copy_archive(
    archive: Path,
    target: str,
    options: Mapping[str, Any] | None = None,
    *,
    again: bool = False,
    told: Callable[[str], None] = lambda name: None,
) -> Copied:
    """Bring the copy at `target` (a folder, or an address such as `s3://bucket/archive`) up to date.

    `again` reads every file there once more and sends those anew that are no longer right. `options` go to the
    file system (endpoint, keys). Raises `NotCopied`, `NoArchive`.
    """
    with Ledger(archive) as ledger:
        noted = ledger.files()
    store = _Target(target, options or {})
    store.expect_top()
    sent, there, damaged, size = [], [], [], 0
    for path in sorted((archive / WARC).glob("*.warc.gz")):
        told(path.name)
        expected = read_manifest(path) or noted.get(path.name)
        found = digest_of(path)
        if expected and found != expected:
            damaged.append(path.name)
        elif store.has(path, found, again=again):
            there.append(path.name)
        else:
            store.send(path, found)
            sent.append(path.name)
            size += path.stat().st_size
    with tempfile.TemporaryDirectory() as folder, Ledger(archive) as ledger:
        index = Path(folder) / NAME
        ledger.copy_to(index)
        store.send(index, digest_of(index), under="")
    return Copied(tuple(sent), tuple(there), size, tuple(damaged))


class _Target:
    def __init__(self, address: str, options: Mapping[str, Any]) -> None:
        # fsspec is an extra: an archive without a second copy does without it.
        try:
            import fsspec  # type: ignore[import-untyped]  # noqa: PLC0415

            self._files, root = fsspec.core.url_to_fs(address, **options)
        except ImportError as error:
            raise NotCopied(f"{address} needs a package that is not installed: {error}") from error
        except (ValueError, TypeError, OSError) as error:
            raise NotCopied(f"{address}: {error}") from error
        self._root = root.rstrip("/")

    def expect_top(self) -> None:
        """Nobody wants the bucket of a mistyped name: what the address begins with must be there."""
        slash = "/" if self._root.startswith("/") else ""
        top = slash + self._root.removeprefix("/").partition("/")[0]
        with _named(top):
            if not getattr(self._files, "local_file", False) and not self._files.exists(top):
                raise NotCopied(f"{top} is not there; make it first, and look at how it is written")

    def has(self, path: Path, digest: str, *, again: bool) -> bool:
        """Whether a verified copy is there: its manifest says what ours says and its length is ours."""
        name = self._name(path.name)
        with _named(name):
            try:
                manifest = self._files.cat_file(self._name(manifest_of(path).name)).decode()
                if manifest.split()[:1] != [digest] or self._files.size(name) != path.stat().st_size:
                    return False
            except (FileNotFoundError, UnicodeDecodeError):
                return False
            return not again or self._digest(name) == digest

    @when_the_target_hiccups
    def send(self, path: Path, digest: str, under: str = WARC) -> None:
        name = self._name(path.name, under)
        with _named(name):
            self._files.makedirs(name.rpartition("/")[0], exist_ok=True)
            self._files.put_file(str(path), name)
            if self._digest(name) != digest:
                raise _Garbled(f"{name} did not arrive as it was sent")
            self._files.pipe_file(f"{name}.sha256", f"{digest}  {path.name}\n".encode())

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        file: IO[bytes]
        with self._files.open(name, "rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
        return digest.hexdigest()

    def _name(self, name: str, under: str = WARC) -> str:
        return "/".join(part for part in (self._root, under, name) if part)


class _Garbled(NotCopied, OSError):
    """Worth another try, as other errors of the way are."""


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Errors that another try will not mend become `NotCopied`. Every store has exceptions of its own for them (no
    keys, no such host, an unknown option); what comes as an `OSError` may be a hiccup and passes."""
    try:
        yield
    except PermissionError as error:
        raise NotCopied(f"{name}: {error}") from error
    except (OSError, NotCopied):
        raise
    except Exception as error:
        raise NotCopied(f"{name}: {type(error).__name__}: {error}") from error
