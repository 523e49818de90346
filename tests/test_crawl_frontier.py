"""The frontier: leases, acknowledgements, manners; with a clock of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gxcrawl.fetching.frontier import Frontier, Lease, Queued


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def frontier(tmp_path: Path, clock: Clock) -> Iterator[Frontier]:
    opened = start(tmp_path, clock)
    yield opened
    opened.close()


def start(folder: Path, clock: Clock, worker: str = "w", sites: tuple[str, ...] = ("s",)) -> Frontier:
    return Frontier(folder / "frontier.db", worker, sites, clock, lambda wanted: wanted or 1.0)


def ask(number: int, host: str = "a", **more: object) -> Queued:
    return Queued(f"{host}{number}", "s", host, 0, b"%d" % number, **more)  # type: ignore[arg-type]


def take(frontier: Frontier) -> Lease:
    lease = frontier.take()
    assert lease is not None
    return lease


def test_a_host_is_asked_one_at_a_time_and_not_before_its_pause_is_over(
    frontier: Frontier, clock: Clock
) -> None:
    frontier.commit([ask(1), ask(2)], [])
    first = take(frontier)
    clock.now += 10
    assert frontier.take() is None  # the first is still being asked for
    frontier.commit([], [first.id])
    assert take(frontier).body == b"2"


def test_a_queue_of_another_shape_is_emptied_and_its_hosts_keep_their_rest(
    tmp_path: Path, clock: Clock
) -> None:
    with closing(start(tmp_path, clock)) as old:
        old.commit([ask(1, "a"), ask(2, "b")], [])
        old.postpone("a", clock.now + 3600)
    new = Frontier(tmp_path / "frontier.db", "w", ("s",), clock, lambda wanted: wanted or 1.0, shape=7)
    assert (new.outdated, new.resumed, new.left()) == (True, False, 0)
    new.commit([ask(1, "a"), ask(2, "b")], [])
    assert take(new).body == b"2"
    assert new.take() is None
    new.close()
    with closing(start(tmp_path, clock)) as old:
        assert old.outdated


def test_robots_txt_counts(frontier: Frontier) -> None:
    frontier.asked("a")
    assert frontier.received("a", 10).requests == 1


def test_hosts_do_not_wait_for_each_other(frontier: Frontier) -> None:
    frontier.commit([ask(1, "a"), ask(2, "a"), ask(3, "b")], [])
    assert {take(frontier).body, take(frontier).body} == {b"1", b"3"}
    assert frontier.take() is None


def test_the_pause_counts_from_the_sending(frontier: Frontier, clock: Clock) -> None:
    frontier.commit([ask(1), ask(2)], [])
    frontier.commit([], [take(frontier).id])
    assert frontier.take() is None
    assert frontier.next_at() == clock.now + 1
    clock.now += 1
    assert take(frontier).body == b"2"


def test_a_slow_answer_is_followed_by_a_whole_pause(frontier: Frontier, clock: Clock) -> None:
    frontier.commit([ask(1), ask(2)], [])
    lease = take(frontier)
    clock.now += 30
    frontier.received("a", 10)
    frontier.commit([], [lease.id])
    assert frontier.take() is None
    clock.now += 1
    assert frontier.take()


def test_a_host_that_asks_for_more_room_gets_it(frontier: Frontier, clock: Clock) -> None:
    frontier.slow_down("a", 5.0)
    frontier.slow_down("a", 2.0)
    frontier.commit([ask(1), ask(2)], [])
    frontier.commit([], [take(frontier).id])
    clock.now += 4.9
    assert frontier.take() is None
    clock.now += 0.2
    assert frontier.take()


def test_two_workers_are_as_polite_as_one(tmp_path: Path, clock: Clock) -> None:
    one, two = start(tmp_path, clock, "one"), start(tmp_path, clock, "two")
    one.commit([ask(1), ask(2)], [])
    lease = take(one)
    assert two.take() is None
    one.commit([], [lease.id])
    assert two.take() is None
    clock.now += 1
    assert take(two).body == b"2"
    one.close()
    two.close()


def test_the_same_request_is_written_down_once_in_a_round(frontier: Frontier) -> None:
    frontier.commit([ask(1), ask(1)], [])
    frontier.commit([ask(1)], [take(frontier).id])
    assert frontier.left() == 0


def test_a_request_that_comes_back_keeps_its_row(frontier: Frontier, clock: Clock) -> None:
    frontier.commit([ask(1)], [])
    lease = take(frontier)
    frontier.commit([Queued("other key", "s", "b", 5, b"again", lease=lease.id)], [])
    assert frontier.left() == 1
    again = take(frontier)
    assert (again.id, again.body, again.attempts) == (lease.id, b"again", 1)


def test_what_a_dead_worker_held_comes_back_and_what_was_done_does_not(tmp_path: Path, clock: Clock) -> None:
    dead = start(tmp_path, clock)
    dead.commit([ask(1), ask(2, "b"), ask(3, "c")], [])
    dead.commit([], [take(dead).id])
    held = take(dead).body
    dead.close()
    heir = start(tmp_path, clock)
    assert heir.resumed
    assert heir.left() == 2
    clock.now += 9
    assert held in {take(heir).body, take(heir).body}
    heir.close()


def test_a_round_that_is_over_makes_room_for_the_next(tmp_path: Path, clock: Clock) -> None:
    first = start(tmp_path, clock)
    first.commit([ask(1)], [])
    first.commit([], [take(first).id])
    first.close()
    second = start(tmp_path, clock)
    assert not second.resumed
    second.commit([ask(1)], [])
    clock.now += 9
    assert second.take()
    second.close()


def test_sites_that_are_not_part_of_a_crawl_are_left_for_later(tmp_path: Path, clock: Clock) -> None:
    first = start(tmp_path, clock)
    first.commit([ask(1)], [])
    first.close()
    other = start(tmp_path, clock, sites=("t",))
    assert (other.left(), other.take()) == (0, None)
    other.close()
    again = start(tmp_path, clock)
    assert again.take()
    again.close()


def test_a_postponed_host_is_not_waited_for_beyond_our_patience(frontier: Frontier, clock: Clock) -> None:
    frontier.commit([ask(1)], [])
    frontier.postpone("a", clock.now + 3600)
    assert frontier.waiting(clock.now + 900) == 0
    assert frontier.waiting(clock.now + 3600) == 1


def test_costs_are_counted(frontier: Frontier, clock: Clock) -> None:
    frontier.commit([ask(1)], [])
    take(frontier)
    frontier.received("a", 100)
    clock.now += 120
    spent = frontier.received("a", 50)
    assert (spent.requests, spent.bytes, spent.minutes) == (1, 150, 2.0)


def test_a_queue_that_could_not_be_written_is_written_whole_later(
    tmp_path: Path, frontier: Frontier, clock: Clock
) -> None:
    """A host that was met in what was taken back must be met again, or its requests wait for ever."""
    connection = frontier._connection
    pages = connection.execute("pragma page_count").fetchone()[0]
    connection.execute(f"pragma max_page_count = {pages + 2}")
    many = [Queued(f"b{n}", "s", "b", 0, b"x" * 900) for n in range(50)]
    with pytest.raises(sqlite3.OperationalError, match="full"):
        frontier.commit(many, [])
    connection.execute(f"pragma max_page_count = {2**30}")
    frontier.commit(many[:1], [])
    assert take(frontier).body == b"x" * 900


def test_requests_of_a_host_nobody_knows_are_not_forgotten(tmp_path: Path, clock: Clock) -> None:
    first = start(tmp_path, clock)
    first.commit([ask(1)], [])
    first._connection.execute("delete from hosts")
    first.close()
    again = start(tmp_path, clock)
    assert take(again).body == b"1"
    again.close()
