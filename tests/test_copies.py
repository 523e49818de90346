"""Near-duplicate texts are found, and only those."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pipelines.copies import copies, overlap, passage, similarity, sketch

WORDS = [chr(0x4E00 + number) + chr(0x5E00 + number) for number in range(600)]


def text(seed: int, length: int = 400) -> str:
    return "".join(random.Random(seed).choices(WORDS, k=length))


def test_a_text_with_other_numbers_is_a_copy() -> None:
    first, second = text(1) + "共公开120条", text(1) + "共公开98条"
    assert [
        (found.first, found.second)
        for found in copies({1: sketch(first), 2: sketch(second), 3: sketch(text(2))})
    ] == [(1, 2)]


def test_the_estimate_is_close_to_the_share_of_pieces_in_common() -> None:
    first, second = text(1) + text(2, 100), text(1) + text(3, 100)
    assert abs(similarity(sketch(first), sketch(second)) - 4 / 6) < 0.2


def test_short_texts_are_not_compared() -> None:
    assert list(copies({1: sketch("本年度无"), 2: sketch("本年度无")})) == []


@given(st.text(alphabet="公开信息年度报告", max_size=300))
def test_a_text_is_wholly_like_itself(said: str) -> None:
    made = sketch(said)
    assert similarity(made, made) == (1.0 if made else 0.0)


def test_the_shared_passage_is_the_longest_one() -> None:
    assert passage("甲乙丙丁戊己", "子丙丁戊丑甲乙") == "丙丁戊"


def test_overlap_is_unknown_for_nothing() -> None:
    assert overlap("公开", "") is None
    assert overlap("加强培训", "培训加强培训") == 1.0
