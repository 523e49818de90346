"""The spider: walks channels, asks for entries and their files, and hands over what came. It understands no
report."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import scrapy
from scrapy.exceptions import UsageError
from scrapy.http import Request, Response

from gxcrawl import registry
from gxcrawl.fetching import asking, branches, outcomes
from gxcrawl.fetching.due import due, is_elsewhere, unwanted
from gxcrawl.fetching.listed import Lists
from gxcrawl.fetching.manners import Budget
from gxcrawl.fetching.scheduler import KEY, SITE, settled
from gxcrawl.fetching.territory import Territory, is_replica
from gxcrawl.markup.addresses import host
from gxcrawl.walking import lists, walk
from gxcrawl.walking.detail import attachments, read_detail
from gxcrawl.walking.walk import Verdict, Walk
from pipelines.items import Channel, Entry, Fetched, Page, Site
from pipelines.warc.stamps import now
from pipelines.warc.vault import Damaged, Missing
from pipelines.warc.vault_writer import VaultWriter


class AnnualSpider(scrapy.Spider):
    """`scrapy crawl annual -a site=ID[,ID]`. Without `site`, every registered channel is walked."""

    name = "annual"
    territory: Territory

    def __init__(self, site: str = "", sites: Iterable[Site] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.wanted = tuple(name for name in site.split(",") if name)
        self.given = tuple(sites)

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> AnnualSpider:
        """Raises `gxcrawl.registry.RegistryError` for a bad registry, `KeyError` for a site nobody
        registered, `scrapy.exceptions.UsageError` when operators of real sites could not reach who asks."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        folder = crawler.settings.get("GXCRAWL_SITES")
        known = spider.given or registry.load(Path(folder) if folder else registry.SITES)
        default = Budget(**crawler.settings.getdict("GXCRAWL_BUDGET"))
        chosen = registry.select(known, spider.wanted)
        if not crawler.settings.get("GXCRAWL_CONTACT") and not is_replica(chosen):
            raise UsageError(
                "GXCRAWL_CONTACT is not set: an e-mail address or page where operators can reach you"
            )
        spider.territory = Territory.of(chosen, default)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for site in self.territory.sites.values():
            for channel in site.channels:
                yield self.list_request(site, channel, Walk(channel.url, now()), channel.url)

    def list_request(self, site: Site, channel: Channel, so_far: Walk, url: str) -> Request:
        return Request(
            url,
            self.read_list,
            errback=self.list_failed,
            dont_filter=True,
            priority=10,
            meta={KEY: asking.list_key(site, channel, so_far, url), SITE: site.id},
            cb_kwargs={"site_id": site.id, "channel": channel, "so_far": so_far, "asked": url},
            **asking.form(channel, url),
        )

    @settled
    def read_list(
        self, response: Response, site_id: str, channel: Channel, so_far: Walk, asked: str
    ) -> Iterator[Fetched | Request]:
        site = self.territory.sites[site_id]
        yield asking.fetched(response, asking.page_of(site, channel, asked), self.exception_for(response))
        # A list that is posted to keeps its parameters in the address that was meant, not in the one that
        # answered.
        url = asked if channel.options.get("post") else response.url
        page = Page(url, response.body, so_far.number, response.status, asking.headers(response.headers))
        listing = lists.read(page, channel, asked)
        if isinstance(listing, str):
            yield from self.take(site, channel, walk.lost(so_far, listing))
            return
        step = walk.read(so_far, page, listing, lists.column(response.body))
        step = walk.counted(step, {"branches": len(listing.children)})
        yield from self.take(site, channel, step)
        yield from self.listed_files(site, channel, step.fresh, listing.files)
        children = [asking.branch(channel, child) for child in listing.children]
        if (
            channel.family == "tree"
            and step.verdict
            and step.verdict.state == "complete"
            and not step.walk.moved
        ):
            self.forget_branches(site, channel, {branch.id for branch in children}, so_far.began)
        for branch in children:
            yield self.list_request(site, branch, Walk(branch.url, now()), branch.url)

    def forget_branches(self, site: Site, channel: Channel, kept: Container[str], began: str) -> None:
        """Branches that the tree no longer names: what they listed is not listed any more."""
        for name in branches.lost(self.vault.ledger, site.id, channel.id, kept):
            vanished = self.lists.close_walk(site.id, name, began, now())
            self.vault.walked(
                site.id,
                name,
                channel.url,
                state="complete",
                detail=branches.REMOVED,
                counts={"vanished": vanished},
                unlisted=self.lists.unlisted(site.id, name),
            )

    @settled
    def list_failed(self, failure: Any) -> Iterator[Request]:
        given = failure.request.cb_kwargs
        step = walk.lost(given["so_far"], outcomes.of_failure(failure.value))
        yield from self.take(self.territory.sites[given["site_id"]], given["channel"], step)

    def take(self, site: Site, channel: Channel, step: walk.Step) -> Iterator[Request]:
        """Act on a step: ask for new entries, go on, or take down how the walk ended."""
        self.lists.note(site.id, channel.id, step.fresh, now())
        reasons = [unwanted(entry, site, channel) for entry in step.fresh]
        files = sum(entry.role == "attachment" for entry in step.fresh)
        step = walk.counted(step, {**Counter(reason or "wanted" for reason in reasons), "files": files})
        for entry, reason in zip(step.fresh, reasons, strict=True):
            if not reason:
                yield from self.entry_requests(replace(entry, site=site.id), channel)
        if step.ask:
            yield self.list_request(site, channel, step.walk, step.ask)
        if step.verdict:
            self.conclude(site, channel, step.walk, step.verdict)

    def listed_files(
        self, site: Site, channel: Channel, fresh: Iterable[Entry], files: Iterable[Entry]
    ) -> Iterator[Request]:
        """Requests for files the list itself names, of entries that are wanted or whose page is another site's."""
        wanted = {entry.url for entry in fresh if unwanted(entry, site, channel) in ("", "external")}
        for file in files:
            if file.parent in wanted and not is_elsewhere(file, site, channel):
                yield from self.entry_requests(replace(file, site=site.id), channel)

    def conclude(self, site: Site, channel: Channel, so_far: Walk, verdict: Verdict) -> None:
        """Take down how a walk ended."""
        counts = {
            **so_far.counts,
            "pages": so_far.pages,
            "rows": len(so_far.seen) + so_far.repeats + len(so_far.unread),
            "distinct": len(so_far.seen),
            "unread": len(so_far.unread),
            "declared": -1 if so_far.declared_entries is None else so_far.declared_entries,
        }
        if verdict.state == "complete" and not so_far.moved:  # another address may hold another list
            counts["vanished"] = self.lists.close_walk(site.id, channel.id, so_far.began, now())
        self.vault.walked(
            site.id,
            channel.id,
            channel.url,
            state=verdict.state,
            detail=self.from_here(verdict),
            counts=counts,
            expected=channel.expected_agencies,
            unlisted=self.lists.unlisted(site.id, channel.id),
        )

    def entry_requests(self, entry: Entry, channel: Channel) -> Iterator[Request]:
        """The request for an entry; for one that is held and not due, requests for its files that are
        missing."""
        held = self.vault.ledger.last_good(entry.url)
        body = self.held_body(held)
        if held and body and not due(entry, held["at"], datetime.now(UTC)):
            if entry.role == "page":
                yield from self.files(entry, channel, Page(entry.url, body))
            return
        yield Request(
            entry.url,
            self.read_entry,
            errback=self.entry_failed,
            headers=asking.conditions(entry, held if body else None),
            meta={KEY: f"entry {entry.site} {entry.url}", SITE: entry.site},
            cb_kwargs={"entry": entry, "channel": channel},
        )

    @settled
    def read_entry(self, response: Response, entry: Entry, channel: Channel) -> Iterator[Fetched | Request]:
        came = Page(response.url, response.body, 1, response.status, asking.headers(response.headers))
        reason, detail = outcomes.of_entry(entry, came)
        if reason:
            self.vault.failed(entry, reason, detail)
            return
        if response.status == 200 and entry.role == "page" and not entry.published:
            entry = replace(entry, published=read_detail(came, entry, channel.family).published)
        yield asking.fetched(response, entry, self.exception_for(response))
        if entry.role == "page" and response.status in (200, 304):
            held = None if response.status == 200 else self.vault.ledger.last_good(entry.url)
            yield from self.files(entry, channel, Page(response.url, self.held_body(held) or response.body))

    @settled
    def entry_failed(self, failure: Any) -> Iterable[Request]:
        entry = failure.request.cb_kwargs["entry"]
        self.vault.failed(entry, outcomes.of_failure(failure.value), failure.getErrorMessage())
        return ()

    def files(self, entry: Entry, channel: Channel, page: Page) -> Iterator[Request]:
        """Requests for the files an article points to, on hosts of the same site."""
        site = self.territory.sites[entry.site]
        for file in attachments(page, entry, channel.family):
            if not is_elsewhere(file, site, channel):
                yield from self.entry_requests(file, channel)

    @property
    def sites(self) -> Mapping[str, Site]:
        """The sites of this crawl by id."""
        return self.territory.sites

    @cached_property
    def lists(self) -> Lists:
        """What the channels list, in the archive folder."""
        return Lists(Path(self.settings["GXCRAWL_ARCHIVE"]))

    def closed(self, reason: str) -> None:
        self.lists.close()

    def exception_for(self, response: Response) -> str:
        """The exception from TLS verification that a person decided for this host, in words."""
        decided = self.territory.tls.get(host(response.url))
        return str(decided) if decided else ""

    def from_here(self, verdict: Verdict) -> str:
        """The reason of a verdict with the place it was found from: a refusal here is none elsewhere."""
        vantage = self.settings.get("GXCRAWL_VANTAGE")
        return (
            f"{verdict.reason}; from {vantage}" if vantage and verdict.state != "complete" else verdict.reason
        )

    def held_body(self, held: Mapping[str, Any] | None) -> bytes:
        """What the archive holds of an entry. Empty when it holds nothing, or no longer what it held: then
        it is fetched again, whole."""
        try:
            return self.vault.read(held["sha256"]) if held else b""
        except (Damaged, Missing) as error:
            self.logger.warning("The archive no longer gives what it holds: %s", error)
            return b""

    @property
    def vault(self) -> VaultWriter:
        """The open archive, put there by `pipelines.archive.ArchivePipeline`."""
        return cast("VaultWriter", self.crawler.vault)  # type: ignore[attr-defined]
