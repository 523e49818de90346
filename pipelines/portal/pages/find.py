"""Search over everything: bodies by name, narratives by phrase, with the hits marked."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from pipelines.portal.page import ask, render
from pipelines.portal.searchbox import highlight
from pipelines.publishing import bigrams

AGENCIES = """
select agencies.*, provinces.name as province_zh from agencies
left join provinces on provinces.code = agencies.province
where instr(agencies.name, :first) {more} order by agencies.reports desc, agencies.name limit 12"""

# The texts alone: every report has the statutory headings, 行政复议 among them, and hits of these would say nothing.
IN_TEXT = "text : ({})"

# The first 200 in the order of the index, best of them first: ranking all hits of a common word takes seconds.
HITS = """
select sections.report_id, sections.heading, sections.text, reports.title
from (select rowid, rank from (select rowid, rank from sections_fts where sections_fts match :match limit 200)
      order by rank limit 20) as found
join sections on sections.id = found.rowid join reports on reports.id = sections.report_id
order by found.rank"""

COUNT = "select count(*) as n from (select 1 from sections_fts where sections_fts match :match limit 10000)"


async def view(datasette: Any, request: Request) -> Response:
    asked = (request.args.get("q") or "").strip()[:200]
    words = [word for word in bigrams.fold(asked).split() if word]
    match = IN_TEXT.format(bigrams.match(asked))
    found = await ask(datasette, HITS, {"match": match}) if words else []
    context = {
        "q": asked,
        "agencies": await _agencies(datasette, words),
        "count": (await ask(datasette, COUNT, {"match": match}))[0]["n"] if words else 0,
        "hits": [hit | {"excerpt": highlight(bigrams.excerpt(hit["text"], asked), asked)} for hit in found],
    }
    return await render(datasette, request, "gx_find.html", context)


async def _agencies(datasette: Any, words: list[str]) -> list[dict[str, Any]]:
    """Bodies whose name holds every word."""
    if not words:
        return []
    more = "".join(f" and instr(agencies.name, :word{number})" for number in range(1, len(words)))
    arguments = {"first": words[0]} | {f"word{number}": word for number, word in enumerate(words) if number}
    return await ask(datasette, AGENCIES.format(more=more), arguments)
