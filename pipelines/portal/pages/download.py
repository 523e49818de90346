"""Which download is for me: the files of the newest version, with sizes and checksums."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette.utils.asgi import Request, Response

from pipelines.portal.page import ask, render
from pipelines.publishing.release import LATEST, SUMS

# File name (or how it ends) -> who it is for. The first that fits; the rest are tables.
KINDS = (
    (".db.zst", "整库（SQLite，zstd 压缩）", "The whole database, SQLite packed with zstd"),
    (".db.gz", "整库（SQLite，gzip 压缩）", "The whole database, SQLite packed with gzip"),
    (".db", "整库（SQLite）", "The whole database, SQLite"),
    (
        "datapackage.json",
        "数据包说明（Frictionless）",
        "Description of all CSV files (Frictionless Data Package)",
    ),
    (
        "croissant.json",
        "数据集说明（schema.org/Croissant）",
        "Description for data set search and loaders (Croissant)",
    ),
    ("changes.json", "与上一版本的差别", "What changed since the version before"),
    ("CITATION.cff", "引用格式", "How to cite"),
    ("LICENSE.txt", "许可", "Licence"),
)


async def view(datasette: Any, request: Request) -> Response:
    dist: Path | None = datasette.gx_dist
    files = described(dist / LATEST) if dist and (dist / LATEST / SUMS).is_file() else []
    build = {row["name"]: row["value"] for row in await ask(datasette, "select name, value from build")}
    context = {
        "build": build,
        "whole": [file for file in files if file["en"]],
        "tables": {
            kind: [file for file in files if file["name"].startswith(f"{kind.lower()}/")]
            for kind in ("CSV", "Parquet")
        },
        "version": (dist / LATEST).resolve().name if dist and files else "",
    }
    return await render(datasette, request, "gx_download.html", context)


def described(folder: Path) -> list[dict[str, Any]]:
    """Name, size, checksum and purpose of every file a version consists of."""
    lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
    files = []
    for digest, name in (line.split("  ", 1) for line in lines):
        kind = next((kind for kind in KINDS if name.endswith(kind[0])), ("", "", ""))
        size = (folder / name).stat().st_size
        files.append({"name": name, "sha256": digest, "size": size, "zh": kind[1], "en": kind[2]})
    order = [kind[0] for kind in KINDS]
    return sorted(files, key=lambda file: _rank(file["name"], order))


def _rank(name: str, order: list[str]) -> tuple[int, str]:
    return next((place for place, end in enumerate(order) if name.endswith(end)), len(order)), name
