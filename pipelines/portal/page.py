"""What every page of the portal does: ask the database, say clearly when there is no answer, fill a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasette.utils.asgi import NotFound, Request, Response

from pipelines.portal.metadata import DATABASE

Rows = list[dict[str, Any]]
Arguments = Mapping[str, Any]


class NotHere(NotFound):
    """There is no such thing in this database; says so in both languages with status 404."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en


async def ask(datasette: Any, sql: str, arguments: Arguments | None = None) -> Rows:
    """The rows a statement answers, as dicts, under Datasette's time limit."""
    found = await datasette.get_database(DATABASE).execute(sql, dict(arguments or {}))
    return [dict(row) for row in found.rows]


async def ask_one(datasette: Any, sql: str, arguments: Arguments, missing: tuple[str, str]) -> dict[str, Any]:
    """The first row; `NotHere` with the two sentences of `missing` when there is none."""
    found = await ask(datasette, sql, arguments)
    if not found:
        raise NotHere(*missing)
    return found[0]


async def render(
    datasette: Any, request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> Response:
    html = await datasette.render_template(template, dict(context), request=request)
    return Response.html(html, status=status)


def number(text: str | None, low: int, high: int) -> int | None:
    """An argument as an integer between `low` and `high`, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and low <= int(text) <= high else None
