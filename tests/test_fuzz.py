"""Damaged files of every format become a document or are refused with a reason; `benchmarks/fuzz.py` goes on for longer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.damage import KINDS, Mutation, attempt, damaged
from benchmarks.undamaged import samples
from pipelines.processes.limits import Limits
from pipelines.processes.pool import RecycledPool

SAMPLES = {name: make() for name, make in samples().items()}
REASONS = frozenset(
    "read empty truncated encrypted too_large too_many_pages too_deep bomb not_a_document unsupported corrupt no_text "
    "garbled".split()
)
MUTATIONS = st.builds(
    Mutation,
    kind=st.sampled_from(KINDS),
    where=st.floats(0, 1),
    size=st.sampled_from((1, 2, 4, 8, 40, 400)),
    value=st.integers(0, 65535),
)


@pytest.fixture(scope="module")
def pool() -> Iterator[RecycledPool]:
    with RecycledPool(1, Limits(memory_bytes=3 << 29, cpu_seconds=20, wall_seconds=60)) as pool:
        yield pool


@pytest.mark.parametrize("name", SAMPLES)
@settings(
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(mutations=st.lists(MUTATIONS, min_size=1, max_size=6))
def test_a_damaged_file_is_read_or_refused(pool: RecycledPool, name: str, mutations: list[Mutation]) -> None:
    assert pool.submit(attempt, damaged(SAMPLES[name], mutations)).result() in REASONS


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_themselves_are_read(name: str) -> None:
    assert attempt(SAMPLES[name]) == ("unsupported" if name == "zip" else "read")
