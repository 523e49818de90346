"""One report: the statutory tables in their official layout, what does not add up, the text, the proof."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from pipelines.portal.layout import GROUPS, STATES, cells_of, shown_tables
from pipelines.portal.narrative import marked
from pipelines.portal.page import ask, ask_one, render

REPORT = """
select reports.*, provinces.name as province_zh, provinces.name_en as province_en,
       coverage.status as punctuality, coverage.days_late, coverage.deadline
from reports left join provinces on provinces.code = substr(reports.region, 1, 2)
left join coverage on coverage.report_id = reports.id
where reports.id = :id"""

FIGURES = "select * from figures where report_id = :id order by position"

FINDINGS = """
select findings.*, checks.zh, checks.en, checks.source
from findings left join checks on checks.id = findings.check_id
where report_id = :id
order by verdict = 'fail' desc, case level when 'error' then 0 when 'warning' then 1 else 2 end, position"""

VERSIONS = """
select other.id, other.title, other.role, other.media_type, other.preferred, other.published, other.sha256
from reports as this join reports as other on other.agency_id = this.agency_id and other.year = this.year
where this.id = :id order by other.preferred desc, other.published, other.id"""

GRADES = {
    "A": ("全部读出，表内勾稽相符", "all cells read, all identities within the tables hold"),
    "B": ("有空格、缺表或无法核对的项目", "blank cells, a table missing, or checks that cannot be evaluated"),
    "C": ("发布者的数字互相矛盾", "the publisher's numbers contradict each other"),
    "D": (
        "有未能可靠读出的单元格，或多数勾稽不符",
        "cells that could not be read reliably, or most sums fail",
    ),
}

QUALITY = "select * from table_quality where report_id = :id"
CAPTURES = "select * from captures where document_id = :id order by fetched_at, url"


async def view(datasette: Any, request: Request) -> Response:
    here = {"id": int(request.url_vars["id"])}
    report = await ask_one(
        datasette, REPORT, here, ("数据库中没有这份报告。", "There is no such report in this database.")
    )
    findings = await ask(datasette, FINDINGS, here)
    failed = [finding for finding in findings if finding["verdict"] == "fail" and finding["level"] != "note"]
    corrections = await ask(datasette, "select * from corrections where report_id = :id", here)
    corrected = {(row["table_id"], row["row_id"], row["column_id"]) for row in corrections}
    facts = await ask(datasette, "select * from facts where report_id = :id order by position", here)
    sections = await ask(datasette, "select * from sections where report_id = :id order by id", here)
    figures = await ask(datasette, FIGURES, here)
    failing = {key for finding in failed for key in cells_of(finding)}
    context = {
        "report": report,
        "tables": shown_tables(report["forms"], figures, failing, corrected),
        "states": STATES,
        "groups": GROUPS,
        "grades": GRADES,
        "quality": {row["table_id"]: row for row in await ask(datasette, QUALITY, here)},
        "failed": failed,
        "passed": sum(finding["verdict"] == "pass" for finding in findings),
        "notes": [
            finding for finding in findings if finding["verdict"] == "fail" and finding["level"] == "note"
        ],
        "unclear": [finding for finding in findings if finding["verdict"] == "not_evaluable"],
        "corrections": corrections,
        "sections": [
            section | {"marked": marked(section["text"] or "", [fact["quote"] for fact in facts])}
            for section in sections
        ],
        "facts": facts,
        "contact": next(iter(await ask(datasette, "select * from contacts where report_id = :id", here)), {}),
        "versions": await ask(datasette, VERSIONS, here),
        "captures": await ask(datasette, CAPTURES, here),
        "originals": datasette.gx_originals.archive is not None,
    }
    return await render(datasette, request, "gx_report.html", context)
