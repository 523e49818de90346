"""Writing into the vault: one process, one worker name, one growing WARC file."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from pipelines import lock, records
from pipelines.items import Capture, Entry, Fetched
from pipelines.ledger import Ledger
from pipelines.members import member
from pipelines.salvage import salvage
from pipelines.sightings import (
    Sighting,
    Standing,
    close_file,
    contentless,
    index,
    index_end,
    index_file,
    index_run,
    index_walk,
)
from pipelines.vault import WARC, Vault
from pipelines.warcfile import WarcFile

ROLL_AT = 1 << 30
"""A file is closed when it is larger than this many bytes."""


class VaultWriter(Vault):
    """An archive opened for writing. Raises `lock.Locked` when another process writes as the same worker.

    Use it as a context: leaving closes the WARC file and the run (`failed` after an exception). What `put` returned
    is on disk, come what may.
    """

    def __init__(
        self,
        folder: Path,
        *,
        command: str = "crawl",
        worker: str = "main",
        settings: Mapping[str, Any] | None = None,
        roll_at: int = ROLL_AT,
        durable: bool = True,
    ) -> None:
        self.worker = worker
        self.command = command
        self.settings = _json(settings or {})
        self.roll_at = roll_at
        self.durable = durable
        self.started_at = now()
        self.run = run_id(self.started_at)
        self._file: WarcFile | None = None
        self._serial = 0
        self._left = False
        with ExitStack() as stack:
            (folder / WARC).mkdir(parents=True, exist_ok=True)
            self.stale = stack.enter_context(lock.hold(folder / "locks" / f"{worker}.lock", command))
            super().__init__(folder)
            stack.callback(self.ledger.close)
            self.salvaged = salvage(folder, self.ledger, worker)
            self.ledger.write(lambda connection: index_run(connection, self._about_run()))
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

    def put(self, fetched: Fetched, media_type: str) -> Capture:
        """Archive one answer. The same bytes at the same address become no new capture, only one more sighting.

        An answer that brings no content (404, 500 …) is archived too; its capture has no `sha256`.
        """
        seen = self._sighting(fetched, media_type)
        blob = self.ledger.blob(seen.sha256) if seen.sha256 else None
        original = records.Original(blob.url, blob.fetched_at, blob.sha1) if blob else None
        record_id = records.new_record_id()
        block = records.sighting(fetched, seen.about(), record_id=record_id, original=original)
        where = Standing(
            url=fetched.url,
            at=fetched.fetched_at,
            record_id=record_id,
            sha1=blob.sha1 if blob else records.payload_digest(fetched.body),
            holds_bytes=blob is None,
        )
        where = self._append(block, lambda connection, place: index(connection, seen, place), where)
        return self.ledger.capture(fetched.url, seen.sha256) or contentless(seen, where)

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
        record_id = records.new_record_id()
        block = records.conversion(
            url,
            body,
            media_type,
            seen.about(),
            date=source.fetched_at,
            record_id=record_id,
            refers_to=origin.record_id,
        )
        where = Standing(url, source.fetched_at, record_id=record_id, sha1=records.payload_digest(body))
        where = self._append(block, lambda connection, place: index(connection, seen, place), where)
        return self.ledger.capture(url, digest) or contentless(seen, where)

    def failed(self, entry: Entry, outcome: str, detail: str, at: str = "") -> None:
        """Take down a fetch that got no answer: `outcome` is the class (`timeout`, `dns`, `tls`, `robots` …)."""
        seen = Sighting(
            run=self.run,
            outcome=outcome,
            detail=detail,
            requested=entry.url,
            site=entry.site,
            channel=entry.channel,
            title=entry.title,
            published=entry.published,
            role=entry.role,
            parent=entry.parent,
        )
        self._note(entry.url, at or now(), seen.about(), lambda connection, at: index(connection, seen, at))

    def walked(
        self, site: str, channel: str, url: str, *, state: str, detail: str = "", counts: Mapping[str, int]
    ) -> None:
        """Take down how a walk through a channel ended: `complete`, `partial`, `blocked`, `moved`, `failed` …"""
        walk = {
            "run": self.run,
            "site": site,
            "channel": channel,
            "state": state,
            "detail": detail,
            "counts": json.dumps(dict(counts), sort_keys=True),
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
            if self._file:
                self._note("", now(), {"kind": "end"} | end, lambda connection, _: index_end(connection, end))
                self._close_file(self._file)
            else:  # nothing was archived, so there is no file to say so in
                self.ledger.write(lambda connection: index_end(connection, end))

    def _sighting(self, fetched: Fetched, media_type: str) -> Sighting:
        entry = fetched.entry
        headers = {name.lower(): value for name, value in fetched.headers}
        seen = Sighting(
            run=self.run,
            outcome=f"http_{fetched.status}",
            requested=entry.url,
            site=entry.site,
            channel=entry.channel,
            title=entry.title,
            published=entry.published,
            role=entry.role,
            parent=entry.parent,
            status=str(fetched.status),
            media_type=media_type,
            declared_type=headers.get("content-type", ""),
            extension=extension_of(fetched.url),
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
        )
        if fetched.status == HTTPStatus.NOT_MODIFIED:
            last = self.ledger.last_good(fetched.url)
            return replace(seen, outcome="not_modified", sha256=last["sha256"] if last else "")
        if fetched.status != HTTPStatus.OK:
            return seen
        digest = hashlib.sha256(fetched.body).hexdigest()
        known = self.ledger.capture(fetched.url, digest)
        return replace(seen, outcome="seen" if known else "new", sha256=digest, size=str(len(fetched.body)))

    def _about_run(self) -> dict[str, str]:
        return {
            "run": self.run,
            "command": self.command,
            "worker": self.worker,
            "started-at": self.started_at,
            "software": software(),
            "settings": self.settings,
        }

    def _note(self, url: str, at: str, about: Mapping[str, str], rows: Rows) -> None:
        self._append([records.note(url, at, about)], rows, Standing(url, at, holds_bytes=False))

    def _append(self, block: list[bytes], rows: Rows, where: Standing) -> Standing:
        """Records to the file, then rows to the ledger; when the rows cannot be written, the records go too."""
        if self._file and self._file.size >= self.roll_at:
            self._close_file(self._file)
        file = self._file or self._open_file()
        before = file.size
        members = [member(record) for record in block]
        starts = file.append(members)
        where = replace(where, file=file.path.name, offset=starts[-1], length=len(members[-1]))
        try:
            self.ledger.write(lambda connection: rows(connection, where))
        except BaseException:
            file.take_back(before)
            raise
        return where

    def _open_file(self) -> WarcFile:
        name = f"gx-{self.run}-{self.worker}-{self._serial:05d}.warc.gz"
        file = WarcFile(self.folder / WARC / name, durable=self.durable)
        self._serial += 1
        about = {"format": "WARC File Format 1.1"} | self._about_run()
        file.append([member(records.warcinfo(name, about))])
        self.ledger.write(lambda connection: index_file(connection, name, self.run, self.worker))
        self._file = file
        return file

    def _close_file(self, file: WarcFile) -> None:
        self._file = None
        size, digest = file.size, file.close()
        self.ledger.write(lambda connection: close_file(connection, file.path.name, size, digest))


Rows = Callable[[sqlite3.Connection, Standing], None]


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def run_id(started_at: str) -> str:
    """Sorts by time; the random tail keeps two runs of one second apart."""
    return f"{started_at.replace('-', '').replace(':', '')}-{secrets.token_hex(2)}"


@cache
def software() -> str:
    return f"gxcrawl/{version('gxcrawl')}"


def extension_of(url: str) -> str:
    """The extension an address claims, lower case without the dot; empty when it has none."""
    suffix = PurePosixPath(urlsplit(url).path).suffix
    return suffix[1:].lower()


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)
