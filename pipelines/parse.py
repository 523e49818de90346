"""The third stage: Document -> Report, with what the listing said about it as hints."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import parsers
from parsers.agreement import second_reader
from parsers.document import Document
from parsers.parse import Hints, parse
from parsers.report import Report
from pipelines.items import Capture


class ParseStage:
    """`regions` maps the id of a site to the GB/T 2260 code of the area it serves; `read` gives the bytes of a digest, for a
    second reading where the first is in doubt."""

    def __init__(self, regions: Mapping[str, str], read: Callable[[str], bytes]) -> None:
        self.regions = regions
        self.read = read

    def run(self, value: tuple[Capture, Document]) -> Report:
        capture, document = value
        return parse(document, self.hints(capture), second_reader(self.read(capture.sha256)))

    def hints(self, capture: Capture) -> Hints:
        region = self.regions.get(capture.site, "")
        return Hints(title=capture.title, published=capture.published, region=region, url=capture.url)


@cache
def parser_version() -> str:
    """Twelve hex digits over every file of `parsers`: another digit, another reading of the archive."""
    root = Path(parsers.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
