"""The third stage: Document -> Report, with what the listing said about it as hints."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from parsers.parse import Hints, parse

import parsers
from parsers.document import Document
from parsers.report import Report
from pipelines.items import Capture


class ParseStage:
    def __init__(self, hints: Hints) -> None:
        self.hints = hints

    def run(self, document: Document) -> Report:
        return parse(document, self.hints)


def hints_of(capture: Capture, region: str = "") -> Hints:
    """`region` is the GB/T 2260 code of the site, where it is known."""
    return Hints(title=capture.title, published=capture.published, region=region, url=capture.url)


@cache
def parser_version() -> str:
    """Twelve hex digits over every file of `parsers`: another digit, another reading of the archive."""
    root = Path(parsers.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".toml", ".json", ".txt", ".csv"}:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
