"""WACZ 1.1.1: a piece of the archive as one ZIP file that replay tools open by themselves.

https://specs.webrecorder.net/wacz/1.1.1/. Nothing in it is compressed again, so a replay tool can read parts of it;
the same pieces give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any
from uuid import NAMESPACE_URL, uuid5

from pipelines.items import Capture
from pipelines.warc.cdxj import cdxj
from pipelines.warc.extract import extract
from pipelines.warc.ledger import Ledger
from pipelines.warc.vault import Missing

VERSION = "1.1.1"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every member: ZIP knows nothing earlier, and the real times are inside."""


def write_wacz(
    archive: Path, captures: Sequence[Capture], out: Path, *, title: str, software: str, created: str
) -> int:
    """Pack these captures, with all sightings of their contents. Returns the number of answers in it.

    Raises `pipelines.warc.vault.Missing`, also when nothing is asked for, and `pipelines.warc.vault.Damaged`.
    """
    if not captures:
        raise Missing("nothing in the archive is asked for")
    contents = sorted({capture.sha256 for capture in captures})
    aside = out.with_name(f"{out.name}.building")
    with tempfile.TemporaryFile() as warc, Ledger(archive) as ledger:
        made = extract(archive, ledger, contents, warc, "data.warc.gz")
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as package:
            resources = [
                _add_file(package, "archive/data.warc.gz", warc),
                _add(package, "indexes/index.cdx", cdxj(made.lines).encode()),
                _add(package, "pages/pages.jsonl", pages(captures).encode()),
            ]
            description = {
                "profile": "data-package",
                "wacz_version": VERSION,
                "title": title,
                "created": created,
                "software": software,
                "mainPageUrl": captures[0].url,
                "resources": resources,
            }
            body = _json(description)
            _add(package, "datapackage.json", body)
            digest = {"path": "datapackage.json", "hash": _hash(body)}
            _add(package, "datapackage-digest.json", _json(digest))
    aside.rename(out)
    return len(made.lines)


def pages(captures: Iterable[Capture]) -> str:
    """The list of pages a reader starts from, one JSON object a line behind a line about the format."""
    lines: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    lines += [
        {
            "id": uuid5(NAMESPACE_URL, f"{capture.url} {capture.fetched_at}").hex,
            "url": capture.url,
            "ts": capture.fetched_at,
            "title": capture.title or capture.url,
        }
        for capture in captures
        if not capture.derived_from
    ]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def _add(package: zipfile.ZipFile, path: str, body: bytes) -> dict[str, Any]:
    package.writestr(zipfile.ZipInfo(path, _EPOCH), body)
    return {"name": Path(path).name, "path": path, "hash": _hash(body), "bytes": len(body)}


def _add_file(package: zipfile.ZipFile, path: str, file: IO[bytes]) -> dict[str, Any]:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # typeshed wants a FileIO
    size = file.tell()
    file.seek(0)
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.file_size = size
    with package.open(entry, "w") as member:
        while chunk := file.read(1 << 20):
            member.write(chunk)
    return {"name": Path(path).name, "path": path, "hash": f"sha256:{digest}", "bytes": size}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _hash(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"
