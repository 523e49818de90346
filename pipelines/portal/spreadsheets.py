"""CSV for people with a spreadsheet: marked as UTF-8, no text runs as a formula, an answer that was cut says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from datasette.utils.asgi import Response

from pipelines.publishing.downloads import BOM, inert

NO_HEADING = "\r\n"
WRONG = "查询有误 / the query is not valid\n"
CUT = "最多 {0} 行，可能不全；全部数据请下载整库 / at most {0} rows, there may be more; download the database for all"

csv.field_size_limit(8_000_000)  # a narrative is longer than the 131,072 characters Python allows; see guard


def response(name: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A CSV file of ours to save as `name`."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    text = BOM + _written([heading, *rows])
    return Response(text, headers=headers, content_type="text/csv; charset=utf-8")


def inert_csv(app: Any, limit: int) -> Any:
    """An ASGI app whose CSV answers cannot run anything.

    Datasette ends an answer after `limit` rows without a word, and answers a query with an error by an empty file.
    """

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(".csv"):
            await app(scope, receive, send)
            return
        writing = _Writing(limit)
        begin: Any = None

        async def sending(message: Any) -> None:
            nonlocal begin
            if message["type"] == "http.response.start" and _is_csv(message):
                begin = message  # held back: the first row shows whether this is an answer at all
                return
            if begin is None or message["type"] != "http.response.body":
                await send(message)
                return
            text = writing.more(message.get("body", b"").decode(), last=not message.get("more_body"))
            if not writing.started:
                await send({**begin, "status": 400} if text == BOM + NO_HEADING else begin)
                writing.started = True
            await send({**message, "body": (WRONG if text == BOM + NO_HEADING else text).encode()})

        await app(scope, receive, sending)

    return wrapped


def _is_csv(start: Any) -> bool:
    """Whether the answer that starts is CSV; Datasette calls it plain text."""
    types: bytes = dict(start.get("headers", [])).get(b"content-type", b"")
    return bool(start["status"] == 200 and types.startswith(b"text/plain"))


class _Writing:
    """The state of one answer: what came of a record that is not whole yet, and how many rows went out."""

    def __init__(self, limit: int) -> None:
        self.started = False
        self._limit = limit
        self._rows = -1  # the heading is none
        self._rest = ""
        self._begun = False

    def more(self, text: str, *, last: bool) -> str:
        """The part of the answer that is whole now. A record is whole when its line ends outside of quotes."""
        self._rest += text
        whole = self._rest.endswith("\n") and self._rest.count('"') % 2 == 0
        ready, self._rest = (self._rest, "") if whole or last else ("", self._rest)
        records = list(csv.reader(io.StringIO(ready, newline="")))
        self._rows += len(records)
        # A stream of a table goes on from here; one of a query ends all the same.
        if last and self._rows == self._limit:
            records.append([CUT.format(self._limit)])
        mark, self._begun = ("" if self._begun or not records else BOM), self._begun or bool(records)
        return mark + _written(records)


def _written(records: Iterable[Sequence[Any]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([inert(cell) for cell in record] for record in records)
    return written.getvalue()
