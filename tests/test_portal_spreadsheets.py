"""CSV from the reading room opens in a spreadsheet, runs nothing there, and says when it is not whole."""

from __future__ import annotations

import asyncio
import csv
import io
from typing import Any

import pytest

from parsers.report import Section
from pipelines.portal.server import SETTINGS
from pipelines.portal.spreadsheets import CUT, WRONG, inert_csv
from tests.known_database import capture, report, requests
from tests.reading_room import Reader, built

EVIL = '=HYPERLINK("http://example.org","点\n我")'


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    said = report(
        title=EVIL,
        sections=(Section("overview", "@总体", "-1+1\n" + "字" * 140_000),),
        given=requests(received=-5),
    )
    return Reader(built(tmp_path_factory.mktemp("csv"), [(capture("evil"), said)]))


def records(reader: Reader, path: str, **query: str) -> list[dict[str, str]]:
    answer = reader.get(path, params=query)
    assert answer.status_code == 200
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("query", [{}, {"_stream": "on", "_size": "max"}, {"_labels": "on"}])
def test_no_text_of_a_table_runs_as_a_formula(reader: Reader, query: dict[str, str]) -> None:
    assert records(reader, "/gxcrawl/reports.csv", **query)[0]["title"] == f"'{EVIL}"
    section = records(reader, "/gxcrawl/sections.csv", **query)[0]
    assert section["heading"] == "'@总体"
    assert section["text"].startswith("'-1+1\n字字")


def test_no_text_of_a_query_runs_as_a_formula_and_numbers_stay_numbers(reader: Reader) -> None:
    sql = "select title, -1e-7 as small, received from reports join requests on report_id = id where applicant = 'total'"
    assert records(reader, "/gxcrawl.csv", sql=sql) == [
        {"title": f"'{EVIL}", "small": "-1e-07", "received": "-5"}
    ]


@pytest.mark.parametrize("query", [{}, {"_stream": "on"}])
def test_an_answer_that_was_cut_says_so_and_a_whole_one_does_not(
    reader: Reader, query: dict[str, str]
) -> None:
    limit = SETTINGS["max_returned_rows"]
    count = "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) select i from n"
    found = records(reader, "/gxcrawl.csv", sql=count.format(limit + 7), **query)
    assert [found[-2]["i"], found[-1]["i"]] == [str(limit), CUT.format(limit)]
    assert records(reader, "/gxcrawl.csv", sql=count.format(12), **query)[-1]["i"] == "12"


def test_an_error_is_no_empty_file(reader: Reader) -> None:
    answer = reader.get("/gxcrawl.csv", params={"sql": "select nothing"})
    assert (answer.status_code, answer.text) == (400, WRONG)


def test_an_answer_without_rows_is_an_answer(reader: Reader) -> None:
    assert records(reader, "/gxcrawl.csv", sql="select id from reports where 0") == []


def test_a_record_that_comes_in_pieces_is_one_record() -> None:
    """Datasette hands over a row at a time; nothing promises that it always will."""
    sent: list[Any] = []

    async def pieces(scope: Any, receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
        )
        for piece in ('a,b\r\n1,"x\r\n', '=y"\r\n"', '=z",2\r\n'):
            await send({"type": "http.response.body", "body": piece.encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))

    asyncio.run(inert_csv(pieces, 10)({"type": "http", "path": "/t.csv"}, None, send))
    assert b"".join(sent).decode() == '\ufeffa,b\r\n1,"x\r\n=y"\r\n\'=z,2\r\n'
