"""Names of tables and columns as readers see them, from the schema; templates call these."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from parsers.words.bodytypes import agency_types
from parsers.words.regions import by_code
from pipelines import schema

NAMED = 6
"""Cells named in words; a finding may bind dozens."""

ROLES = {"page": ("网页", "page"), "attachment": ("附件", "attachment")}
LEVELS = {
    "country": ("国家", "national"),
    "province": ("省级", "province"),
    "prefecture": ("市级", "prefecture"),
    "county": ("县级", "county"),
    "township": ("乡镇", "township"),
}


def table_label(name: str) -> tuple[str, str]:
    """(Chinese, English) title of a table or view; its name when the schema does not know it."""
    table = schema.tables().get(name)
    return (table.zh, table.en) if table else (name, name)


def table_about(name: str) -> tuple[str, str] | None:
    """(Chinese, English) sentence on what a row is."""
    table = schema.tables().get(name)
    return (table.about_zh, table.about_en) if table else None


def column_label(table: str, name: str) -> tuple[str, str, str]:
    """(short Chinese, short English, unit) of a column; empty strings when the schema does not know it."""
    known = schema.tables().get(table)
    column = next((column for column in known.columns if column.name == name), None) if known else None
    if column is None:
        return "", "", ""
    if column.label:
        return _short(column.label, "，。：；（"), column.label_en, column.unit
    return _short(column.zh, "，。：；（"), _short(column.en, ",:;.("), column.unit


@lru_cache(1000)  # readers name columns as they like
def heading(column: str) -> tuple[str, str]:
    """(Chinese, English) of a column a question calls "中文 English"; any other name stands twice."""
    found = re.fullmatch(r"(.*[^\x00-\x7f]\S*) ([\x00-\x7f]*[a-z][\x00-\x7f]*)", column)
    return (found[1], found[2]) if found else (column, column)


def foreign_keys(table: str) -> tuple[str, ...]:
    """The columns of a table that point to another, shown by the label of what they point to."""
    known = schema.tables().get(table)
    return tuple(column.name for column in known.columns if column.references) if known else ()


def code(column: str, value: object) -> tuple[str, str] | None:
    """(Chinese, English) of a code in a column of a table or a question; None where the column holds no codes."""
    return _codes().get(heading(column)[1], {}).get(str(value))


def region(code: str) -> str:
    """The official name of a region by any length of its code; the code where nobody has it."""
    known = by_code().get(code.ljust(6, "0"))
    return known.name if known else code


def cells_named(value: str) -> tuple[str, str] | None:
    """(Chinese, English) of the cells a finding binds, from its JSON; None for anything else."""
    try:
        cells = [schema.codebook()[table, row, column] for table, row, column in json.loads(value)]
    except (ValueError, TypeError, KeyError):
        return None
    more = len(cells) - NAMED
    zh = "；".join(f"{cell.row.label} · {cell.column.label}" for cell in cells[:NAMED])
    en = "; ".join(f"{cell.row.label_en} · {cell.column.label_en}" for cell in cells[:NAMED])
    return (f"{zh}；另 {more} 格", f"{en}; {more} more") if more > 0 else (zh, en)


@cache
def _codes() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    codes: dict[str, dict[str, tuple[str, str]]] = {
        "level": LEVELS,
        "role": ROLES,
        "type": {kind.id: (kind.label, kind.label_en) for kind in agency_types()}
        | {"other": ("其他", "Other")},
    }
    for table in schema.statutory().values():
        assert table.wide
        known = codes.setdefault(table.wide.record, {})
        known.update({line.id: (line.label, line.label_en) for line in table.wide.records})
    return codes


def page_of(column: str) -> str:
    """The kind of page an id in a column of a view or a question leads to; empty for other columns."""
    if column.startswith(("报告编号", "报告 ")) or column.endswith(" report"):
        return "report"
    return "agency" if column == "机关页 agency" else ""


def web(address: str | None) -> str:
    """An address that is safe to put behind a link: a page on the web, never a script."""
    return address if address and address.lower().startswith(("http://", "https://")) else "#"


def is_number(shown: object) -> bool:
    """Whether a shown cell is a plain number, to be set flush right; a date is not."""
    return bool(re.fullmatch(r"-?[\d,]+(\.\d+)?", str(shown)))


def number(value: Any) -> str:
    """A count with thousands separators; anything else as it is, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)


def _short(text: str, stops: str) -> str:
    """The part before the explanation. A label that begins with a bracket （一） keeps it."""
    cuts = [place for place in (text.find(stop, 1) for stop in stops) if place > 0]
    return text[: min(cuts, default=len(text))].strip()
