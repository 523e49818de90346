"""Part of the archive as a WARC file of its own: members are copied as they are, so every digest stays good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pipelines.warc import records
from pipelines.warc.cdxj import Line
from pipelines.warc.ledger import Ledger, NoArchive
from pipelines.warc.members import Span, read_member, spans
from pipelines.warc.vault import WARC, Damaged, Missing
from pipelines.warc.warcfile import OPEN


@dataclass(slots=True)
class Extract:
    """What was written: bytes so far, and the index of the answers among them."""

    size: int = 0
    lines: list[Line] = field(default_factory=list)


def extract(archive: Path, ledger: Ledger, contents: Iterable[str], out: BinaryIO, name: str) -> Extract:
    """Copy every sighting of these contents (by SHA-256) with its request and metadata. `name` is the file's in the
    index. A revisit never comes without the answer it refers to. Raises `Missing` and `Damaged`.
    """
    made = Extract()
    wanted = _places(ledger, contents)
    for file in sorted(wanted):
        path = _path(archive / WARC / file)
        together: dict[str, list[Span]] = defaultdict(list)
        for span in spans(path):
            if not span.sound:
                if span.offset in wanted[file]:
                    raise Damaged(
                        f"{file} at {span.offset}: what is asked for is damaged; see gxcrawl verify"
                    )
                continue
            record = records.parse(read_member(path, span.offset, span.length))
            answer = record.headers.get("warc-concurrent-to")
            if answer and record.type in {"metadata", "request"}:
                together[answer].append(span)
            elif span.offset in wanted[file]:
                for one in together[record.id]:
                    _copy(path, one, out, made)
                made.lines += _lines(record, made.size, span.length, name)
                _copy(path, span, out, made)
            elif record.type == "warcinfo":
                _copy(path, span, out, made)
    return made


def index_archive(archive: Path) -> Iterator[Line]:
    """The index of all answers in all files, from the files alone. Raises `NoArchive` when there are none."""
    paths = sorted((archive / WARC).glob("*.warc.gz")) + sorted((archive / WARC).glob(f"*.warc.gz{OPEN}"))
    if not paths:
        raise NoArchive(f"{archive} holds no WARC file")
    for path in paths:
        for span in spans(path):
            record = records.parse(read_member(path, span.offset, span.length)) if span.sound else None
            if record and record.type in {"response", "revisit", "conversion"}:
                yield from _lines(record, span.offset, span.length, path.name.removesuffix(OPEN))


def _places(ledger: Ledger, contents: Iterable[str]) -> dict[str, set[int]]:
    places: dict[str, set[int]] = defaultdict(set)
    for sha256 in contents:
        rows = ledger.rows(
            "select file, offset from blobs where sha256 = :sha256"
            " union select file, offset from fetches where sha256 = :sha256 and file != ''",
            {"sha256": sha256},
        )
        if not rows:
            raise Missing(f"the archive has no content with SHA-256 {sha256}")
        for row in rows:
            places[row["file"]].add(row["offset"])
    return places


def _path(closed: Path) -> Path:
    for path in (closed, closed.with_name(f"{closed.name}{OPEN}")):
        if path.is_file():
            return path
    raise Missing(f"{closed.name} is missing from {closed.parent}")


def _copy(path: Path, span: Span, out: BinaryIO, made: Extract) -> None:
    with path.open("rb") as file:
        file.seek(span.offset)
        made.size += out.write(file.read(span.length))


def _lines(record: records.Record, offset: int, length: int, name: str) -> Iterator[Line]:
    """None for a 304: a replay tool would show its reader that, and not the page that had not changed."""
    status, declared = _answer(record)
    if status == "304":
        return
    yield Line(
        url=record.headers.get("warc-target-uri", ""),
        at=record.headers.get("warc-date", ""),
        mime="warc/revisit" if record.type == "revisit" else declared,
        status=status,
        digest=record.headers.get("warc-payload-digest", ""),
        file=name,
        offset=offset,
        length=length,
    )


def _answer(record: records.Record) -> tuple[str, str]:
    """Status and media type as the server gave them; a conversion has no server."""
    if not record.http:
        return "200", record.headers.get("content-type", "")
    first, *headers = record.http.decode("utf-8", "replace").split("\r\n")
    fields = (line.partition(":") for line in headers)
    declared = next((value.strip() for name, _, value in fields if name.lower() == "content-type"), "")
    return first.split(" ")[1], declared.partition(";")[0].strip() or "application/octet-stream"
