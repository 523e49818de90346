"""Paging truths: what a reader of numbered lists must conclude from what it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from gxcrawl.walking import walk
from gxcrawl.walking.walk import Verdict, Walk
from pipelines.items import Entry, Listing, Page

START = "http://site.test/list/"


@dataclass(frozen=True)
class Shown:
    """One answer of the pretended site: entry numbers, and what the page claims."""

    entries: Sequence[int] = ()
    more: bool = False
    shown: int | None = None
    pages: int | None = None
    total: int | None = None
    empty: bool = False
    probe: bool = False
    lost: str = ""


def conclude(*answers: Shown) -> tuple[Verdict, list[int]]:
    """Walk through the answers in the order they are asked for: the verdict, and the entries that were handed on."""
    state = Walk(START)
    taken: list[int] = []
    for answer in answers:
        if answer.lost:
            step = walk.lost(state, answer.lost)
        else:
            entries = tuple(Entry("", "c", f"http://site.test/{n}.html", str(n)) for n in answer.entries)
            following = (f"{START}{state.number + 1}",) if answer.more else ()
            listing = Listing(
                entries,
                following,
                answer.total,
                answer.pages,
                answer.shown,
                answer.empty,
                probe=answer.probe,
            )
            step = walk.read(state, Page(START, b"", state.number), listing)
        taken += [int(entry.title) for entry in step.fresh]
        if step.verdict:
            assert answer is answers[-1], "the walk ended before the answers did"
            return step.verdict, taken
        state = step.walk
    raise AssertionError("the walk did not end")


ONE = Shown([1, 2, 3], more=True, pages=2, shown=1)


def test_declared_is_real() -> None:
    verdict, taken = conclude(ONE, Shown([4], pages=2, shown=2), ONE)
    assert verdict == Verdict("complete")
    assert taken == [1, 2, 3, 4]


def test_a_single_page_needs_no_second_look() -> None:
    assert conclude(Shown([1, 2], pages=1, total=2)) == (Verdict("complete"), [1, 2])


@pytest.mark.parametrize("reason", ["status_404", "status_410", "soft404"])
def test_declared_exceeds_what_can_be_reached(reason: str) -> None:
    three = Shown([1, 2, 3], more=True, pages=3, shown=1)
    verdict, taken = conclude(three, Shown([4, 5, 6], more=True, pages=3, shown=2), Shown(lost=reason), three)
    assert verdict == Verdict("partial", "declared_exceeds_reachable")
    assert taken == [1, 2, 3, 4, 5, 6]


def test_declared_exceeds_what_can_be_reached_when_the_last_page_repeats() -> None:
    three = Shown([1, 2], more=True, pages=3)
    two = Shown([3, 4], more=True, pages=3)
    assert conclude(three, two, two, three)[0] == Verdict("partial", "declared_exceeds_reachable")


def test_a_declared_total_of_records_is_compared_too() -> None:
    assert conclude(Shown([1, 2], total=41))[0] == Verdict("partial", "declared_exceeds_reachable")


def test_a_window_cuts_the_list_off() -> None:
    """Twenty pages are shown, 1456 records are declared, and the last page is full."""
    pages = [Shown([n * 2, n * 2 + 1], more=n < 19, pages=20, total=1456) for n in range(20)]
    assert conclude(*pages, pages[0])[0] == Verdict("partial", "window_capped")


def test_a_full_last_page_at_a_known_window_is_suspect_without_a_total() -> None:
    pages = [Shown([n * 2, n * 2 + 1], more=n < 24, pages=25) for n in range(25)]
    assert conclude(*pages, pages[0])[0] == Verdict("partial", "window_capped")


def test_a_page_that_is_not_the_page_asked_for_gives_no_rows() -> None:
    verdict, taken = conclude(ONE, Shown([7, 8, 9], shown=5, pages=9))
    assert verdict == Verdict("failed", "page_mismatch")
    assert taken == [1, 2, 3]


def test_page_one_again_for_page_two_means_the_number_is_ignored() -> None:
    assert conclude(ONE, Shown([1, 2, 3], more=True, pages=2, shown=1)) == (
        Verdict("failed", "paging_ignored"),
        [1, 2, 3],
    )


def test_an_empty_column_that_says_so_is_complete() -> None:
    assert conclude(Shown(empty=True))[0] == Verdict("complete", "empty")
    assert conclude(Shown(total=0))[0] == Verdict("complete", "empty")


def test_no_rows_and_no_word_about_it_is_a_failure() -> None:
    assert conclude(Shown())[0] == Verdict("failed", "layout_unknown")


def test_the_probe_behind_the_computed_last_page_ends_quietly() -> None:
    probe = Shown([1, 2], more=True, pages=1, total=2, probe=True)
    assert conclude(probe, Shown(lost="status_404"))[0] == Verdict("complete")
    assert conclude(probe, Shown([1, 2], more=True, pages=1, total=2))[0] == Verdict("complete")


def test_an_entry_that_moves_over_a_page_border_makes_a_second_walk() -> None:
    """A new entry 9 pushes 3 to page 2 between the two requests: 3 comes twice, and page 1 has changed."""
    old, new = Shown([1, 2, 3], more=True, pages=2), Shown([9, 1, 2], more=True, pages=2)
    tail = Shown([3, 4], pages=2)
    verdict, taken = conclude(old, tail, new, new, tail, new)
    assert verdict == Verdict("complete")
    assert sorted(set(taken)) == [1, 2, 3, 4, 9]


def test_a_list_that_keeps_moving_is_partial() -> None:
    lists = [Shown([n, n - 1], more=True, pages=2) for n in (10, 20, 30, 40)]
    tail = Shown([1], pages=2)
    assert conclude(lists[0], tail, lists[1], lists[1], tail, lists[2])[0] == Verdict(
        "partial", "moved_during_walk"
    )


def test_a_list_page_that_cannot_be_had() -> None:
    assert conclude(Shown(lost="timeout"))[0] == Verdict("failed", "timeout")
    assert conclude(ONE, Shown(lost="status_403"))[0] == Verdict("partial", "status_403")


@pytest.mark.parametrize("missing", [Shown(), Shown(lost="status_404"), Shown(lost="soft404"), Shown([3, 4])])
def test_a_link_to_a_next_page_is_a_promise(missing: Shown) -> None:
    """Nothing declares a total; page 2 links to page 3, which is blank, gone, another page, or page 2 once more."""
    one, two = Shown([1, 2], more=True), Shown([3, 4], more=True)
    assert conclude(one, two, missing, one)[0] == Verdict("partial", "declared_exceeds_reachable")


def test_a_page_that_was_only_looked_for_may_be_missing() -> None:
    one = Shown([1, 2], more=True, probe=True)
    assert conclude(one, Shown([3], more=True, probe=True), Shown(), one)[0] == Verdict("complete")


def test_a_declared_total_that_was_reached_outweighs_a_link() -> None:
    one = Shown([1, 2], more=True, total=3)
    assert conclude(one, Shown([3], more=True, total=3), Shown(), one)[0] == Verdict("complete")


def test_a_stub_without_a_pager_takes_no_total_back() -> None:
    three = Shown([1, 2], more=True, pages=3, total=6)
    assert conclude(three, Shown([3, 4], pages=1, total=2), three)[0] == Verdict(
        "partial", "declared_exceeds_reachable"
    )


def test_an_entry_taken_off_page_one_pulls_another_past_the_reader() -> None:
    """2 goes, so 4 moves to page 1 after it was read and before page 2 was: the first entry alone would not tell."""
    old, new = Shown([1, 2, 3], more=True), Shown([1, 3, 4], more=True)
    verdict, taken = conclude(old, Shown([5]), new, new, Shown([5]), new)
    assert verdict == Verdict("complete")
    assert sorted(set(taken)) == [1, 2, 3, 4, 5]


def test_pages_that_go_round_in_circles_end() -> None:
    one, two = Shown([1, 2], more=True), Shown([3, 4], more=True)
    mixed = Shown([2, 3], more=True)
    assert conclude(one, two, mixed, one)[0] == Verdict("partial", "declared_exceeds_reachable")


def test_more_entries_than_were_declared_do_not_hide_a_window() -> None:
    """A declared number that is exceeded means something else, so it cannot vouch for the end of the list."""
    pages = [Shown([n * 2, n * 2 + 1], more=n < 19, pages=20, total=9) for n in range(20)]
    assert conclude(*pages, pages[0])[0] == Verdict("partial", "window_capped")
