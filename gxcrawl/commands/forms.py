"""`gxcrawl forms`: what the statutory forms ask for, as the parser knows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from parsers import forms

_LINE_FACTS = ("id", "label", "label_en", "group", "unit", "unit_en")


@click.command(name="forms")
@click.option("--form", "form_id", type=click.Choice(forms.ORDER), help="Only this form.")
@click.option("--json", "as_json", is_flag=True, help="Print the forms as one JSON object.")
def command(form_id: str | None, as_json: bool) -> None:
    """List the forms with their tables, rows, columns and identities.

    The ids are those of `gxcrawl parse --json` and of the database.

    \b
    Example:
      gxcrawl forms --form 2021
      gxcrawl forms --json | jq '.forms[].tables[].rows[].id'
    """
    chosen = [form for form in forms.load().values() if form_id in (None, form.id)]
    if as_json:
        click.echo(
            json.dumps({"forms": [form_object(form) for form in chosen]}, ensure_ascii=False, indent=1)
        )
        return
    click.echo("\n".join(line for form in chosen for line in _told(form)))


def form_object(form: forms.Form) -> dict[str, Any]:
    """A form as JSON; `figures` counts the cells of a table."""
    return {
        "id": form.id,
        "label": form.label,
        "label_en": form.label_en,
        "source": form.source,
        "tables": [_table_object(table) for table in form.tables],
        "identities": [
            {name: getattr(identity, name) for name in forms.Identity.__slots__}
            for identity in form.identities
        ],
    }


def _table_object(table: forms.Table) -> dict[str, Any]:
    facts = ("id", "section", "label", "label_en", "unit", "unit_en", "layout")
    return {
        **{name: getattr(table, name) for name in facts},
        "figures": len(table.rows) * len(table.columns),
        "rows": [_line_object(line) for line in table.rows],
        "columns": [_line_object(line) for line in table.columns],
    }


def _line_object(line: forms.Line) -> dict[str, str]:
    return {name: getattr(line, name) for name in _LINE_FACTS if getattr(line, name)}


def _told(form: forms.Form) -> Iterator[str]:
    yield f"{form.id}  {form.label} / {form.label_en}"
    for table in form.tables:
        size = f"{len(table.rows)} × {len(table.columns)}"
        yield f"  {table.id}  {table.label} / {table.label_en}  ({size}, {table.unit})"
        for name, lines in (("row", table.rows), ("column", table.columns)):
            for line in lines:
                yield f"    {name:6} {line.id:24} {line.group}{'：' if line.group else ''}{line.label}"
    for identity in form.identities:
        yield f"  {identity.id}  {identity.label} / {identity.label_en}"
