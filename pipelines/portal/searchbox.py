"""Datasette's own search box, in Chinese: what people type becomes phrases over the index of character pairs.

Datasette filters with `fts match escape_fts(:search)`; replacing that function (after Datasette has registered its
own) is enough. Hits are highlighted in cells; FTS5's `snippet` would show pairs.
"""

from __future__ import annotations

import contextvars
import re
import sqlite3
from typing import Any
from urllib.parse import parse_qs

from markupsafe import Markup, escape

from pipelines.publishing import bigrams
from pipelines.publishing.copies import overlap

QUERY = contextvars.ContextVar("gx_query", default="")
SEARCHED = ("text", "heading", "title")
LONG = 300  # characters; a longer cell is shown as an excerpt


def register(connection: sqlite3.Connection) -> None:
    connection.create_function(
        "escape_fts", 1, lambda text: bigrams.match(str(text or "")), deterministic=True
    )
    connection.create_function("gx_match", 1, lambda text: bigrams.match(str(text or "")), deterministic=True)
    connection.create_function(
        "gx_excerpt",
        2,
        lambda text, query: bigrams.excerpt(str(text or ""), str(query or "")),
        deterministic=True,
    )
    connection.create_function(
        "gx_overlap",
        2,
        lambda first, second: overlap(str(first or ""), str(second or "")),
        deterministic=True,
    )


def remembering_query(app: Any) -> Any:
    """An ASGI app that remembers what is searched: Datasette 0.65 does not tell `render_cell`.

    `_searchmode=raw` goes: it would search the index of pairs for words and find nothing of what is there.
    """

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            query = scope.get("query_string", b"")
            if b"_searchmode=" in query:
                query = b"&".join(one for one in query.split(b"&") if not one.startswith(b"_searchmode="))
                scope = {**scope, "query_string": query}
            arguments = parse_qs(query.decode("utf-8", "replace"))
            QUERY.set(next(iter(arguments.get("_search") or arguments.get("q") or [""])))
        await app(scope, receive, send)

    return wrapped


def cell(value: Any, column: str) -> Markup | None:
    """A searched cell with its hits marked; None leaves the cell to Datasette."""
    query = QUERY.get()
    if not query or not isinstance(value, str) or column not in SEARCHED:
        return None
    return highlight(bigrams.excerpt(value, query, 160) if len(value) > LONG else value, query)


def highlight(text: str, query: str) -> Markup:
    """`text` escaped, with every word of the query in <mark>."""
    words = bigrams.words(query)
    if not words:
        return escape(text)
    folded = bigrams.fold_in_place(text)
    hit = re.compile("|".join(re.escape(word) for word in words))
    pieces, end = [], 0
    for found in hit.finditer(folded):
        pieces += [
            escape(text[end : found.start()]),
            Markup("<mark>{}</mark>").format(text[slice(*found.span())]),
        ]
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])
