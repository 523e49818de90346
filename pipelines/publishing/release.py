"""Downloads people can cite: a folder per version with the database, CSV, metadata and checksums.

dist/VERSION/   gxcrawl.db  gxcrawl.db.gz  gxcrawl.db.zst (where zstd is installed)
                csv/*.csv  parquet/*.parquet (where pyarrow is installed)
                datapackage.json  croissant.json  changes.json  CITATION.cff  LICENSE.txt  SHA256SUMS
dist/latest     points to the newest

No clock and no path of this machine goes into a file: the same database gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines import schema
from pipelines.publishing.compare import NotComparable, compare
from pipelines.publishing.croissant import croissant
from pipelines.publishing.downloads import has_parquet, write_csv, write_parquet

SUMS = "SHA256SUMS"
LATEST = "latest"
CHANGES = "changes.json"
FOLDER = "dist"
"""Where `gxcrawl publish` puts downloads, inside the archive folder."""
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
TITLE = "Annual disclosure reports of China's government bodies"
TITLE_ZH = "政府信息公开工作年度报告数据库"
INERT = (
    "CSV 中以 = + - @ 开头、会被电子表格当作公式运行的文字，前面加了一个撇号（'）；数字一概未动。"
    " In the CSV files a text that a spreadsheet would run as a formula (it begins with = + - or @) has an apostrophe"
    " before it; no number is touched. The database and the Parquet files hold every text as it is."
)
TYPES = {"integer": "integer", "real": "number", "text": "string"}


def release(database: Path, dist: Path) -> Path:
    """Write the folder of `database`'s version and point `latest` at it. Returns the folder."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        build: dict[str, str] = dict(connection.execute("select name, value from build"))
        version = build["version"]
        folder, aside = dist / version, dist / f".{version}.writing"
        shutil.rmtree(aside, ignore_errors=True)
        _write_tables(connection, aside)
    finally:
        connection.close()
    _write_database(database, aside)
    _write_text(aside, build, _told(folder) or _changes(_database_before(dist, version), database))
    _write_sums(aside)
    _put(aside, folder)
    _point(dist / LATEST, version)
    return folder


def _told(folder: Path) -> dict[str, Any] | None:
    """What this version told of the one before when it was first released: it is cited, and by now is the latest itself."""
    try:
        told: dict[str, Any] = json.loads((folder / CHANGES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told


def _put(aside: Path, folder: Path) -> None:
    """Move a finished folder to its place. The same files stay where they are: somebody may be reading them."""
    if (folder / SUMS).is_file() and (folder / SUMS).read_bytes() == (aside / SUMS).read_bytes():
        shutil.rmtree(aside)
        return
    old = aside.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    aside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _changes(before: Path | None, database: Path) -> dict[str, Any]:
    """What changed since the version before; when that cannot be read, this is told as the first one, and why."""
    try:
        return compare(before, database)
    except NotComparable as error:
        return compare(None, database) | {"not_compared": str(error)}


def datapackage(build: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Frictionless Data Package: a resource per CSV file with its schema, in both languages."""
    return {
        "profile": "tabular-data-package",
        "name": "gxcrawl",
        "title": f"{TITLE_ZH} {TITLE}",
        "description": INERT,
        "version": build["version"],
        "licenses": [LICENCE],
        "resources": [
            {
                "name": table.name.replace("_", "-"),
                "path": f"csv/{table.name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "encoding": "utf-8",
                "title": f"{table.zh} {table.en}",
                "description": f"{table.about_zh} {table.about_en}",
                "bytes": (folder / "csv" / f"{table.name}.csv").stat().st_size,
                "hash": f"sha256:{_digest(folder / 'csv' / f'{table.name}.csv')}",
                "schema": _table_schema(table),
            }
            for table in schema.tables().values()
        ],
    }


def _table_schema(table: schema.Table) -> dict[str, Any]:
    references = [
        {
            "fields": [column.name],
            "reference": {
                "resource": column.references.replace("_", "-"),
                "fields": [schema.tables()[column.references].key[0]],
            },
        }
        for column in table.columns
        if column.references
    ]
    return {
        "fields": [
            {"name": column.name, "type": TYPES[column.type], "title": column.zh, "description": column.en}
            | ({"unit": column.unit} if column.unit else {})
            for column in table.columns
        ],
        "primaryKey": list(table.key),
        # The province of a body whose region nothing tells has no letters for its code, and is a row all the same.
        "missingValues": [] if table.name == "provinces" else [""],
    } | ({"foreignKeys": references} if references else {})


def _write_tables(connection: sqlite3.Connection, folder: Path) -> None:
    """Every table as CSV, and as Parquet where pyarrow is installed."""
    kinds = {"csv": write_csv} | ({"parquet": write_parquet} if has_parquet() else {})
    for kind, write in kinds.items():
        (folder / kind).mkdir(parents=True)
        for table in schema.tables().values():
            write(connection, table, folder / kind / f"{table.name}.{kind}")


def _write_database(database: Path, folder: Path) -> None:
    copy = folder / database.name
    shutil.copyfile(database, copy)
    with (
        copy.open("rb") as plain,
        (folder / f"{database.name}.gz").open("wb") as packed,
        gzip.GzipFile(filename="", fileobj=packed, mode="wb", compresslevel=6, mtime=0) as stream,
    ):
        shutil.copyfileobj(plain, stream, 1 << 20)
    if zstd := shutil.which("zstd"):
        subprocess.run([zstd, "-q", "-10", "--no-progress", str(copy)], check=True)  # noqa: S603 - our own file


def _write_text(folder: Path, build: Mapping[str, str], changes: Mapping[str, Any]) -> None:
    written = {
        "datapackage.json": json.dumps(datapackage(build, folder), ensure_ascii=False, indent=1) + "\n",
        "croissant.json": json.dumps(
            croissant(build, folder, LICENCE["path"], f"{TITLE_ZH} {TITLE}"), ensure_ascii=False, indent=1
        )
        + "\n",
        CHANGES: json.dumps(changes, ensure_ascii=False, indent=1) + "\n",
        "CITATION.cff": citation(build),
        "LICENSE.txt": f"{LICENCE['title']}\n{LICENCE['path']}\n",
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")


def citation(build: Mapping[str, str]) -> str:
    """Citation File Format 1.2.0."""
    return (
        "cff-version: 1.2.0\n"
        "message: If you use this data, please cite this version of it.\n"
        "type: dataset\n"
        f'title: "{TITLE_ZH} ({TITLE})"\n'
        "authors:\n  - name: gxcrawl\n"
        f'version: "{build["version"]}"\n'
        f'date-released: "{build["data_until"][:10]}"\n'
        f"license: {LICENCE['name']}\n"
    )


def _write_sums(folder: Path) -> None:
    lines = (f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder))
    (folder / SUMS).write_text("".join(lines), encoding="ascii")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != SUMS)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _database_before(dist: Path, version: str) -> Path | None:
    """The database of the version `latest` points to, if it is another one."""
    latest = dist / LATEST
    if not latest.exists() or latest.resolve().name == version:
        return None
    return next(iter(sorted(latest.glob("*.db"))), None)


def _point(latest: Path, version: str) -> None:
    """Swap the link in one step."""
    aside = latest.with_name(f".{LATEST}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(version)
    aside.replace(latest)
