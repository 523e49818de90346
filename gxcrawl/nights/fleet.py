"""Crawling on a Dask cluster: each share of the sites is one task, taken up by another worker when its own is lost.

No two machines may write one SQLite database, so a task crawls into an archive of its own, `ARCHIVE/shards/PART`, on a path
that all machines see; the machine that planned the night takes in the WARC files. A share keeps its queue and what it
knows of its hosts from night to night, as long as the number of shares stays.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, Future, wait
from contextlib import suppress
from pathlib import Path

from gxcrawl.exits import Exit
from gxcrawl.nights.crew import ENDINGS, Ended, Shift, Worker, command
from pipelines.importing import NotImported, import_warc
from pipelines.space import NoSpace
from pipelines.warc.lock import Locked
from pipelines.warc.vault import WARC
from pipelines.warc.vault_writer import VaultWriter

SHARDS = "shards"
LOOK = 0.5
"""Seconds between two looks of a task at its orders."""

KILL = 3
"""The third order to stop is no longer a request."""

GRACE = 600
"""Seconds after an order until a task that does not answer is given up; its worker may be gone."""


class Fleet:
    """The interface of `gxcrawl.nights.crew.Crew` over an executor whose workers may be other machines."""

    def __init__(self, executor: Executor, archive: Path, sites: Path, arguments: Sequence[str] = ()) -> None:
        self.ended: list[Ended] = []
        self._executor = executor
        self._archive = archive.absolute()
        self._sites = sites.absolute()
        self._arguments = tuple(arguments)
        self._working: dict[Future[Ended], Shift] = {}
        self._stopped_at = 0.0

    def start(self, shifts: Iterable[Shift]) -> None:
        for shift in shifts:
            if shift.sites:
                folder = self._archive / SHARDS / shift.worker
                folder.mkdir(parents=True, exist_ok=True)
                for file in (_lives(folder), _orders(folder)):
                    file.unlink(missing_ok=True)
                future = self._executor.submit(crawl_shard, folder, self._sites, self._arguments, shift)
                self._working[future] = shift

    def poll(self) -> bool:
        """Take down who has ended; False when all have."""
        late = self._stopped_at and time.monotonic() > self._stopped_at + GRACE
        for future, shift in list(self._working.items()):
            begun = _lives(self._archive / SHARDS / shift.worker).exists()
            if future.done():
                self.ended.append(_outcome(future, shift))
            elif late or (self._stopped_at and not begun):
                future.cancel()
                self.ended.append(
                    Ended(shift, Exit.INTERRUPTED, {}, problem=f"{shift.worker} was not taken up")
                )
            else:
                continue
            del self._working[future]
        return bool(self._working)

    def stop(self) -> None:
        """Ask all tasks to finish what is in flight and end; a second time, to drop it."""
        self._stopped_at = time.monotonic()
        self._order()

    def drop(self) -> None:
        """End all tasks at once, and take leave of the cluster."""
        while self._working:
            future, shift = self._working.popitem()
            self._order(KILL, [shift])
            future.cancel()
        self._executor.shutdown(wait=False)

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, or until somebody ends."""
        wait(self._working, seconds, return_when="FIRST_COMPLETED")

    def gather(self) -> list[str]:
        """Take the WARC files of all shares into the archive, each once. Returns what could not be taken in."""
        problems = []
        try:
            with VaultWriter(self._archive, command="import", worker="import") as vault:
                for path in sorted(self._archive.glob(f"{SHARDS}/*/{WARC}/*.warc.gz")):
                    if not (self._archive / WARC / path.name).exists():
                        problems += _take_in(vault, path)
        except (Locked, NoSpace) as error:
            problems.append(f"{error}; the next night takes in what the shares hold")
        return problems

    def _order(self, times: int = 1, shifts: Iterable[Shift] | None = None) -> None:
        for shift in self._working.values() if shifts is None else shifts:
            with _orders(self._archive / SHARDS / shift.worker).open("a") as file:
                file.write("." * times)


def _take_in(vault: VaultWriter, path: Path) -> list[str]:
    try:
        import_warc(vault, path, site_of=str)
    except NotImported as error:
        return [str(error)]
    return []


def crawl_shard(folder: Path, sites: Path, arguments: Sequence[str], shift: Shift) -> Ended:
    """The task: one crawl in a process that dies with its worker. Raises `RuntimeError` when it came to no end."""
    with _lives(folder).open("a") as lives:
        lives.write(f"{shift.worker} was lost with process {os.getpid()} on {socket.gethostname()}\n")
    deaths = tuple(_lives(folder).read_text("utf-8").splitlines()[:-1])
    said, complained = tempfile.TemporaryFile("w+b"), tempfile.TemporaryFile("w+b")  # noqa: SIM115
    process = subprocess.Popen(  # noqa: S603 - our own program
        ["setpriv", "--pdeathsig", "KILL", *command(folder, sites, arguments, shift)],  # noqa: S607 - of util-linux
        stdout=said,
        stderr=complained,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    obeyed = _obey(process, _orders(folder))
    with said, complained:
        worker = Worker(shift, process, said, complained, deaths)
        if process.returncode not in ENDINGS and not obeyed:
            raise RuntimeError(worker.last_words(process.returncode))
        return worker.report(process.returncode)


def _obey(process: subprocess.Popen[bytes], orders: Path) -> int:
    """Wait for the end of a process and pass on what is ordered meanwhile. Returns the number of orders."""
    obeyed = 0
    while process.poll() is None:
        given = orders.stat().st_size if orders.exists() else 0
        if given > obeyed:
            obeyed = given
            process.send_signal(signal.SIGINT if obeyed < KILL else signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK)
    return obeyed


def _outcome(future: Future[Ended], shift: Shift) -> Ended:
    error = future.exception()
    if error:
        return Ended(
            shift, Exit.UNEXPECTED, {}, problem=str(error) or f"{shift.worker}: {type(error).__name__}"
        )
    return future.result()


def _lives(folder: Path) -> Path:
    """A line for each worker that took the share up this night."""
    return folder / "lives"


def _orders(folder: Path) -> Path:
    """As many bytes as orders to stop."""
    return folder / "orders"
