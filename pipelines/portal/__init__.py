"""The reading room: a Datasette plugin with its pages, templates and static files.

What lives here: the hooks below, which only hand over; `pages` (one module a page), `metadata` (from the schema),
`questions.toml`, `language`, `searchbox`, `guard`, `reattach`, and `server`, which puts them together.

What may not live here: anything that writes to the archive or the database.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from pipelines.portal import errors, guard, language, reattach, searchbox, spreadsheets, traffic
from pipelines.portal.labels import (
    cells_named,
    code,
    column_label,
    foreign_keys,
    heading,
    is_number,
    number,
    page_of,
    region,
    table_about,
    table_label,
    web,
)
from pipelines.portal.metadata import DATABASE, metadata
from pipelines.portal.originals import Busy, Originals
from pipelines.portal.questions import canned_queries, choices, load
from pipelines.portal.routes import NAVIGATION, ROUTES

REGION = "区划代码 code"
"""A column of regions in answers."""

MAPPED = 2**31 - 2**16
"""Bytes of a database that are read where they lie, not copied: questions take half the time. SQLite maps no more. A
published file is replaced, never written in place or cut."""

MESSAGES = ("message", "不符之处 what fails")
"""Columns of findings in both languages."""


@hookimpl(trylast=True)  # after Datasette's own sql_functions, which registers escape_fts first
def prepare_connection(conn: sqlite3.Connection) -> None:
    searchbox.register(conn)
    guard.limit(conn)
    conn.execute(f"pragma mmap_size = {MAPPED}")


@hookimpl
def startup(datasette: Any) -> None:
    """Defaults for `datasette gxcrawl.db`: all pages, but no archive to show evidence from, and no downloads."""
    for name, value in (("gx_originals", Originals(None)), ("gx_dist", None), ("gx_started", 0)):
        if not hasattr(datasette, name):
            setattr(datasette, name, value)


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Our pages stand only where our database is: an installed plugin must not take over every Datasette."""
    return ROUTES if DATABASE in datasette.databases else []


@hookimpl
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Titles, units and questions for a Datasette that was not given them by `server`."""
    own = DATABASE in datasette.databases and not datasette._metadata_local
    return metadata(canned_queries()) if own else {}


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    async def busy(scope: Any, receive: Any, send: Any) -> None:
        request = Request({**scope, "csrftoken": str}, receive)  # templates ask for one, and none is made yet
        answer = await errors.page(datasette, request, Busy())
        await answer.asgi_send(send)

    def wrap(app: Any) -> Any:
        """From the inside out: what is asked last stands first."""
        app = spreadsheets.inert_csv(app, datasette.setting("max_returned_rows"))
        app = language.remembering(searchbox.remembering_query(app))
        app = traffic.queueing_sql(app, busy)
        app = reattach.watching(traffic.answering_what_is_new(app, datasette), datasette)
        return guard.with_headers(app)

    return wrap


@hookimpl
def extra_template_vars(request: Request | None) -> dict[str, Any]:
    chosen = language.of(request)
    return {
        "t": language.speaker(chosen),
        "s": language.plain_speaker(chosen),
        "apart": language.apart,
        "heading": heading,
        "language": chosen,
        "languages": language.LANGUAGES,
        "here": request.full_path if request else "/",
        "column_label": column_label,
        "table_label": table_label,
        "table_about": table_about,
        "foreign_keys": foreign_keys,
        "is_number": is_number,
        "code": code,
        "region_name": region,
        "choices": choices,
        "web": web,
        "navigation": NAVIGATION,
        "questions": load(),
        "n": number,
    }


@hookimpl
def render_cell(value: Any, column: str, table: str | None, datasette: Any) -> Any:
    say = language.speaker(language.CHOSEN.get())
    if isinstance(value, int) and (page := page_of(column)):
        return Markup('<a href="{}" title="{}">{}</a>').format(
            datasette.urls.path(f"/{page}/{value}"), value, say("打开", "open")
        )
    if column == REGION and isinstance(value, str) and value.isdecimal():
        return Markup('<a href="{}">{}</a> {}').format(
            datasette.urls.path(f"/region/{value}"), value, region(value)
        )
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if label := code(column, value):
        return Markup("{} {}").format(value, say(*label))
    if isinstance(value, str) and column in MESSAGES:
        return say(*language.apart(value))
    if isinstance(value, str) and heading(column)[1] == "cells" and (names := cells_named(value)):
        return say(*names)
    return searchbox.cell(value, column)


@hookimpl
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Callable[[], Any]:
    async def answer() -> Response:
        return await errors.page(datasette, request, exception)

    return answer
