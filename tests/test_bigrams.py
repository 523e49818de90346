"""The search index finds what contains the words, and nothing else."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.portal.searchbox import highlight
from pipelines.publishing.bigrams import excerpt, match, tokens

TEXTS = st.text(alphabet="公开政府信息复议诉讼，。 a1\n", max_size=40)


def found(text: str, query: str) -> bool:
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table t using fts5(x, tokenize='unicode61')")
    db.execute("insert into t values (?)", (tokens(text),))
    return db.execute("select 1 from t where t match ?", (match(query),)).fetchone() is not None


@pytest.mark.parametrize(
    ("text", "query", "hit"),
    [
        ("申请行政复议三件", "复议", True),
        ("复查。议定", "复议", False),
        ("复。议", "复议", False),
        ("政府信息公开", "信息", True),
        ("政府信息公开", "息信", False),
        ("政府信息公开", "開", True),
        ("抖音、Ｂ站账号", "b站", True),
        ("政府信息 公开", "公开 政府", True),
        ("政府信息", "政府 公开", False),
        ("电话0376", "0376", True),
    ],
)
def test_words_find_texts(text: str, query: str, hit: bool) -> None:
    assert found(text, query) is hit


@given(TEXTS, st.text(alphabet="公开政府信息复议", min_size=1, max_size=4))
def test_a_chinese_phrase_is_found_exactly_where_it_stands(text: str, phrase: str) -> None:
    assert found(text, phrase) is (phrase in text)


@given(st.text(max_size=30))
def test_nothing_people_type_is_a_syntax_error(query: str) -> None:
    found("公开", query)


@given(st.text(max_size=60), st.text(max_size=6))
def test_highlighting_changes_nothing_but_the_marks(text: str, query: str) -> None:
    shown = highlight(text, query)
    assert shown.replace("<mark>", "").replace("</mark>", "") == str(highlight(text, ""))


def test_an_excerpt_shows_the_hit_and_can_be_marked() -> None:
    said = excerpt("开头" * 100 + "收到行政複議申请三件" + "结尾" * 100, "复议")
    assert said.startswith("…")
    assert "<mark>複議</mark>" in highlight(said, "复议")
