"""One figure with its whole chain: value, text as printed, place in the original, capture, checks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from datasette.utils.asgi import NotFound, Request, Response

from parsers.checks import bound
from parsers.document import Box, Unreadable
from parsers.report import Key
from parsers.sniffing import DOC, DOCX, IMAGES, ODT, OFD, RTF
from pipelines import schema
from pipelines.portal import evidence
from pipelines.portal.layout import cells_of
from pipelines.portal.originals import inert
from pipelines.portal.page import NotHere, ask, ask_one, render
from pipelines.processes.pool import Lost

FIGURE = """
select figures.*, reports.forms, reports.title, reports.url, reports.sha256, reports.media_type, reports.parser, reports.grade,
       reports.published, captures.fetched_at, captures.warc_file, captures.warc_offset, captures.warc_length,
       captures.declared_type
from figures join reports on reports.id = figures.report_id
left join captures on captures.id = reports.capture_id
where figures.report_id = :id and table_id = :table and row_id = :row and column_id = :column"""

PLACE = "select places from cell_places where report_id = :id and table_id = :table"
FINDINGS = "select * from findings where report_id = :id and cells is not null order by position"
PICTURED = {
    "application/pdf": "png",
    **dict.fromkeys(IMAGES, "png"),
    OFD: "svg",
    DOCX: "png",
    DOC: "png",
    RTF: "png",
    ODT: "png",
    "text/html": "png",
}
"""Types whose pages can be drawn, and as what: of the last five the pictures inside them. The table of any other, and of these
where it stands as text, is shown with the cell marked."""
VIEWS: Mapping[str, evidence.View] = {"close": "close", "narrow": "narrow"}
MISSING = ("这份报告没有这一格。", "This report has no such cell.")


async def view(datasette: Any, request: Request) -> Response:
    asked = {**request.url_vars, "id": int(request.url_vars["id"])}
    figure = await ask_one(datasette, FIGURE, asked, MISSING)
    place = await _place(datasette, asked)
    page, box, path = split(place)
    key: Key = (asked["table"], asked["row"], asked["column"])
    forms = json.loads(figure["forms"] or "{}")
    findings = await ask(datasette, FINDINGS, {"id": asked["id"]})
    shown, trouble = None, None
    pictured = PICTURED.get(figure["media_type"]) if page is not None else None
    if place and not pictured and datasette.gx_originals.archive is not None:
        shown, trouble = await _surroundings(datasette, figure, place)
    context = {
        "figure": figure,
        "unit": unit(key),
        "page": page,
        "box": ",".join(f"{edge:g}" for edge in box) if box else "",
        "path": path,
        "shown": shown,
        "trouble": trouble,
        "pictured": pictured,
        "originals": datasette.gx_originals.archive is not None,
        "findings": [
            finding for finding in findings if key in bound(finding["check_id"], cells_of(finding), forms)
        ],
        "key": "/".join(key),
    }
    return await render(datasette, request, "gx_cell.html", context)


def unit(key: Key) -> tuple[str, str]:
    """The unit of a cell in both languages; empty strings where the table prints one in each line."""
    cell = schema.codebook()[key]
    if cell.unit == "as printed":
        return "", ""
    return cell.unit, cell.table.unit_en if cell.unit == cell.table.unit else cell.unit


async def picture(datasette: Any, request: Request) -> Response:
    """A page of an archived PDF, picture or OFD with a box drawn in; the box is four numbers in points."""
    sha256, page = request.url_vars["sha256"], int(request.url_vars["page"])
    draw, kind = evidence.picture, "image/png"
    if request.url_vars["kind"] == "svg":
        draw, kind = evidence.drawing, "image/svg+xml"
    box = box_of(request.args.get("box"))
    body = await datasette.gx_originals.read(sha256)
    view = VIEWS.get(request.args.get("view") or "", "page")
    try:
        drawn = await datasette.gx_originals.remembered(draw, body, page, box, view)
    except (evidence.NoPicture, Lost) as error:
        raise NotHere("这一页无法绘出。", "This page cannot be drawn.") from error
    headers = {"cache-control": "public, max-age=86400"}  # the bytes of a digest never change
    return Response(drawn, headers=headers, content_type=kind)


async def original(datasette: Any, request: Request) -> Response:
    """The archived document itself, unable to run anything."""
    sha256 = request.url_vars["sha256"]
    known = await ask(
        datasette, "select media_type, extension from captures where sha256 = :s", {"s": sha256}
    )
    if not known:
        raise NotHere("数据库中没有这份文件。", "There is no such document in this database.")
    body = await datasette.gx_originals.read(sha256)
    name = f"{sha256[:16]}{known[0]['extension'] or ''}"
    return inert(body, known[0]["media_type"], name if name.replace(".", "").isalnum() else sha256[:16])


def split(place: Any) -> tuple[int | None, Box | None, str | None]:
    """(page, box, path) of a compact place, see `pipelines.rows`."""
    if isinstance(place, str):
        return None, None, place
    if isinstance(place, list) and len(place) == 5:
        return int(place[0]), (place[1], place[2], place[3], place[4]), None
    return (int(place[0]), None, None) if isinstance(place, list) else (None, None, None)


def box_of(text: str | None) -> Box | None:
    """Four numbers from an address; None for anything else."""
    try:
        left, top, right, bottom = (float(edge) for edge in (text or "").split(","))
    except ValueError:
        return None
    sane = all(0 <= edge <= 20_000 for edge in (left, top, right, bottom))
    return (left, top, right, bottom) if sane and left <= right and top <= bottom else None


async def _place(datasette: Any, asked: dict[str, Any]) -> Any:
    found = await ask(datasette, PLACE, {"id": asked["id"], "table": asked["table"]})
    return json.loads(found[0]["places"]).get(f"{asked['row']}.{asked['column']}") if found else None


async def _surroundings(datasette: Any, figure: dict[str, Any], place: Any) -> tuple[Any, str | None]:
    """The place in the document read again, or the reason why it cannot be shown."""
    try:
        body = await datasette.gx_originals.read(figure["sha256"])
        declared = figure["declared_type"] or ""
        return await datasette.gx_originals.understand(
            evidence.surroundings, body, declared, figure["url"], place
        ), None
    except NotFound as error:
        return None, str(error)
    except (Lost, Unreadable) as error:
        return None, error.reason
