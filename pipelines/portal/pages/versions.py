"""Two versions of a report side by side, and a feed of new, changed and withdrawn reports."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from datasette.utils.asgi import Request, Response

from pipelines.portal.page import Rows, ask, ask_one, render

REPORT = """
select reports.*, captures.fetched_at from reports left join captures on captures.id = reports.capture_id
where reports.id = :id"""
FIGURES = "select * from figures where report_id = :id order by position"
SECTIONS = "select section, heading, text from sections where report_id = :id order by id"
MISSING = ("数据库中没有这份报告。", "There is no such report in this database.")

# The newest sightings. A report is changed when its body had another version of that year before.
CHANGES = """
select reports.id, reports.title, reports.agency_name, reports.year, reports.url, captures.fetched_at,
       exists (select 1 from reports as other join captures as earlier on earlier.id = other.capture_id
               where other.agency_id = reports.agency_id and other.year = reports.year and other.id != reports.id
                 and earlier.fetched_at < captures.fetched_at) as changed
from captures join reports on reports.id = captures.document_id and reports.capture_id = captures.id
order by captures.fetched_at desc, captures.id desc limit 100"""

GONE = """
select reports.id, reports.title, reports.agency_name, reports.year, unlisted.url, unlisted_since
from unlisted join reports on reports.id = unlisted.report_id
order by unlisted_since desc, reports.id limit 100"""

WITHDRAWN = """
select others.id, others.detail, captures.fetched_at from others
left join captures on captures.id = others.capture_id where outcome = 'taken_down' order by others.id"""


async def against(datasette: Any, request: Request) -> Response:
    ids = [int(request.url_vars[name]) for name in ("id", "other")]
    reports = [await ask_one(datasette, REPORT, {"id": id_}, MISSING) for id_ in ids]
    figures = [await ask(datasette, FIGURES, {"id": id_}) for id_ in ids]
    sections = [await ask(datasette, SECTIONS, {"id": id_}) for id_ in ids]
    context = {
        "reports": reports,
        "cells": differences(*figures) if all(figures) else [],
        "empty": any(figures) and not all(figures),
        "sections": changed_sections(*sections),
    }
    return await render(datasette, request, "gx_versions.html", context)


async def feed(datasette: Any, request: Request) -> Response:
    """Atom (RFC 4287): new and changed reports, the newest first, then those gone from their lists or withdrawn on request."""
    base = f"{request.scheme}://{request.host}"
    changes = await ask(datasette, CHANGES)
    gone = await ask(datasette, GONE)
    entries = [
        _entry(
            f"{base}{datasette.urls.path('/report/' + str(row['id']))}",
            f"{'更正 changed' if row['changed'] else '新增 new'}：{row['title']}",
            row["fetched_at"],
            f"{row['agency_name']} {row['year'] or ''}",
        )
        for row in changes
    ]
    entries += [
        _entry(
            f"{base}{datasette.urls.path('/report/' + str(row['id']))}#unlisted",
            f"消失 removed：{row['title']}",
            row["unlisted_since"],
            f"{row['agency_name']} {row['year'] or ''} {row['url']}",
        )
        for row in gone
    ]
    entries += [
        _entry(f"{base}/gxcrawl/others/{row['id']}", "撤下 withdrawn", row["fetched_at"], row["detail"])
        for row in await ask(datasette, WITHDRAWN)
    ]
    newest = [row["fetched_at"] for row in changes[:1]] + [row["unlisted_since"] for row in gone[:1]]
    updated = max(newest, default="1970-01-01T00:00:00Z")
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        "<title>政府信息公开工作年度报告：更新 Annual disclosure reports: changes</title>"
        f"<id>{escape(base)}/changes.atom</id><updated>{escape(updated)}</updated>"
        "<author><name>gxcrawl</name></author>"
        f'<link rel="self" href={quoteattr(base + "/changes.atom")}/>{"".join(entries)}</feed>\n'
    )
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def differences(first: Rows, second: Rows) -> list[dict[str, Any]]:
    """Cells whose value or state differs, with both; a cell only one version has differs too."""
    sides = [
        {(row["table_id"], row["row_id"], row["column_id"]): row for row in rows} for rows in (first, second)
    ]
    keys = sorted(sides[0].keys() | sides[1].keys(), key=lambda key: _position(key, sides))
    pairs = [(sides[0].get(key), sides[1].get(key)) for key in keys]
    return [
        {"cell": one or other, "first": one, "second": other}
        for one, other in pairs
        if _said(one) != _said(other)
    ]


def changed_sections(first: Rows, second: Rows) -> list[dict[str, Any]]:
    """Sections whose text differs, with both texts; white space does not count."""
    texts = [{row["section"]: row for row in rows} for rows in (first, second)]
    names = [row["section"] for row in first] + [row["section"] for row in second]
    return [
        {"heading": (texts[0].get(name) or texts[1][name])["heading"]}
        | {"first": _text(texts[0].get(name)), "second": _text(texts[1].get(name))}
        for name in dict.fromkeys(names)
        if "".join(_text(texts[0].get(name)).split()) != "".join(_text(texts[1].get(name)).split())
    ]


def _position(key: tuple[str, str, str], sides: list[dict[tuple[str, str, str], dict[str, Any]]]) -> int:
    return int((sides[0].get(key) or sides[1][key])["position"])


def _said(figure: dict[str, Any] | None) -> tuple[Any, Any] | None:
    return (figure["value"], figure["state"]) if figure else None


def _text(section: dict[str, Any] | None) -> str:
    return (section["text"] or "") if section else ""


def _entry(address: str, title: str, updated: str | None, summary: str) -> str:
    return (
        f"<entry><id>{escape(address)}</id><title>{escape(title)}</title>"
        f"<updated>{escape(updated or '1970-01-01T00:00:00Z')}</updated>"
        f"<link href={quoteattr(address)}/><summary>{escape(summary)}</summary></entry>"
    )
