"""Rows in, rows out: what the store keeps of a capture and its outcome."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.report import Contact
from pipelines import rows, schema
from pipelines.items import Capture, Failure, Outcome
from pipelines.store import Store, canonical_dump
from tests.known_database import capture, on_paper, outcomes, report, requests


def stored(path: Path, values: list[tuple[Capture, Outcome]]) -> sqlite_utils.Database:
    with Store(path, parser="1") as store:
        for value in values:
            store.run(value)
    return sqlite_utils.Database(path)


def test_a_figure_is_a_column_of_its_wide_table(tmp_path: Path) -> None:
    given_ = requests(received=6, handled=6) | requests("natural_person", received=6)
    db = stored(tmp_path / "s.db", [(capture("a"), report(given=given_))])
    found = {row["applicant"]: row["received"] for row in db["requests"].rows}
    assert found["total"] == 6
    assert found["natural_person"] == 6
    assert found["business"] == 0
    assert len(found) == 7


@pytest.mark.parametrize(("printed", "state"), [("", "blank"), ("/", "mark"), ("?", "lost")])
def test_a_cell_without_a_number_is_null_with_its_reason_never_0(
    tmp_path: Path, printed: str, state: str
) -> None:
    db = stored(tmp_path / "s.db", [(capture("a"), report(given=requests(received=printed)))])
    assert db.execute("select received from requests where applicant = 'total'").fetchone() == (None,)
    assert [(row["row_id"], row["state"]) for row in db["cell_notes"].rows] == [("received", state)]


def test_every_null_of_a_report_has_a_note(tmp_path: Path) -> None:
    db = stored(tmp_path / "s.db", [(capture("a"), report(given=requests(received="", granted="?")))])
    form_2021 = {key for key, cell in schema.codebook().items() if "2021" in cell.forms}
    nulls = set()
    for table in schema.statutory().values():
        assert table.wide
        for row in db[table.name].rows:
            for field in table.wide.fields:
                key = table.wide.key(table.name, row[table.wide.record], field.id)
                if row[field.id] is None and key in form_2021:
                    nulls.add(key)
    notes = {(row["table_id"], row["row_id"], row["column_id"]) for row in db["cell_notes"].rows}
    assert nulls == notes


def test_the_raw_text_stays_when_it_is_not_the_plain_number(tmp_path: Path) -> None:
    plain = report()
    figures = tuple(
        figure._replace(value=1234, raw="１，234")
        if figure.key == ("requests", "received", "total")
        else figure
        for figure in plain.figures
    )
    db = stored(tmp_path / "s.db", [(capture("a"), replace(plain, figures=figures))])
    assert [(row["state"], row["raw"]) for row in db["cell_notes"].rows] == [("reported", "１，234")]


def test_the_place_of_every_cell_can_be_found(tmp_path: Path) -> None:
    db = stored(tmp_path / "s.db", [(capture("a", media_type="application/pdf"), on_paper(report()))])
    sql = "select json_extract(places, '$.\"received.total\"') from cell_places where table_id = 'requests'"
    assert db.execute(sql).fetchone()[0] == "[2,72.0,106.0,90.0,118.0]"
    assert db.execute(
        "select sum(json_array_length(json_extract(places, '$.\"received.total\"'))) from cell_places"
    )


def test_putting_twice_changes_nothing(tmp_path: Path) -> None:
    values = outcomes()
    once = list(canonical_dump(stored(tmp_path / "a.db", values)))
    assert list(canonical_dump(stored(tmp_path / "b.db", values + values))) == once


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, random: object
) -> None:
    same_bytes_elsewhere = (
        replace(
            outcomes()[0][0],
            url="http://other.example.cn/x.html",
            title="别处",
            fetched_at="2025-01-01T00:00:00Z",
        ),
        replace(report("河桥县司法局", 2021), title="另一个标题"),
    )
    values = [*outcomes(), same_bytes_elsewhere]
    folder = tmp_path_factory.mktemp("order")
    expected = list(canonical_dump(stored(folder / "a.db", values)))
    random.shuffle(values)  # type: ignore[attr-defined]
    assert list(canonical_dump(stored(folder / "b.db", values))) == expected


def test_a_better_parser_replaces_what_an_older_one_said(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store(path, parser="1") as store:
        store.put(capture("a"), Failure("corrupt", "cannot read"))
        assert store.has(capture("a").sha256)
    with Store(path, parser="2") as store:
        assert not store.has(capture("a").sha256)
        store.put(capture("a"), report())
        assert store.has(capture("a").sha256)
        assert store.db["others"].count == 0
        assert store.db["reports"].count == 1


def test_what_is_no_report_is_listed_with_its_reason(tmp_path: Path) -> None:
    db = stored(tmp_path / "s.db", outcomes())
    assert sorted((row["outcome"], row["reason"]) for row in db["others"].rows) == [
        ("decoy", "guide"),
        ("failed", "truncated"),
    ]


def test_ids_fit_into_what_javascript_counts() -> None:
    assert rows.document_id("f" * 64) * 8 + 7 < 2**53


def test_personal_numbers_are_masked_before_they_are_stored(tmp_path: Path) -> None:
    said = report(text="联系人手机13812345678。", contact=Contact(phone="13812345678"))
    db = stored(tmp_path / "s.db", [(capture("a"), said)])
    assert "13812345678" not in "\n".join(canonical_dump(db))
