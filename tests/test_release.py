"""Downloads: complete, described, with sums that hold; the same database gives the same bytes."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from pipelines import schema
from pipelines.publishing.downloads import BOM, inert
from pipelines.publishing.publish import PUBLISHED, publish
from pipelines.publishing.release import SUMS, release
from pipelines.store import WORK_FILE, Store
from tests.known_database import capture, outcomes, report
from tests.reading_room import built


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("release")
    return release(built(base, outcomes()), base / "dist")


def test_every_file_has_its_sum_and_every_sum_holds(folder: Path) -> None:
    sums = dict(reversed(line.split("  ")) for line in (folder / SUMS).read_text().splitlines())  # type: ignore[misc]
    assert set(sums) == {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != SUMS
    }
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_the_packed_database_is_the_database(folder: Path) -> None:
    assert gzip.decompress((folder / f"{PUBLISHED}.gz").read_bytes()) == (folder / PUBLISHED).read_bytes()


@pytest.mark.parametrize("table", schema.tables().values(), ids=lambda table: table.name)
def test_csv_files_hold_every_row_and_open_in_excel(folder: Path, table: schema.Table) -> None:
    text = (folder / "csv" / f"{table.name}.csv").read_text(encoding="utf-8")
    assert text.startswith(BOM)
    header, *lines = csv.reader(text[1:].splitlines(keepends=True))
    assert tuple(header) == table.names
    with sqlite3.connect(folder / PUBLISHED) as db:
        assert len(lines) == db.execute(f"select count(*) from [{table.name}]").fetchone()[0]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-", "-"),
        ("-5", "-5"),
        ("+3.5%", "+3.5%"),
        ("一、总体情况", "一、总体情况"),
        ("", ""),
        (-5, -5),
        (-0.5, -0.5),
        (None, None),
    ],
)
def test_a_text_runs_in_no_spreadsheet_and_a_number_stays_a_number(cell: object, written: object) -> None:
    assert inert(cell) == written


@pytest.mark.parametrize("table", schema.tables().values(), ids=lambda table: table.name)
def test_parquet_files_hold_the_rows_of_the_database(folder: Path, table: schema.Table) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    read = parquet.read_table(folder / "parquet" / f"{table.name}.parquet")
    assert tuple(read.schema.names) == table.names
    order = ", ".join(f"[{name}]" for name in table.key)
    with sqlite3.connect(folder / PUBLISHED) as db:
        rows = db.execute(f"select * from [{table.name}] order by {order}").fetchall()
    assert [tuple(row.values()) for row in read.to_pylist()] == rows


def test_frictionless_finds_the_data_package_and_all_its_tables_valid(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    found = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert found.flatten(["type", "title", "message"]) == []
    assert len(found.tasks) == len(schema.tables())


def test_the_data_package_describes_every_file_and_column(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text())
    assert len(package["resources"]) == len(schema.tables())
    names = {resource["name"] for resource in package["resources"]}
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert fields == data.decode("utf-8-sig").splitlines()[0].split(",")
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])
        for key in resource["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in names


def test_the_croissant_names_files_columns_and_references_that_exist(folder: Path) -> None:
    described = json.loads((folder / "croissant.json").read_text())
    files = {file["@id"]: file for file in described["distribution"]}
    fields = {field["@id"]: field for records in described["recordSet"] for field in records["field"]}
    for file in files.values():
        assert hashlib.sha256((folder / file["contentUrl"]).read_bytes()).hexdigest() == file["sha256"]
    for records in described["recordSet"]:
        assert all(key["@id"] in fields for key in records["key"])
    for field in fields.values():
        assert field["source"]["fileObject"]["@id"] in files
        assert field.get("references", {"field": field})["field"]["@id"] in fields


def test_the_citation_names_version_and_day(folder: Path) -> None:
    text = (folder / "CITATION.cff").read_text()
    assert f'version: "{folder.name}"' in text
    assert 'date-released: "2024-01-20"' in text


def test_the_same_database_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = release(folder / PUBLISHED, tmp_path)
    for path in folder.rglob("*"):
        if path.is_file():
            assert (again / path.relative_to(folder)).read_bytes() == path.read_bytes(), path


def test_the_next_version_tells_what_changed(tmp_path: Path) -> None:
    first = release(built(tmp_path, outcomes()), tmp_path / "dist")
    with Store(tmp_path / WORK_FILE, parser="1") as store:
        store.put(capture("new", day="2024-03-01"), report("新设局"))
    second = release(publish(tmp_path).path, tmp_path / "dist")
    changes = json.loads((second / "changes.json").read_text())
    assert (changes["from"], changes["to"]) == (first.name, second.name)
    assert changes["reports"] == {
        "added": {"all": 1, "capture": 1},
        "changed": {"all": 0},
        "gone": {"all": 0},
    }
    assert (tmp_path / "dist" / "latest").resolve() == second.resolve()
    before = {path: (path.read_bytes(), path.stat().st_ino) for path in second.rglob("*") if path.is_file()}
    assert release(publish(tmp_path).path, tmp_path / "dist") == second
    assert {path: (path.read_bytes(), path.stat().st_ino) for path in before} == before
    assert {path.name for path in (tmp_path / "dist").iterdir()} == {first.name, second.name, "latest"}


def test_a_version_that_was_damaged_is_written_anew(tmp_path: Path) -> None:
    first = release(built(tmp_path, outcomes()), tmp_path / "dist")
    sums = (first / SUMS).read_text()
    (first / SUMS).write_text("torn")
    (first / "CITATION.cff").unlink()
    assert release(tmp_path / PUBLISHED, tmp_path / "dist") == first
    assert (first / SUMS).read_text() == sums and (first / "CITATION.cff").is_file()
    assert {path.name for path in (tmp_path / "dist").iterdir()} == {first.name, "latest"}
