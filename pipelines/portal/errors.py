"""A clear page in both languages when there is no answer, with the right status."""

from __future__ import annotations

import logging
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, NotFound, Request, Response
from datasette.views.base import DatasetteError

from pipelines.portal.originals import Busy
from pipelines.portal.page import NotHere

log = logging.getLogger(__name__)

TOO_LONG = (
    "查询超过 3 秒的时间限制。请加条件或 limit，或者下载整库自己查询。",
    "The query took longer than the limit of three seconds. Narrow it, add a limit, or download the database.",
)


def explain(exception: Exception) -> tuple[int, str, str, str]:
    """(status, Chinese, English, detail) for an exception of Datasette or of our pages."""
    if isinstance(exception, NotHere):
        return 404, exception.zh, exception.en, ""
    if isinstance(exception, NotFound):
        # An address that is no page of ours is to Datasette the name of a database.
        detail = "" if str(exception) == "Database not found" else str(exception)
        return 404, "没有这个页面。", "There is no such page.", detail
    if isinstance(exception, Busy):
        return 429, "现在查看的人太多，请稍后再试。", "Too many readers at the moment; please try again.", ""
    if isinstance(exception, QueryInterrupted) or getattr(exception, "title", "") == "SQL Interrupted":
        return 400, *TOO_LONG, ""
    if isinstance(exception, DatasetteError):
        # Datasette says 500 where the reader asked for what cannot be, such as a sort by no column.
        status = 400 if exception.status == 500 else exception.status
        return status, "请求无法完成。", "The request cannot be answered.", str(exception.message)
    if isinstance(exception, Base400):
        return exception.status, "请求有误。", "The request is not valid.", str(exception)
    log.error("a page failed", exc_info=exception)
    return 500, "服务器出错，已记录。", "The server failed; this has been logged.", ""


async def page(datasette: Any, request: Request, exception: Exception) -> Response:
    status, zh, en, detail = explain(exception)
    if request.path.endswith(".json"):
        said = {"ok": False, "error": detail or en, "error_zh": zh, "status": status, "title": None}
        return Response.json(said, status=status, headers={"access-control-allow-origin": "*"})
    context = {"status": status, "zh": zh, "en": en, "detail": detail, "sql": request.args.get("sql")}
    html = await datasette.render_template("gx_error.html", context, request=request)
    headers = {"retry-after": "5"} if status == 429 else {}
    return Response.html(html, status=status, headers=headers)
