"""Crawling processes: one for each share of the sites, started again when one dies, stopped together.

A reactor runs once per process, so every crawl of a night is a child. All write the same archive, each into WARC files
of its own and with a queue of its own; what a dead one had in hand is asked for again by the one that takes its name.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gxcrawl.exits import Exit

LIVES = 3
"""How often a share is taken up again before its sites are given up for the night."""

ENDINGS = (Exit.OK, Exit.SOURCES_FAILED, Exit.INTERRUPTED)
"""Exit codes of a crawl that came to its end and told what it came to."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One worker's part: the name its WARC files and its queue carry, and the ids of its sites."""

    worker: str
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a shift ended. `told` is what the crawl printed; empty with the reason in `problem` when it was given up.
    `deaths` are the last words of the processes that died before it and whose part was taken up again."""

    shift: Shift
    code: int
    told: dict[str, Any]
    deaths: tuple[str, ...] = ()
    problem: str = ""


class Crew:
    """Start with `start`, then call `poll` until it says that nobody is left."""

    def __init__(self, archive: Path, sites: Path, arguments: Sequence[str] = ()) -> None:
        """`sites` is the folder of site files, `arguments` are passed on to every `gxcrawl crawl`."""
        self.ended: list[Ended] = []
        self._archive = archive
        self._sites = sites
        self._arguments = tuple(arguments)
        self._working: list[Worker] = []
        self._stopping = False

    def start(self, shifts: Iterable[Shift]) -> None:
        self._working += [self._hire(shift) for shift in shifts if shift.sites]

    def poll(self) -> bool:
        """Look after everybody; False when all have ended."""
        for worker in list(self._working):
            code = worker.process.poll()
            if code is None:
                continue
            self._working.remove(worker)
            if code in ENDINGS or self._stopping or len(worker.deaths) == LIVES - 1:
                self.ended.append(worker.report(code))
            else:
                self._working.append(self._hire(worker.shift, (*worker.deaths, worker.last_words(code))))
        return bool(self._working)

    def stop(self) -> None:
        """Ask everybody to finish what is in flight and end; a second time, to drop it."""
        self._stopping = True
        for worker in self._working:
            worker.process.send_signal(signal.SIGINT)

    def drop(self) -> None:
        """End everybody at once. What was in flight is asked for again; what was acknowledged is on disk."""
        for worker in self._working:
            worker.process.kill()
            worker.process.wait()

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, or until somebody ends."""
        with suppress(subprocess.TimeoutExpired):
            self._working[0].process.wait(seconds)

    def gather(self) -> list[str]:
        """Nothing to do: all write the same archive."""
        return []

    @property
    def pids(self) -> dict[str, int]:
        """Worker -> process id, of those at work."""
        return {worker.shift.worker: worker.process.pid for worker in self._working}

    def _hire(self, shift: Shift, deaths: tuple[str, ...] = ()) -> Worker:
        said, complained = tempfile.TemporaryFile("w+b"), tempfile.TemporaryFile("w+b")  # noqa: SIM115
        order = command(self._archive, self._sites, self._arguments, shift)
        # A session of its own: Ctrl-C on the terminal reaches the child through `stop` alone, and once.
        process = subprocess.Popen(  # noqa: S603 - our own program
            order, stdout=said, stderr=complained, stdin=subprocess.DEVNULL, start_new_session=True
        )
        return Worker(shift, process, said, complained, deaths)


def command(archive: Path, sites: Path, arguments: Sequence[str], shift: Shift) -> list[str]:
    """The crawl of one shift, as a process."""
    return [
        *(sys.executable, "-m", "gxcrawl", "crawl", "--json"),
        *("--archive", str(archive), "--sites", str(sites)),
        *("--set", f"GXCRAWL_WORKER={shift.worker}", *arguments),
        *(argument for site in shift.sites for argument in ("--site", site)),
    ]


@dataclass(slots=True)
class Worker:
    """A process at work, where its output goes, and what became of those before it."""

    shift: Shift
    process: subprocess.Popen[bytes]
    said: IO[bytes]
    complained: IO[bytes]
    deaths: tuple[str, ...]

    def report(self, code: int) -> Ended:
        try:
            told, problem = json.loads(_whole(self.said)), ""
        except ValueError:
            told, problem = {}, self.last_words(code)
        return Ended(self.shift, code, told, self.deaths, problem)

    def last_words(self, code: int) -> str:
        lines = _whole(self.complained).decode("utf-8", "replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "")
        return f"crawl of {self.shift.worker} ended with {code}: {last}".rstrip(": ")


def _whole(file: IO[bytes]) -> bytes:
    with file:
        file.seek(0)
        return file.read()
