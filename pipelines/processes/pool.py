"""A pool of recycled child processes with the interface of `concurrent.futures`.

`ProcessPoolExecutor` is broken as a whole when one of its processes dies. Here a document that kills its worker
costs itself: its future raises `Lost` with a named reason, the worker is replaced, the others never notice.
"""

from __future__ import annotations

import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

from pipelines.processes.limits import Limits

P = ParamSpec("P")
T = TypeVar("T")

_START_SECONDS = 60
_MAIN = """\
import sys
sys.path[:] = {path!r}
from pipelines.processes.child import serve
from pipelines.processes.limits import Limits
serve({descriptor}, {limits!r})
"""


class Lost(Exception):
    """The worker did not survive the call. `reason` is `died`, `timeout` or `memory`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[Lost], tuple[str, str]]:
        return type(self), (self.reason, self.detail)


class CannotStart(RuntimeError):
    """A worker process does not come up; the fault is with this installation, not with a document."""


class GuardedExecutor(Executor):
    """An executor whose calls may be lost one by one: their futures then raise `Lost`."""

    width: int
    """How many calls run at once."""


class RecycledPool(GuardedExecutor):
    """`workers` processes, each started when it is first needed."""

    def __init__(self, workers: int, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self.width = workers
        self._limits = limits
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._closed = False
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if self._closed:
            raise RuntimeError("the pool is shut down")
        if kwargs:
            raise TypeError("calls of the pool take positional arguments only")
        future: Future[T] = Future()
        self._calls.put((future, fn, args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._closed = True
        while cancel_futures:
            try:
                call = self._calls.get_nowait()
            except queue.Empty:
                break
            if call:
                call[0].cancel()
        for _ in self._threads:
            self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _work(self) -> None:
        worker = _Worker(self._limits)
        while call := self._calls.get():
            future, function, arguments = call
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(worker.call(function, arguments))
            except Exception as error:  # noqa: BLE001 - it is the future's to raise
                future.set_exception(error)
        worker.stop()


_Call = tuple["Future[Any]", Callable[..., Any], tuple[Any, ...]]


class _Worker:
    """One child process at a time, replaced when it dies, is stopped or has read its share."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None
        self._read = 0

    def call(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        connection = self._ready()
        try:
            connection.send((function, arguments))
            state, value = self._receive(connection, self._limits.wall_seconds)
        except (Lost, EOFError, OSError) as error:
            raise self._bury(error) from None
        self._read += 1
        if state == "memory":
            self.stop()
            raise Lost("memory", f"more than {self._limits.memory_bytes >> 20} MiB of address space")
        if self._read >= self._limits.documents:
            self.stop()
        if state == "raised":
            raise value
        return value

    def stop(self) -> None:
        """Hang up and wait; a child that does not leave is killed."""
        if self._connection and self._process:
            self._connection.close()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = self._connection = None

    def _ready(self) -> Connection[Any, Any]:
        if self._connection and self._process and self._process.poll() is None:
            return self._connection
        self.stop()
        ours, theirs = socket.socketpair()
        with theirs:
            program = _MAIN.format(path=sys.path, descriptor=theirs.fileno(), limits=self._limits)
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-c", program],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the parent, which ends its children in order
            )
        self._connection = Connection(ours.detach())
        self._read = 0
        try:
            self._receive(self._connection, _START_SECONDS)
        except (Lost, EOFError, OSError):
            self._process.kill()
            said = self._process.communicate()[1].decode("utf-8", "replace").strip().splitlines()
            raise CannotStart(said[-1] if said else "the worker process ended at once") from None
        if self._process.stderr:
            self._process.stderr.close()
        return self._connection

    def _receive(self, connection: Connection[Any, Any], seconds: float) -> tuple[str, Any]:
        if not connection.poll(seconds):
            raise Lost("timeout", f"no answer within {seconds:g} s")
        answer: tuple[str, Any] = connection.recv()
        return answer

    def _bury(self, error: Exception) -> Lost:
        """Why the child is gone; kills it when it only does not answer."""
        assert self._process
        if isinstance(error, Lost):
            self._process.kill()
        code = self._process.wait()
        self.stop()
        if isinstance(error, Lost):
            return error
        if code == -signal.SIGXCPU:
            return Lost("timeout", f"more than {self._limits.cpu_seconds} s of processor time")
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        return Lost("died", f"the worker process was {how}" if code < 0 else f"the worker process {how}")
