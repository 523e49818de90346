"""`gxcrawl explain`: the chain of one number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from gxcrawl.exits import Exit
from gxcrawl.options import archive_option
from gxcrawl.published import published
from gxcrawl.refusal import Refusal
from pipelines.publishing.explain import Chain, NotFound, explain


@click.command()
@click.argument("agency")
@click.argument("year", type=int)
@click.argument("cell", nargs=-1, metavar="[TABLE ROW COLUMN]")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Print the chain as JSON.")
def command(agency: str, year: int, cell: tuple[str, ...], archive: Path, as_json: bool) -> None:
    """Show where a published number comes from: place, capture, WARC record, form, parser, checks, corrections.

    \b
    Example:
      gxcrawl explain 息县司法局 2023 requests received total
    """
    if len(cell) not in (0, 3):
        raise Refusal(Exit.USAGE, "a cell is three words: TABLE ROW COLUMN")
    database = published(archive)
    try:
        chain = explain(database, agency, year, (cell[0], cell[1], cell[2]) if cell else None)
    except NotFound as error:
        raise Refusal(Exit.NOTHING_READ, str(error)) from error
    click.echo(json.dumps(chain, ensure_ascii=False, indent=1) if as_json else "\n".join(lines(chain)))


def lines(chain: Chain) -> list[str]:
    """The chain for people, from the number to the bytes."""
    report = chain["report"]
    said = [f"{report['agency']} {report['year']}: {report['title']}"]
    if figure := chain.get("figure"):
        value = figure["value"] if figure["value"] is not None else "no value"
        said += [
            f"figure     {figure['row_zh']} · {figure['column_zh']} ({figure['row_en']} · {figure['column_en']})",
            f"value      {value} {figure['unit'] or ''}".rstrip(),
            f"printed    {figure['raw']!r}, {figure['state']}",
            f"place      {_place(figure['place'])}",
            f"form       {report['form']}",
        ]
    said += [
        f"source     {report['url']} (published {report['published'] or 'undated'})",
        f"fetched    {report['fetched_at']}, {report['site']}/{report['channel']}",
        f"bytes      sha256 {report['sha256']}, {report['media_type']}",
        f"archive    {report['warc_file']} offset {report['warc_offset']} length {report['warc_length']}",
        f"parser     {report['parser']}",
    ]
    said += [f"converted  from sha256 {report['derived_from']}"] if report["derived_from"] else []
    said += [f"check      {one['verdict']}: {one['message']}" for one in chain["checks"]]
    said += [f"corrected  {_correction(one)}" for one in chain["corrections"]]
    others = [one for one in chain["versions"] if not one["preferred"]]
    return said + [f"version    {one['role']}, {one['media_type']}, sha256 {one['sha256']}" for one in others]


def _place(place: Any) -> str:
    if isinstance(place, list):
        box = ", ".join(f"{edge:g}" for edge in place[1:])
        return f"page {place[0]:g}" + (f", box {box} (points from the top left)" if box else "")
    return str(place or "not known")


def _correction(one: dict[str, Any]) -> str:
    where = f"{one['table_id']}.{one['row_id']}.{one['column_id']}"
    return f"{where}: {one['was']!r} -> {one['shows']!r} by {one['looked']} on {one['date']}: {one['why']}"
