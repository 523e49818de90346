"""Is an answer archived before anybody reads it, with its type told by its bytes?"""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.archive import ArchivePipeline, ArchiveStage
from pipelines.items import Capture, Page
from pipelines.warc.ledger import Ledger
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import SITE, answer, page, warcs


@pytest.mark.parametrize(
    ("declared", "body", "found"),
    [
        ("application/pdf", b"<html><body>404</body></html>", "text/html"),
        ("text/html", b"%PDF-1.7 ...", "application/pdf"),
        ("application/octet-stream", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("text/html", b"", "text/plain"),
    ],
)
def test_the_bytes_tell_the_type(tmp_path: Path, declared: str, body: bytes, found: str) -> None:
    with VaultWriter(tmp_path) as vault:
        capture = ArchiveStage(vault).run(answer("1", body, headers=(("Content-Type", declared),)))
    assert (capture.media_type, capture.declared_type) == (found, declared)


def test_a_stage_is_idempotent(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        stage = ArchiveStage(vault)
        assert stage.run(answer("1.html", page(1))) == stage.run(answer("1.html", page(1)))


def test_the_face_of_the_stage_in_scrapy(tmp_path: Path) -> None:
    crawler: Any = SimpleNamespace(
        settings={"GXCRAWL_ARCHIVE": str(tmp_path), "GXCRAWL_WORKER": "north", "ROBOTSTXT_OBEY": True},
        spider=SimpleNamespace(sites={"example": SITE}),
    )
    pipeline = ArchivePipeline.from_crawler(crawler)
    pipeline.open_spider()
    capture = asyncio.run(pipeline.process_item(answer("1.html", page(1))))
    something_else = Page("http://xxgk.example.gov.cn/", b"")
    assert asyncio.run(pipeline.process_item(something_else)) is something_else
    pipeline.close_spider()
    assert isinstance(capture, Capture)
    assert capture.file.endswith("-north-00000.warc.gz")
    with Ledger(tmp_path) as ledger:
        assert ledger.regions() == {"example": "411528"}, "the archive knows its sites without the registry"
    with gzip.open(warcs(tmp_path)[0]) as file:
        assert b"\r\nrobots: classic\r\n" in file.read(2000), "the standard's word for robots.txt obeyed"
