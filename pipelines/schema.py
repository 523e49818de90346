"""What the database looks like: the tables of `tables.toml` and the statutory tables derived from the forms.

A statutory table becomes one wide table: a record per printed row (per printed column where the table is
long), with a database column per cell. Labels, units and notes come from `parsers/forms/*.toml`; nothing is
named twice.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from parsers import forms
from parsers.report import Key


@dataclass(frozen=True, slots=True)
class Column:
    """A database column. `unit` is printed beside the values, `references` names the table it points to."""

    name: str
    type: Literal["integer", "text", "real"]
    zh: str
    en: str
    unit: str = ""
    references: str = ""
    index: bool = False
    label: str = ""
    """The official Chinese label alone, for statutory columns; `label_en` its English twin."""
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Wide:
    """How a statutory table lies in its wide table: which line is the record, which the column."""

    record: str
    by: Literal["row", "column"]
    records: tuple[forms.Line, ...]
    fields: tuple[forms.Line, ...]

    def key(self, table: str, record: str, field: str) -> Key:
        return (table, record, field) if self.by == "row" else (table, field, record)

    def split(self, key: Key) -> tuple[str, str]:
        """(record, column name) of a cell."""
        return (key[1], key[2]) if self.by == "row" else (key[2], key[1])


@dataclass(frozen=True, slots=True)
class Table:
    """A database table; `wide` is set for the statutory ones."""

    name: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    label: str = ""
    facets: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    wide: Wide | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class StatutoryCell:
    """One cell of the codebook: the newest form's labels, and every form that has the cell."""

    key: Key
    table: forms.Table
    row: forms.Line
    column: forms.Line
    unit: str
    forms: tuple[str, ...]


@cache
def tables() -> Mapping[str, Table]:
    """Every table by name, in the order readers meet them: reports, figures, text, proofs."""
    declared = _declaration()
    wide = {table.name: table for table in _wide_tables(declared.pop("wide"))}
    own = {name: _declared(name, data) for name, data in declared.items()}
    assert not own.keys() & wide.keys(), "a statutory table may not have the name of another table"
    return {"agencies": own.pop("agencies"), "reports": own.pop("reports"), **wide, **own}


def signature() -> str:
    """What a published database says of its shape; another one was made by another version of the program."""
    return json.dumps({name: len(table.columns) for name, table in tables().items()})


def statutory() -> Mapping[str, Table]:
    return {name: table for name, table in tables().items() if table.wide}


@cache
def codebook() -> Mapping[Key, StatutoryCell]:
    """Every cell that any form has, in printed order of the newest form that has it."""
    cells: dict[Key, StatutoryCell] = {}
    for form in reversed(list(forms.load().values())):
        for table in form.tables:
            for row in table.rows:
                for column in table.columns:
                    key = (table.id, row.id, column.id)
                    older = cells[key].forms if key in cells else ()
                    unit = column.unit or row.unit or table.unit
                    cells[key] = StatutoryCell(key, table, row, column, unit, (form.id, *older))
    printed = (key for table in _merged().values() for key in table.keys())
    return {key: cells[key] for key in printed if key in cells}


def _declaration() -> dict[str, Any]:
    return tomllib.loads(files("pipelines").joinpath("tables.toml").read_text(encoding="utf-8"))


def _declared(name: str, data: dict[str, Any]) -> Table:
    columns = tuple(
        Column(column, type_, zh, en, **(more[0] if more else {}))
        for column, (type_, zh, en, *more) in data["columns"].items()
    )
    table = Table(
        name,
        data["zh"],
        data["en"],
        data["about_zh"],
        data["about_en"],
        tuple(data["key"]),
        columns,
        label=data.get("label", ""),
        facets=tuple(data.get("facets", ())),
        indexes=(
            *(tuple(index) for index in data.get("indexes", ())),
            *((column.name,) for column in columns if column.index),
        ),
    )
    named = {*table.key, *table.facets, *(name for index in table.indexes for name in index)}
    unknown = (named | {table.label or table.key[0]}) - set(table.names)
    assert not unknown, f"pipelines/tables.toml, [{name}]: no column {sorted(unknown)}"
    return table


@cache
def _merged() -> Mapping[str, forms.Table]:
    """Each statutory table with the lines of all forms; the newest form comes first and names what it has."""
    merged: dict[str, forms.Table] = {}
    for form in forms.load().values():
        for table in form.tables:
            known = merged.get(table.id)
            merged[table.id] = _union(known, table) if known else table
    return merged


def _union(newer: forms.Table, older: forms.Table) -> forms.Table:
    """The lines of both; the unit of an older table goes with its own: fees are 万元 in 2021, but items (项) in 2019."""
    return replace(
        newer,
        rows=newer.rows + _added(newer.rows, older.rows, older.unit),
        columns=newer.columns + _added(newer.columns, older.columns, older.unit),
    )


def _added(known: tuple[forms.Line, ...], lines: tuple[forms.Line, ...], unit: str) -> tuple[forms.Line, ...]:
    ids = {line.id for line in known}
    return tuple(replace(line, unit=line.unit or unit) for line in lines if line.id not in ids)


def _wide_tables(declared: Mapping[str, Any]) -> Iterator[Table]:
    for table in _merged().values():
        how = declared.get(table.id, {"record": "item", "axis": "row", "zh": "项目", "en": "item"})
        by_row = how["axis"] == "row"
        records, fields = (table.rows, table.columns) if by_row else (table.columns, table.rows)
        wide = Wide(how["record"], how["axis"], records, fields)
        yield Table(
            table.id,
            table.label.split("：")[-1],
            table.label_en.split(": ")[-1].capitalize() if ": " in table.label_en else table.label_en,
            f"{table.label}。每份报告每个{how['zh']}一行；空值的原因见 cell_notes。",
            f"{table.label_en}. One row per report and {how['en']}; the reason for a NULL is in cell_notes.",
            ("report_id", wide.record),
            (
                Column("report_id", "integer", "年度报告", "report", references="reports"),
                Column(wide.record, "text", *_record_labels(how, records)),
                *(_field(table, field) for field in fields),
            ),
            wide=wide,
        )


def _record_labels(how: Mapping[str, str], records: tuple[forms.Line, ...]) -> tuple[str, str]:
    zh = "、".join(f"{line.id} {line.label}" for line in records)
    en = ", ".join(f"{line.id}: {line.label_en}" for line in records)
    return f"{how['zh']}：{zh}", f"{how['en']}: {en}"


def _field(table: forms.Table, line: forms.Line) -> Column:
    group = f"{line.group} " if line.group else ""
    zh = f"{group}{line.label}。{line.note_zh}" if line.note_zh else f"{group}{line.label}"
    en = f"{line.label_en}. {line.note}" if line.note else line.label_en
    unit = line.unit or table.unit
    return Column(
        line.id,
        "real" if line.decimal else "integer",
        zh,
        en,
        unit=unit,
        label=line.label,
        label_en=line.label_en,
    )
