"""schema.org/Croissant 1.0 metadata of a version: what search engines for data sets and loaders read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines import schema

_PREFIXED = """citeAs column equivalentProperty extract field fileObject fileProperty fileSet format includes isLiveDataset
jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator source subField
transform"""
CONTEXT: Mapping[str, Any] = {
    "@language": "zh",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{word: f"cr:{word}" for word in _PREFIXED.split()},
}
"""The context of the specification, whole: validators compare it key by key."""
TYPES = {"integer": "sc:Integer", "real": "sc:Float", "text": "sc:Text"}


def croissant(build: Mapping[str, str], folder: Path, licence: str, title: str) -> dict[str, Any]:
    """The data set, a FileObject per CSV file of `folder`, and a RecordSet per table with its columns."""
    tables = schema.tables().values()
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "gxcrawl",
        "description": title,
        "version": build["version"],
        "datePublished": build["data_until"][:10],
        "license": licence,
        "citeAs": f"gxcrawl, {title}, version {build['version']}",
        "inLanguage": ["zh", "en"],
        "distribution": [_file(folder / "csv" / f"{table.name}.csv") for table in tables],
        "recordSet": [_records(table) for table in tables],
    }


def _file(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "contentUrl": f"csv/{path.name}",
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": "text/csv",
        "sha256": digest,
    }


def _records(table: schema.Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.zh} {table.en}. {table.about_zh} {table.about_en}",
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: schema.Table, column: schema.Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": f"{column.zh} · {column.en}" + (f" ({column.unit})" if column.unit else ""),
        "dataType": TYPES[column.type],
        "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": column.name}},
    }
    if column.references:
        key = schema.tables()[column.references].key[0]
        field["references"] = {"field": {"@id": f"{column.references}/{key}"}}
    return field
