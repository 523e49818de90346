"""The Executor on a Dask cluster. Each worker guards its documents with child processes of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import cache, partial
from typing import Any, ParamSpec, TypeVar

import distributed

from pipelines.parse import parser_version
from pipelines.processes.limits import Limits
from pipelines.processes.pool import GuardedExecutor, Lost, RecycledPool
from pipelines.processes.workers import NoCluster

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 10
"""Seconds a scheduler has to answer."""

_RETRIES = 2
"""How often a call moves on when its worker is lost, before the document is given up."""


class ClusterExecutor(GuardedExecutor):
    """Calls run on the workers of the scheduler at `address` (`tcp://host:8786`)."""

    def __init__(self, address: str, limits: Limits) -> None:
        self._limits = limits
        self._client = connect(address)
        self.width = sum(self._client.nthreads().values())
        self._executor = self._client.get_executor(pure=False, retries=_RETRIES)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if kwargs:
            raise TypeError("calls of the pool take positional arguments only")
        answer: Future[T] = Future()
        answer.set_running_or_notify_cancel()
        self._executor.submit(_guarded, self._limits, fn, *args).add_done_callback(partial(_pass_on, answer))
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait)
        self._client.close()


class ErrandExecutor(Executor):
    """Calls that may take hours and look after themselves: no limits. One that raises is tried again elsewhere."""

    def __init__(self, address: str) -> None:
        self._client = connect(address)
        self._executor = self._client.get_executor(pure=False, retries=_RETRIES)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = self._executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait)
        self._client.close()


def connect(address: str) -> Any:
    """A client of the scheduler at `address`, whose workers read as we do. Raises `NoCluster`."""
    dial: Any = distributed.Client  # without types of its own
    try:
        client = dial(address, timeout=PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        raise NoCluster(f"no Dask scheduler answers at {address}: {error}") from error
    try:
        _compare_versions(client, address)
    except BaseException:
        client.close()
        raise
    return client


def _compare_versions(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        found = client.run(parser_version)
    except TimeoutError as error:
        raise NoCluster(f"the scheduler at {address} has no workers") from error
    except Exception as error:
        raise NoCluster(f"the workers of {address} do not have gxcrawl: {error}") from error
    for worker, version in sorted(found.items()):
        if version != parser_version():
            raise NoCluster(f"worker {worker} reads with parser {version}, we with {parser_version()}")


@cache
def _guard(limits: Limits) -> RecycledPool:
    return RecycledPool(1, limits)


def _guarded(limits: Limits, function: Callable[..., Any], *arguments: Any) -> Any:
    return _guard(limits).submit(function, *arguments).result()


def _pass_on(answer: Future[Any], done: Future[Any]) -> None:
    error = done.exception()
    if isinstance(error, distributed.KilledWorker):
        error = Lost("died", f"lost with its worker {_RETRIES + 1} times")
    if error:
        answer.set_exception(error)
    else:
        answer.set_result(done.result())
