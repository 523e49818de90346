"""Every table and column says what it is, in both languages; statutory ones say it from the forms."""

from __future__ import annotations

import pytest
import sqlite_utils

from parsers.forms import load
from pipelines import schema
from pipelines.portal.metadata import DATABASE, metadata
from pipelines.publishing.views import views
from pipelines.store import create_tables


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize("table", schema.tables().values(), ids=lambda table: table.name)
def test_every_table_and_column_is_described_in_both_languages(table: schema.Table) -> None:
    for zh, en in ((table.zh, table.en), (table.about_zh, table.about_en)):
        assert has_chinese(zh)
        assert en
        assert not has_chinese(en.replace("规章", ""))
    for column in table.columns:
        assert has_chinese(column.zh) or "SHA" in column.zh, column
        assert column.en, column


def test_every_table_of_the_database_is_in_the_metadata() -> None:
    db = sqlite_utils.Database(memory=True)
    create_tables(db)
    known = metadata({})["databases"][DATABASE]["tables"]
    for name in [*db.table_names(), *(name for name, _ in views())]:
        assert known[name]["title"], name
        assert known[name]["description"], name
    for table in db.tables:
        assert set(known[table.name]["columns"]) == {column.name for column in table.columns}


def test_every_cell_of_every_form_has_a_database_column() -> None:
    for form in load().values():
        for table in form.tables:
            wide = schema.tables()[table.id].wide
            assert wide
            for key in table.keys():
                record, field = wide.split(key)
                assert record in {line.id for line in wide.records}
                assert field in schema.tables()[table.id].names
                assert wide.key(table.id, record, field) == key


def test_the_2021_form_has_200_cells_in_the_codebook() -> None:
    assert sum("2021" in cell.forms for cell in schema.codebook().values()) == 200


def test_fees_are_money_in_one_form_and_items_in_another() -> None:
    units = {column.name: column.unit for column in schema.tables()["fees"].columns if column.unit}
    assert units == {"amount_10k_yuan": "万元", "previous_items": "项", "change": "项"}


def test_references_point_to_tables_that_exist() -> None:
    for table in schema.tables().values():
        for column in table.columns:
            assert not column.references or column.references in schema.tables(), (table.name, column)
