"""Near-duplicate texts are found, and only those."""

from __future__ import annotations

import random
import tracemalloc
from array import array
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from pipelines.publishing.copies import (
    BELOW,
    BINS,
    NEAREST,
    NEIGHBOURS,
    Sketch,
    copies,
    overlap,
    passages,
    similarity,
    sketch,
)

WORDS = [chr(0x4E00 + number) + chr(0x5E00 + number) for number in range(600)]


def text(seed: int, length: int = 400) -> str:
    return "".join(random.Random(seed).choices(WORDS, k=length))


def test_a_text_with_other_numbers_is_a_copy() -> None:
    first, second = text(1) + "共公开120条", text(1) + "共公开98条"
    assert [
        (found.text, found.earlier, found.family, found.members)
        for found in copies({1: sketch(first), 2: sketch(second), 3: sketch(text(2))}.items())
    ] == [(2, 1, 1, 2)]


def test_the_estimate_is_close_to_the_share_of_pieces_in_common() -> None:
    first, second = text(1) + text(2, 100), text(1) + text(3, 100)
    assert abs(similarity(sketch(first), sketch(second)) - 4 / 6) < 0.2


def test_short_texts_are_not_compared() -> None:
    assert list(copies({1: sketch("本年度无"), 2: sketch("本年度无")}.items())) == []


@given(st.text(alphabet="公开信息年度报告", max_size=300))
def test_a_text_is_wholly_like_itself(said: str) -> None:
    made = sketch(said)
    assert similarity(made, made) == (1.0 if made else 0.0)


def test_the_shared_passage_is_the_longest_one() -> None:
    assert passages("甲乙丙丁戊己", "子丙丁戊丑甲乙") == ["丙丁戊"]
    assert passages("甲乙丙丁戊己", "子丑") == []


def test_up_to_three_long_passages_are_shown_the_longest_first() -> None:
    a, b, c = text(1, 30), text(2, 15), text(3, 4)
    first, second = f"甲{a}乙{c}丙{b}", f"{b}丁{a}戊{c}"
    assert passages(first, second) == [a, b]
    assert passages(a, a, longest=10) == [a[:10]]


@given(st.text(alphabet="公开信息", max_size=40), st.text(alphabet="公开信息", max_size=40))
def test_the_first_passage_is_the_longest_there_is(first: str, second: str) -> None:
    pieces = {first[i:j] for i in range(len(first)) for j in range(i + 1, len(first) + 1)}
    longest = max((len(piece) for piece in pieces if piece in second), default=0)
    assert len("".join(passages(first, second)[:1])) == longest


@given(st.text(alphabet="公开信\n", max_size=30), st.text(alphabet="公开信\n", max_size=30))
def test_the_passages_are_all_stretches_that_cannot_be_made_longer(first: str, second: str) -> None:
    places = [(i, j) for i in range(len(first)) for j in range(i + 1, len(first) + 1) if first[i:j] in second]
    longest = [(i, j) for i, j in places if (i - 1, j) not in places and (i, j + 1) not in places]
    found = passages(first, second, least=0, most=100)
    assert sorted(found) == sorted(first[i:j] for i, j in longest)


def test_a_letter_that_hundreds_copied_names_each_of_them() -> None:
    """Boilerplate in ever so many reports is what the check is for: nobody falls out because the others did it too."""
    hundreds = {key: sketch(text(1) + text(key, 5)) for key in range(2, 800)}
    found = list(copies(hundreds.items()))
    assert {key for pair in found for key in (pair.text, pair.earlier)} == hundreds.keys()
    assert len(found) <= NEAREST * len(hundreds)
    assert {(pair.family, pair.members) for pair in found} == {(2, len(hundreds))}


def test_the_own_year_before_is_told_however_many_others_are_nearer() -> None:
    own = sketch(text(1) + text(2, 90))
    letter = {key: sketch(text(1) + text(key, 5)) for key in range(10, 10 + 20 * NEIGHBOURS)}
    mine = {1: own, **letter, 500: sketch(text(1) + text(10, 5))}
    assert 1 not in {pair.earlier for pair in copies(mine.items()) if pair.text == 500}
    [pair] = [
        pair
        for pair in copies(mine.items(), [(500, 1), (500, 99999)])
        if (pair.text, pair.earlier) == (500, 1)
    ]
    assert 0.6 <= pair.similarity < 1


def test_what_is_asked_for_is_told_only_when_it_is_alike() -> None:
    assert (
        list(copies({1: sketch(text(1)), 2: sketch(text(2)), 3: sketch("")}.items(), [(2, 1), (3, 1)])) == []
    )


def test_a_copy_among_texts_that_share_half_their_words_with_everybody_is_found() -> None:
    """The law's own words stand in every report; they must not crowd out what two of them share besides."""
    boilerplate = text(1, 170)
    many = {key: sketch(boilerplate + text(key, 230)) for key in range(2, 400)}
    many[1000] = sketch(boilerplate + text(7, 180) + text(1000, 40))
    found = [(pair.text, pair.earlier) for pair in copies(many.items())]
    assert found == [(1000, 7)]


def test_families_grow_by_neighbours() -> None:
    """Each is like the next one; the first and the last are not alike."""
    chain = {key: sketch("".join(text(part, 100) for part in range(key, key + 9))) for key in range(1, 9)}
    assert {(pair.family, pair.members) for pair in copies(chain.items())} == {(1, 8)}


def test_overlap_is_unknown_for_nothing() -> None:
    assert overlap("公开", "") is None
    assert overlap("加强培训", "培训加强培训") == 1.0


def test_a_search_holds_a_number_for_each_text_not_its_sketch() -> None:
    def made() -> Iterator[tuple[int, Sketch]]:
        for key in range(3000):
            draw = random.Random(key)
            yield key, array("I", (place << BELOW | draw.getrandbits(BELOW) for place in range(BINS)))

    tracemalloc.start()
    assert list(copies(made())) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3000 * 64, "a sketch takes 256 bytes"
