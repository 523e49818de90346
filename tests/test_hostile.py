"""Whatever somebody puts on a server: each file ends soon, in a named state, and at worst costs one worker."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from parsers.document import Unreadable
from parsers.normalize import normalize
from parsers.parse import parse
from pipelines.processes.limits import Limits
from pipelines.processes.pool import Lost, RecycledPool
from tests.hostile import Hostile, corpus

CORPUS = sorted(corpus(), key=lambda hostile: hostile.name)
LIMITS = Limits(memory_bytes=3 << 29, cpu_seconds=20, wall_seconds=60)
"""1.5 GiB and 20 s of processor time; the clock on the wall is for machines shared with others."""


def state(body: bytes) -> tuple[str, float]:
    """What becomes of a file, and the seconds of processor time it took."""
    start = time.process_time()
    try:
        parse(normalize(body))
    except Unreadable as error:
        return error.reason, time.process_time() - start
    return "read", time.process_time() - start


@pytest.fixture(scope="module")
def pool() -> Iterator[RecycledPool]:
    with RecycledPool(1, LIMITS) as pool:
        yield pool


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) >= 40


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
def test_a_hostile_file_ends_in_a_named_state(pool: RecycledPool, hostile: Hostile) -> None:
    try:
        found, _ = pool.submit(state, hostile.make()).result(timeout=120)
    except Lost as lost:
        found = lost.reason
    assert found in hostile.states
