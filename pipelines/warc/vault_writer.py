"""Writing into the vault: one process, one worker name, one growing WARC file."""

from __future__ import annotations

import hashlib
import json
import logging
from asyncio import to_thread
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any

from pipelines.items import Capture, Entry, Fetched, Site, extension_of
from pipelines.space import NoSpace, no_space_named
from pipelines.warc import lock, records
from pipelines.warc.ledger import Ledger, NoArchive
from pipelines.warc.members import member
from pipelines.warc.salvage import salvage
from pipelines.warc.sightings import (
    Sighting,
    Standing,
    contentless,
    index,
    index_end,
    index_run,
    index_site,
    index_walk,
)
from pipelines.warc.stamps import now, run_id, software
from pipelines.warc.vault import WARC, Vault
from pipelines.warc.warcseries import Rows, Waiting, WarcSeries
from pipelines.warc.weighing import Weighed

logger = logging.getLogger(__name__)

ROLL_AT = 1 << 30
"""A file is closed when it is larger than this many bytes."""
_LARGE = 1 << 18
"""The event loop has better things to do than to add up more bytes than these."""


class VaultWriter(Vault):
    """An archive opened for writing. Raises `lock.Locked` when another process writes as the same worker,
    `NoArchive` when the folder cannot be written, and `pipelines.space.NoSpace`.

    Use it as a context: leaving closes the WARC file and the run (`failed` after an exception). What `put` returned
    is on disk, come what may. All methods belong to one thread, that of the event loop where there is one.
    """

    def __init__(
        self,
        folder: Path,
        *,
        command: str = "crawl",
        worker: str = "main",
        settings: Mapping[str, Any] | None = None,
        robots: str = "",
        roll_at: int = ROLL_AT,
        durable: bool = True,
    ) -> None:
        self.run = run_id(datetime.now(UTC))
        about = {
            "run": self.run,
            "command": command,
            "worker": worker,
            "started-at": now(),
            "software": software(),
            "settings": _json(settings or {}),
            "robots": robots,
        }
        self._left = False
        self._introduced: set[str] = set()
        with ExitStack() as stack:
            try:
                with no_space_named(f"open {folder}"):
                    (folder / WARC).mkdir(parents=True, exist_ok=True)
                    self.stale = stack.enter_context(lock.hold(folder / "locks" / f"{worker}.lock", command))
            except NoSpace:
                raise
            except OSError as error:
                raise NoArchive(f"{folder} cannot be written: {error.strerror}") from error
            super().__init__(folder)
            stack.callback(self.ledger.close)
            self.salvaged = salvage(folder, self.ledger, worker)
            if self.stale:
                logger.warning("%s did not take leave; the archive is taken over from it", self.stale)
            for file in self.salvaged:
                logger.warning(
                    "%s was left open: %d bytes kept, %d dropped", file.file, file.kept, file.dropped
                )
            self.ledger.write(lambda connection: index_run(connection, about))
            self._series = WarcSeries(folder / WARC, self.ledger, about, roll_at=roll_at, durable=durable)
            self._leave = stack.pop_all()

    def _open_ledger(self) -> Ledger:
        return Ledger(self.folder, create=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        state = "finished" if error is None else "interrupted" if kind is KeyboardInterrupt else "failed"
        self.finish(state, {} if error is None else {"error": f"{type(error).__name__}: {error}"})

    def close(self) -> None:
        self.finish("finished")

    def introduce(self, site: Site) -> None:
        """Keep what is known of a site with what comes from it, so the archive can be read without the registry."""
        if site.id in self._introduced:
            return
        facts = {name: getattr(site, name) for name in ("id", "name", "host", "region", "level")}
        if self.ledger.site(site.id) != facts:
            about = {"kind": "site"} | facts
            self._note(
                f"http://{site.host}/", now(), about, lambda ledger, place: index_site(ledger, facts, place)
            )
        self._introduced.add(site.id)

    def put(self, fetched: Fetched, media_type: str, *, detail: str = "") -> Capture:
        """Archive one answer. The same bytes at the same address become no new capture, only one more sighting.

        An answer that brings no content (404, 500 …) is archived too; its capture has no `sha256`. `detail` is a
        remark that stays with the sighting.
        """
        seen, waiting = self._line_up(fetched, Weighed.of(fetched), media_type, detail)
        self._series.settle()
        return self._capture(seen, waiting.kept.result())

    async def put_with_others(self, fetched: Fetched, media_type: str, *, detail: str = "") -> Capture:
        """The same, where answers come faster than a disk syncs: all that are on their way share one sync."""
        if len(fetched.body) > _LARGE:
            # Packed even if it turns out to be known: asking first would cost a second way there and back.
            weighed = await to_thread(lambda: Weighed.of(fetched).packed_with(fetched))
        else:
            weighed = Weighed.of(fetched)
        seen, waiting = self._line_up(fetched, weighed, media_type, detail)
        return self._capture(seen, await self._series.settled(waiting))

    def put_derived(self, source: Capture, body: bytes, *, media_type: str, url: str, title: str) -> Capture:
        """Archive bytes made from a capture: its conversion to another format, or a member of an archive file."""
        digest = hashlib.sha256(body).hexdigest()
        known = self.ledger.capture(url, digest)
        if known:
            return known
        origin = self._place(source.sha256)
        seen = Sighting(
            run=self.run,
            outcome="derived",
            site=source.site,
            channel=source.channel,
            title=title,
            published=source.published,
            role="attachment",
            parent=source.parent or source.url,
            sha256=digest,
            size=str(len(body)),
            media_type=media_type,
            extension=extension_of(url),
            derived_from=source.sha256,
        )
        record_id, sha1 = records.new_record_id(), records.payload_digest(body)
        block = records.conversion(
            url,
            body,
            media_type,
            seen.about(),
            date=source.fetched_at,
            record_id=record_id,
            digest=sha1,
            refers_to=origin.record_id,
        )
        where = Standing(url, source.fetched_at, record_id=record_id, sha1=sha1)
        where = self._series.keep(
            list(map(member, block)), where, lambda connection, place: index(connection, seen, place)
        )
        return self._capture(seen, where)

    def failed(self, entry: Entry, outcome: str, detail: str, at: str = "") -> None:
        """Take down a fetch that got no answer: `outcome` is the class (`timeout`, `dns`, `tls`, `robots` …)."""
        seen = Sighting.of(entry, self.run, outcome, detail=detail)
        self._note(entry.url, at or now(), seen.about(), lambda connection, at: index(connection, seen, at))

    def walked(
        self,
        site: str,
        channel: str,
        url: str,
        *,
        state: str,
        detail: str = "",
        counts: Mapping[str, int],
        expected: Sequence[str] = (),
        unlisted: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Take down how a walk through a channel ended: `complete`, `partial`, `blocked`, `moved`, `failed` …

        `expected` are the bodies whose reports the registry expects there, `unlisted` all entries that were listed once
        and are not any more: url, title, last_listed, unlisted_since.
        """
        walk = {
            "run": self.run,
            "site": site,
            "channel": channel,
            "state": state,
            "detail": detail,
            "counts": json.dumps(dict(counts), sort_keys=True),
            "expected": json.dumps(expected, ensure_ascii=False),
            "unlisted": json.dumps(unlisted, ensure_ascii=False),
        }
        self._note(
            url, now(), {"kind": "walk"} | walk, lambda connection, at: index_walk(connection, walk, at)
        )

    def finish(self, state: str, summary: Mapping[str, Any] | None = None) -> None:
        """Close the WARC file and the run; a second call does nothing."""
        if self._left:
            return
        self._left = True
        with self._leave:
            end = {"run": self.run, "state": state, "finished-at": now(), "summary": _json(summary or {})}
            if self._series.is_open:
                self._note("", now(), {"kind": "end"} | end, lambda connection, _: index_end(connection, end))
                self._series.close()
            else:  # nothing was archived, so there is no file to say so in
                self.ledger.write(lambda connection: index_end(connection, end))

    def _line_up(
        self, fetched: Fetched, weighed: Weighed, media_type: str, detail: str
    ) -> tuple[Sighting, Waiting]:
        about = {fetched.url, fetched.entry.url, weighed.sha256}
        self._series.settle_about(about)
        seen = self._sighting(fetched, weighed.sha256, media_type, detail)
        blob = self.ledger.blob(seen.sha256) if seen.sha256 else None
        if blob:
            original = records.Original(blob.record_id, blob.url, blob.fetched_at)
            answer = member(records.revisit(fetched, original, record_id=weighed.record_id, digest=blob.sha1))
        else:
            answer = weighed.packed or weighed.packed_with(fetched).packed
        where = Standing(
            fetched.url,
            fetched.fetched_at,
            record_id=weighed.record_id,
            sha1=blob.sha1 if blob else weighed.sha1,
            holds_bytes=blob is None,
        )
        origin = records.origin(fetched, seen.about(), record_id=weighed.record_id)
        members = [*map(member, origin), answer]
        waiting = Waiting(members, where, lambda connection, place: index(connection, seen, place), about)
        return seen, self._series.add(waiting)

    def _capture(self, seen: Sighting, where: Standing) -> Capture:
        return self.ledger.capture(where.url, seen.sha256) or contentless(seen, where)

    def _sighting(self, fetched: Fetched, sha256: str, media_type: str, detail: str) -> Sighting:
        headers = {name.lower(): value for name, value in fetched.headers}
        outcome, content, size = f"http_{fetched.status}", "", ""
        if fetched.status == HTTPStatus.NOT_MODIFIED:
            last = self.ledger.last_good(fetched.url)
            outcome, content = "not_modified", last["sha256"] if last else ""
        elif fetched.status == HTTPStatus.OK:
            known = self.ledger.capture(fetched.url, sha256)
            outcome, content, size = "seen" if known else "new", sha256, str(len(fetched.body))
        return Sighting.of(
            fetched.entry,
            self.run,
            outcome,
            status=str(fetched.status),
            detail=detail,
            sha256=content,
            size=size,
            media_type=media_type,
            declared_type=headers.get("content-type", ""),
            extension=extension_of(fetched.url),
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
        )

    def _note(self, url: str, at: str, about: Mapping[str, str], rows: Rows) -> None:
        self._series.keep([member(records.note(url, at, about))], Standing(url, at, holds_bytes=False), rows)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)
