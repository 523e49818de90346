"""Each question has its right answer on a database where the answer is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parsers.report import Agency, Fact, Key, Report, Section
from pipelines.items import Capture, Outcome
from pipelines.portal.pages.reference import TOPICS
from pipelines.portal.questions import load
from tests.known_database import capture, report, requests
from tests.reading_room import Reader, built

HEQIAO, QINGSHI, GOVERNMENT, QUIET = "河桥县司法局", "青石市财政局", "河桥县人民政府", "静水县档案局"
LONG = "".join(
    f"围绕第{word}项任务细化公开内容、优化公开渠道、强化工作监督。" for word in "甲乙丙丁戊己庚辛壬癸子丑"
)


def cells(table: str, **values: int) -> dict[Key, int | str]:
    """`row__column=value` as figures."""
    return {(table, *name.split("__")): value for name, value in values.items()}  # type: ignore[misc]


def of_2022() -> Report:
    figures = (
        requests(
            received=10,
            granted=6,
            granted_partly=2,
            denied_state_secret=1,
            unavailable_not_held=1,
            handled=10,
        )
        | requests("natural_person", received=7)
        | requests("business", received=3)
        | cells("rules", normative_document__in_force=20, normative_document__issued=5)
        | cells("decisions", penalty__decided=100)
        | cells("fees", administrative_fee__amount_10k_yuan=3)
        | cells("disputes", review__upheld=7, review__corrected=3, review__total=10)
        | cells("disputes", suit_direct__upheld=3, suit_direct__corrected=1, suit_direct__total=4)
    )
    return report(HEQIAO, 2022, given=figures)


def of_2023() -> Report:
    figures = (
        requests(received=30, carried_in=2, granted=20, denied_process=4, rejected_petition=5)
        | requests(rejected_excessive=3, handled=32)
        | cells("rules", normative_document__in_force=10, normative_document__issued=2)
        | cells("rules", normative_document__repealed=1, regulation__in_force=6)
        | cells("decisions", penalty__decided=900)
        | cells("fees", administrative_fee__amount_10k_yuan=5)
    )
    facts = (
        Fact("信息处理费收取额", "", "", 2230, "元", "exact", "other", "收取信息处理费2230元"),
        Fact("粉丝数", "", "抖音", 500, "个", "exact", "overview", "抖音粉丝500个"),
        Fact("收到政府信息公开申请数", "", "", 31, "件", "exact", "requests", "收到申请31件"),
        Fact("行政复议数", "", "", 0, "件", "exact", "disputes", "没有行政复议"),
    )
    failed = tuple(replace(found, verdict="fail", difference=3) for found in report().findings)
    return report(HEQIAO, 2023, given=figures, facts=facts, findings=failed)


def archive() -> list[tuple[Capture, Outcome]]:
    whole = Agency(GOVERNMENT, GOVERNMENT, "411599", "county", "government", "region")
    values: list[tuple[Capture, Outcome]] = [
        (capture("h22", day="2023-01-20"), of_2022()),
        (capture("h23", day="2024-02-10"), of_2023()),
        (
            capture("q22", day="2023-01-10"),
            report(QINGSHI, 2022, region="320200", level="prefecture", kind="finance"),
        ),
        (
            capture("g23", day="2024-03-01"),
            replace(
                report(GOVERNMENT, 2023, given=requests(received=1000, handled=900, granted=900)),
                agency=whole,
            ),
        ),
    ]
    for year in range(2019, 2024):
        said = report(QUIET, year, region="411598", kind="other")
        values.append((capture(f"z{year}", day=f"{year + 1}-01-10"), said))
    for name in ("抄写镇", "照搬镇"):
        said = report(f"{name}人民政府", 2021, region="330101", level="township", kind="township")
        values.append(
            (capture(name, day="2022-01-10"), replace(said, sections=(Section("overview", "一", LONG),)))
        )
    return values


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(built(tmp_path_factory.mktemp("questions"), archive()))


def ask(reader: Reader, question: str, **parameters: str) -> list[tuple[Any, ...]]:
    """The answer, without the ids of reports and bodies."""
    answer = reader.get(f"/gxcrawl/{question}.json", params={"_shape": "array", **parameters})
    assert answer.status_code == 200, answer.text
    return [
        tuple(value for name, value in row.items() if not name.startswith(("报告 ", "机关页", "另一报告")))
        for row in answer.json()
    ]


ANSWERS: dict[str, tuple[dict[str, str], list[tuple[Any, ...]]]] = {
    "q01-late": ({}, [(HEQIAO, "河南", "2024-02-10", "2024-01-31", 10)]),
    "q02-missing": ({}, [(QINGSHI, "江苏", 2022)]),
    "q03-identities": ({}, [(HEQIAO, 2023, "勾稽相符", 3.0, '[["requests","handled","total"]]')]),
    "q04-carried": ({}, [(HEQIAO, 2023, 0, 2, 2)]),
    "q05-in-force": (
        {},
        [
            (HEQIAO, 2023, "normative_document", 20, 2, 1, 10, -11),
            (HEQIAO, 2023, "regulation", 0, 0, 0, 6, 6),
        ],
    ),
    "q06-top-counties": ({}, [("411599", "河南", 30, 1), ("411598", "河南", 0, 1)]),
    "q07-granted": ({"year": "2022"}, [("河南", 2022, 1, 10, 80.0, 10.0, 80.0)]),
    "q08-grounds": (
        {"province": "41"},
        [(year, 0, 0, 0, 0, 0, 0, 0, 0, 0) for year in (2019, 2020, 2021)]
        + [(2022, 1, 0, 0, 0, 0, 0, 0, 0, 10), (2023, 0, 0, 0, 0, 0, 4, 0, 0, 32)],
    ),
    "q09-not-held": (
        {"year": "2022"},
        [("justice", 1, 1, 10, 10.0), ("finance", 1, 0, 0, None), ("other", 1, 0, 0, None)],
    ),
    "q10-petitions": ({"year": "2023"}, [("河南", 2, 5, 32, 15.63)]),
    "q11-excessive": ({}, [(HEQIAO, 2023, 3, 32)]),
    "q12-applicants": (
        {"year": "2022", "province": "41"},
        [("justice", 7, 3, 0, 0, 0, 0, 10), ("other", 0, 0, 0, 0, 0, 0, 0)],
    ),
    "q13-lost": ({"year": "2022"}, [("county", 2022, 3, 10, 30.0, 1, 4, 25.0)]),
    "q14-review-first": (
        {"province": "41"},
        [(year, 0, 0, 0, 1, "否 no") for year in (2019, 2020, 2021)]
        + [(2022, 10, 4, 0, 2, "否 no"), (2023, 0, 0, 0, 2, "否 no")],
    ),
    "q15-zero": ({}, [(QUIET, 2019, 2023)]),
    "q16-handling-fee": ({}, [(HEQIAO, 2023, 2230.0, "元", "收取信息处理费2230元")]),
    "q17-one-type": ({}, [(HEQIAO, 2022, 10, 0, 6, 2, 10, 0, 10), (HEQIAO, 2023, 30, 2, 20, 0, 32, 0, 0)]),
    "q18-stock": ({}, [(HEQIAO, 2023, 20, 10, -50.0)]),
    "q19-regulations": ({}, [(HEQIAO, "county", 2023, 0, 0, 6)]),
    "q20-jumps": ({}, [(HEQIAO, 2023, "penalty", 100, 900, 800, 9.0)]),
    "q21-fees": ({"year": "2023"}, [("411599", "河南", 2023, 5.0, 1), ("411598", "河南", 2023, 0.0, 1)]),
    "q22-copies": ({"year": "2021"}, [("抄写镇人民政府", 2021, "照搬镇人民政府", 2021, 100.0, LONG[:80])]),
    "q24-new-media": ({}, [(HEQIAO, 2023, "粉丝数", "抖音", 500.0, "个", "抖音粉丝500个")]),
    "q25-narrative": ({}, [(HEQIAO, 2023, "收到政府信息公开申请数", 31.0, 30, "收到申请31件")]),
}


@pytest.mark.parametrize("question", sorted(ANSWERS))
def test_the_question_gets_its_answer(reader: Reader, question: str) -> None:
    parameters, expected = ANSWERS[question]
    found = ask(reader, question, **parameters)
    if question == "q22-copies":
        found = [tuple(sorted(found[0][:3:2])), *found[1:]]
        expected = [tuple(sorted(expected[0][:3:2]))]
    assert found == expected


def test_problems_of_two_years_stand_side_by_side(reader: Reader) -> None:
    found = ask(reader, "q23-problems")
    assert [(row[0], row[1], row[4]) for row in found] == [(HEQIAO, 2022, 100.0), (QUIET, 2022, 100.0)]


def test_no_question_is_untested() -> None:
    assert set(load()) == {*ANSWERS, "q23-problems"}
    assert len(load()) == 25


@pytest.mark.parametrize("question", load().values(), ids=lambda question: question.id)
def test_every_question_is_explained_and_can_be_opened(reader: Reader, question: Any) -> None:
    assert question.topic in TOPICS
    page = reader.get(f"/gxcrawl/{question.id}")
    assert page.status_code == 200
    assert question.zh in page.text
    assert f"/gxcrawl/{question.id}" in reader.get("/questions").text
    for name in question.parameters:
        assert f":{name}" in question.sql


def test_an_answer_leads_to_the_report(reader: Reader) -> None:
    page = reader.get("/gxcrawl/q01-late").text
    address = page.split('href="/report/')[1].split('"')[0]
    assert HEQIAO in reader.get(f"/report/{address}").text


def test_the_sums_of_a_province_leave_out_governments_and_say_how_many_have_a_value(tmp_path: Path) -> None:
    whole = Agency(GOVERNMENT, GOVERNMENT, "411599", "county", "government", "region")
    values: list[tuple[Capture, Outcome]] = [
        (capture("a"), report(HEQIAO, 2023, given=requests(received=3))),
        (capture("b"), report(QUIET, 2023, region="411598", given=requests(received=4, handled="/"))),
        (capture("c"), replace(report(GOVERNMENT, 2023, given=requests(received=90)), agency=whole)),
        (capture("d"), report(QINGSHI, 2023, region="320200", given=requests(received="?"))),
    ]
    served = Reader(built(tmp_path, values))

    def sums(row: str) -> list[tuple[str, int, float]]:
        where = {"table_id": "requests", "row_id": row, "column_id": "total", "_shape": "array"}
        found = served.get("/gxcrawl/province_sums.json", params=where).json()
        return [(one["province"], one["reports"], one["value"]) for one in found]

    assert sums("received") == [("41", 2, 7.0)]
    assert sums("handled") == [("32", 1, 0.0), ("41", 1, 0.0)]
    years = served.get("/gxcrawl/province_years.json?_shape=array").json()
    assert [(one["province"], one["counted"], one["received"]) for one in years] == [
        ("32", 0, None),
        ("41", 1, 3),
    ]
