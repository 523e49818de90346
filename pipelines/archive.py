"""The first stage: Fetched -> Capture. Bytes are archived before anybody reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from parsers.normalize import sniff
from pipelines.derived.unpack import READ_BY, unpack
from pipelines.items import Capture, Fetched
from pipelines.warc.vault_writer import VaultWriter


class ArchiveStage:
    """Keeps every answer; asked twice for the same answer it returns the same capture."""

    def __init__(self, vault: VaultWriter) -> None:
        self.vault = vault

    def run(self, fetched: Fetched, *, detail: str = "") -> Capture:
        """Raises `pipelines.space.NoSpace` when the disk is full; then nothing of `fetched` was kept.

        The documents in a bundle become captures of their own. `detail` is a remark that stays with the sighting.
        """
        return self._unpacked(self.vault.put(fetched, _media_type(fetched), detail=detail))

    async def run_with_others(self, fetched: Fetched, *, detail: str = "") -> Capture:
        """The same among answers that come all the time: they share the waiting for the disk."""
        return self._unpacked(await self.vault.put_with_others(fetched, _media_type(fetched), detail=detail))

    def _unpacked(self, capture: Capture) -> Capture:
        if capture.media_type in READ_BY and capture.sha256:
            unpack(self.vault, capture)
        return capture


def _media_type(fetched: Fetched) -> str:
    declared = next((value for name, value in fetched.headers if name.lower() == "content-type"), None)
    return sniff(fetched.body, declared, fetched.url)


TOLD = (
    "GXCRAWL_DELAY",
    "GXCRAWL_JITTER",
    "GXCRAWL_HOST_CONCURRENCY",
    "CONCURRENT_REQUESTS",
    "DOWNLOAD_TIMEOUT",
)
"""Settings that a run is entered with: how it treated the hosts. Nothing about the operator or the machine."""

ROBOTS = {True: "classic", False: "ignore"}
"""`ROBOTSTXT_OBEY` in the words of the WARC standard."""


class ArchivePipeline:
    """The stage as Scrapy sees it: opens the vault with the spider and closes it with the spider.

    Settings: `GXCRAWL_ARCHIVE`, the archive folder; `GXCRAWL_WORKER`, the name of this writer among several.
    The open vault is `crawler.vault`, for those who take down failures and walks.
    """

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> ArchivePipeline:
        return cls(crawler)

    def open_spider(self) -> None:
        settings = self.crawler.settings
        self.vault = VaultWriter(
            Path(settings.get("GXCRAWL_ARCHIVE", "archive")),
            worker=settings.get("GXCRAWL_WORKER", "main"),
            settings={name: settings[name] for name in TOLD if settings.get(name) is not None},
            robots=ROBOTS[bool(settings.get("ROBOTSTXT_OBEY"))],
        )
        self.crawler.vault = self.vault
        self.stage = ArchiveStage(self.vault)

    def close_spider(self) -> None:
        self.vault.close()

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Fetched):
            return item
        site = getattr(self.crawler.spider, "sites", {}).get(item.entry.site)
        if site:
            self.vault.introduce(site)
        return await self.stage.run_with_others(item, detail=item.remark)
