"""RAR and 7z bundles, opened by `bsdtar` (libarchive, BSD licence) where it is installed.

Bundles are hostile until read: the program gets limits of memory and time and a folder of its own, writes no file (it turns
the bundle into a tar stream, which is read here piece by piece), and is killed with whatever it started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from parsers import limits
from parsers.document import Unreadable
from parsers.office import bundles
from parsers.office.bundles import Member

MEDIA_TYPES = ("application/vnd.rar", "application/x-7z-compressed")
_RAR = b"Rar!"
_FEED = {True: 'cat bundle | "$@" @-', False: 'exec "$@" @bundle'}
"""A RAR comes through a pipe: where libarchive can seek, it takes a ZIP stored in it for the whole. 7z must seek."""

SECONDS = 60
MEMORY_KIB = 1 << 20  # of address space; RAR asks for a dictionary of up to 256 MiB


def program() -> str | None:
    """What opens them, or None: then they stay `unsupported`."""
    return shutil.which("bsdtar")


def members(body: bytes) -> tuple[Member, ...]:
    """All files of the bundle, and of ZIP bundles within it. Raises `Unreadable`: `unsupported` without bsdtar,
    `encrypted`, `corrupt` when nothing can be read, `bomb` beyond the limits of `parsers.limits`."""
    found: list[Member] = []
    size = 0
    with (
        tempfile.TemporaryDirectory(prefix="gxcrawl-bundle-") as folder,
        _opened(body, Path(folder)) as stream,
    ):
        for name, content in _files(stream):
            size += len(content)
            if size > limits.PACKAGE_BYTES or len(found) >= limits.ENTRIES:
                raise Unreadable("bomb", f"more than {len(found)} files of {size} bytes")
            if bundles.is_bundle(content):
                inside = bundles.members(content)
                found += [Member(f"{name}/{one.name}", one.body, one.refused) for one in inside]
            else:
                found.append(Member(name, content))
    return tuple(found)


def _files(stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for entry in tar:
            if not entry.isfile():  # links and devices are no documents
                continue
            if entry.size > limits.MEMBER_BYTES:
                raise Unreadable("bomb", f"member {entry.name!r} unpacks to {entry.size} bytes")
            content = tar.extractfile(entry)
            name = bundles.safe_name(entry.name)
            if content and name:
                yield name, content.read()


@contextmanager
def _opened(body: bytes, folder: Path) -> Iterator[IO[bytes]]:
    """The bundle as a tar stream. What bsdtar complains of decides what the error is called."""
    tool = program()
    if tool is None:
        raise Unreadable("unsupported", "bsdtar (libarchive-tools) is not installed")
    (folder / "bundle").write_bytes(body)
    bounded = f"ulimit -v {MEMORY_KIB} -t {SECONDS} -f 0 -c 0; {_FEED[body.startswith(_RAR)]}"
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(  # noqa: S603 - the program is found by us, the arguments are ours
            ["/bin/sh", "-c", bounded, "sh", tool, "-cf", "-", "--format=pax"],
            env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
            cwd=folder,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        assert process.stdout
        alarm = threading.Timer(SECONDS, _kill, [process])
        alarm.start()
        try:
            yield process.stdout
            if process.wait() != 0:
                raise _refusal(said)
        except tarfile.TarError as error:
            process.wait()
            raise _refusal(said) from error
        finally:
            alarm.cancel()
            _kill(process)
            process.stdout.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _refusal(said: IO[bytes]) -> Unreadable:
    said.seek(0)
    words = said.read(2000).decode("utf-8", "replace").strip()
    locked = "passphrase" in words.lower() or "encrypt" in words.lower()
    return Unreadable(
        "encrypted" if locked else "corrupt", words.splitlines()[-1] if words else "bsdtar gave up"
    )
