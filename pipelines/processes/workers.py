"""The Executor seam: where slow and dangerous work runs. The caller does not know which one it got.

A pool of recycled child processes by default; with `GXCRAWL_SCHEDULER=tcp://host:8786` the workers of a Dask cluster,
each of which guards its documents with such a pool of its own.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor

from pipelines.processes.limits import Limits
from pipelines.processes.pool import GuardedExecutor, RecycledPool

SCHEDULER = "GXCRAWL_SCHEDULER"


class NoCluster(Exception):
    """The scheduler cannot be reached, or its workers would read documents with other code than ours."""


def executor(workers: int | None = None, limits: Limits = Limits()) -> GuardedExecutor:  # noqa: B008 - frozen
    """Use it as a context. `workers` counts local processes, by default one for each core; a cluster has its own.

    Raises `NoCluster`.
    """
    scheduler = os.environ.get(SCHEDULER)
    if scheduler:
        from pipelines.processes.cluster import ClusterExecutor  # noqa: PLC0415 - only clusters pay for Dask

        return ClusterExecutor(scheduler, limits)
    return RecycledPool(workers or os.cpu_count() or 1, limits)


def errands() -> Executor | None:
    """The workers of the cluster for calls that take hours, such as a crawl; None where no scheduler is named.

    Raises `NoCluster`.
    """
    scheduler = os.environ.get(SCHEDULER)
    if not scheduler:
        return None
    from pipelines.processes.cluster import ErrandExecutor  # noqa: PLC0415 - only clusters pay for Dask

    return ErrandExecutor(scheduler)
