"""The statutory forms, declared once as data; parser, checks, tables, dictionary and Datasette metadata derive from them.

`load()` gives the forms by id, newest first. A form is a set of tables; a table is rows and columns with the labels people
print; an identity (勾稽关系) says which cells must add up to which.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

from parsers.report import Key, Number

ORDER = ("2021", "2019", "2014", "prose")


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column. `stems` recognise it inside a printed label, `exact` only as the whole label."""

    id: str
    label: str
    label_en: str
    stems: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    group: str = ""
    unit: str = ""
    unit_en: str = ""
    decimal: bool = False
    signed: bool = False
    after: str = ""
    """The row whose block this one belongs to, where the label alone does not tell (2014: 被依法纠错数)."""
    note: str = ""
    note_zh: str = ""


@dataclass(frozen=True)
class Table:
    """A statutory table. `layout` is `rows` (a label in front of each row), `one_line` (rows side by side) or `list`."""

    id: str
    section: str
    label: str
    label_en: str
    unit: str
    unit_en: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    layout: Literal["rows", "one_line", "list"] = "rows"

    def row(self, row_id: str) -> Line:
        return self._lines["row"][row_id]

    def column(self, column_id: str) -> Line:
        return self._lines["column"][column_id]

    @cached_property
    def _lines(self) -> Mapping[str, Mapping[str, Line]]:
        return {
            "row": {row.id: row for row in self.rows},
            "column": {column.id: column for column in self.columns},
        }

    def keys(self) -> Iterator[Key]:
        return ((self.id, row.id, column.id) for row in self.rows for column in self.columns)


@dataclass(frozen=True, slots=True)
class Identity:
    """`sum` of rows (or columns) equals the sum of `equals`, for each column (or row) of the table."""

    id: str
    table: str
    each: Literal["row", "column"]
    sum: tuple[str, ...]
    equals: tuple[str, ...]
    label: str
    label_en: str
    source: str

    def instances(self, table: Table) -> Iterator[tuple[tuple[Key, ...], tuple[Key, ...]]]:
        """The cells of both sides, once for each column (or row)."""
        if self.each == "column":
            for column in table.columns:
                yield (
                    tuple((self.table, row, column.id) for row in self.sum),
                    tuple((self.table, row, column.id) for row in self.equals),
                )
        else:
            for row in table.rows:
                yield (
                    tuple((self.table, row.id, column) for column in self.sum),
                    tuple((self.table, row.id, column) for column in self.equals),
                )


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    label: str
    label_en: str
    source: str
    tables: tuple[Table, ...] = ()
    identities: tuple[Identity, ...] = ()

    def table(self, table_id: str) -> Table:
        return next(table for table in self.tables if table.id == table_id)

    def has(self, table_id: str) -> bool:
        return any(table.id == table_id for table in self.tables)

    def adds_up(self, table_id: str, values: Mapping[Key, Number]) -> bool:
        """Whether every sum of a table holds; `values` has all of its cells."""
        table = self.table(table_id)
        return all(
            sum(values[key] for key in left) == sum(values[key] for key in right)
            for identity in self.identities
            if identity.table == table_id
            for left, right in identity.instances(table)
        )


@cache
def load() -> Mapping[str, Form]:
    """All forms by id, newest first."""
    forms: dict[str, Form] = {}
    for form_id in ORDER:
        text = files(__package__).joinpath(f"{form_id}.toml").read_text(encoding="utf-8")
        form = _form(tomllib.loads(text), forms)
        assert form.id == form_id, f"parsers/forms/{form_id}.toml declares id {form.id!r}"
        forms[form_id] = form
    return forms


@cache
def other_checks() -> Mapping[str, Mapping[str, str]]:
    """The checks that are no sums, and the doubts of the parser: id -> zh, en, source."""
    return tomllib.loads(files(__package__).joinpath("checks.toml").read_text(encoding="utf-8"))


def _form(data: dict[str, Any], known: Mapping[str, Form]) -> Form:
    tables = tuple(_table(table, known) for table in data.pop("table", []))
    identities = tuple(_identity(identity, known) for identity in data.pop("identity", []))
    form = Form(tables=tables, identities=identities, **data)
    _audit(form)
    return form


def _table(data: dict[str, Any], known: Mapping[str, Form]) -> Table:
    origin = data.pop("from", None)
    parent = known[origin].table(data["id"]) if origin else None
    values = {field.name: getattr(parent, field.name) for field in fields(Table)} if parent else {}
    values |= data
    values["rows"] = tuple(_line(line, parent.rows if parent else ()) for line in values["rows"])
    values["columns"] = tuple(_line(line, parent.columns if parent else ()) for line in values["columns"])
    return Table(**values)


def _line(data: str | dict[str, Any] | Line, parents: tuple[Line, ...]) -> Line:
    if isinstance(data, Line):
        return data
    if isinstance(data, str):
        return next(line for line in parents if line.id == data)
    values = dict(data)
    for name in ("stems", "exact"):
        values[name] = tuple(values.get(name, ()))
    return Line(**values)


def _identity(data: dict[str, Any], known: Mapping[str, Form]) -> Identity:
    origin = data.pop("from", None)
    values: dict[str, Any] = {}
    if origin:
        parent = next(identity for identity in known[origin].identities if identity.id == data["id"])
        values = {name: getattr(parent, name) for name in Identity.__slots__}
    values |= data
    return Identity(**values | {"sum": tuple(values["sum"]), "equals": tuple(values["equals"])})


def _audit(form: Form) -> None:
    """Every id an identity names exists, and no id stands twice: a typo in a form must not silently weaken a check."""
    for table in form.tables:
        for lines in (table.rows, table.columns):
            ids = [line.id for line in lines]
            assert len(ids) == len(set(ids)), f"form {form.id}, table {table.id}: an id stands twice"
    for identity in form.identities:
        table = form.table(identity.table)
        known = {line.id for line in (table.rows if identity.each == "column" else table.columns)}
        unknown = set(identity.sum + identity.equals) - known
        assert not unknown, f"form {form.id}, identity {identity.id}: unknown {sorted(unknown)}"
