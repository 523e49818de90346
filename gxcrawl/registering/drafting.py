"""A page of a channel nobody has registered yet -> its block for the registry, its sample and what could not
be told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from gxcrawl import families
from gxcrawl.markup.addresses import identity
from gxcrawl.walking import lists
from gxcrawl.walking.sniffing import Guess, guess
from parsers.charset import decode
from pipelines.items import Channel, Listing, Page

UNKNOWN = "?"
BLOCK = """[[site]]
id = "{id}"
name = "{name}"
host = "{host}"
region = "{region}"
level = "{level}"
proof = "{proof}"
live_verified = "none"

[[site.channel]]
id = "annual"
name = "{column}"
url = "{url}"
family = "{family}"
"""


NOT_READ = "the family does not know; another family or its options may"


@dataclass(frozen=True, slots=True)
class Draft:
    """`block` is TOML, `sample` the expectation beside the saved page, `untold` what a person has to fill
    in."""

    guess: Guess
    block: str
    sample: Mapping[str, Any]
    untold: tuple[str, ...]


def draft(page: Page, url: str) -> Draft:
    """Read a first page of a list as far as it tells. `guess.family` is empty when no family reads it."""
    text = decode(page.body)[0]
    found = guess(text, page.url)
    metas = {
        (node.attributes.get("name") or "").lower(): node.attributes.get("content") or ""
        for node in LexborHTMLParser(text).css("meta[name]")
    }
    parts = urlsplit(url)
    code = metas.get("siteidcode", "")[:6]
    said = {
        "name": metas.get("sitename", ""),
        "region": code if re.fullmatch(r"\d{6}", code) else "",
        "level": "",
        "column": metas.get("columnname", ""),
        "family": found.family,
    }
    listing = _listing(page, found.family)
    untold = [f"{key}: not on the page" for key, value in said.items() if not value]
    if identity(page.url) != identity(url):
        untold.append(f"address: {page.url} answered; register that one if it is the list")
    if listing is not None:
        seen = lists.read(page, Channel("c", page.url, found.family), page.url)
        untold += [f"list: {seen}"] if isinstance(seen, str) else _doubts(seen)
    host = parts.netloc
    said = {key: _toml(value) for key, value in said.items()}
    block = BLOCK.format(
        id=re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.").removesuffix(".gov.cn").lower()).strip("-"),
        host=host,
        proof=_toml(f"page of {url}; {found.evidence}"),
        url=_toml(url),
        **{key: value or UNKNOWN for key, value in said.items()},
    )
    return Draft(found, block, _expectation(listing, page.url, url) if listing else {}, tuple(untold))


def _listing(page: Page, family: str) -> Listing | None:
    """What the family reads from the page; None without a family, or when the page is no list for all its looks."""
    try:
        return families.load(family).read(page, Channel("c", page.url, family)) if family else None
    except families.NotAList:
        return None


def _toml(text: str) -> str:
    """Text as it stands between the quotes of a TOML string: what a page says may hold quotes and backslashes."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _doubts(listing: Listing) -> list[str]:
    doubts = []
    if not listing.entries and not listing.door:
        doubts.append("entries: none were read; set options.row")
    if listing.declared_entries is None and listing.declared_pages is None and not listing.door:
        doubts.append("total: the page does not say how many pages or entries there are")
    if listing.unread:
        doubts.append(
            f"rows: {len(listing.unread)} lead nowhere without their script, such as {listing.unread[0]}"
        )
    if listing.beyond:
        doubts.append(f"pages: it says that there are more ({listing.beyond}), in a way {NOT_READ}")
    if listing.shown is None and not listing.door:
        doubts.append("page: it does not say which page it is")
    if listing.entries and not all(entry.published for entry in listing.entries):
        doubts.append("dates: some entries have none")
    return doubts


def summary(listing: Listing) -> dict[str, Any]:
    """A listing as samples write it: entries as [address, title, date], the rest only when it says
    something."""
    said = {
        "next": list(listing.next_pages),
        "declared_entries": listing.declared_entries,
        "declared_pages": listing.declared_pages,
        "shown": listing.shown,
        "empty": listing.empty_marker,
        "unread": list(listing.unread),
        "notes": list(listing.notes),
        "door": listing.door or None,
        "files": [[file.url, file.title] for file in listing.files],
        "children": [[entry.url, entry.title] for entry in listing.children],
    }
    entries = [[entry.url, entry.title, entry.published] for entry in listing.entries]
    kept = {name: value for name, value in said.items() if value not in ([], None) and value is not False}
    return {"entries": entries, **kept}


def save_sample(folder: Path, draft_: Draft, page: Page) -> Path:
    """The page and its expectation under `folder/<family>/`; the test over all samples takes them up by
    itself."""
    home = folder / draft_.guess.family
    home.mkdir(parents=True, exist_ok=True)
    name = (urlsplit(page.url).hostname or "page").replace(".", "-")
    saved = home / f"{name}.html"
    saved.write_bytes(page.body)
    text = json.dumps(draft_.sample, ensure_ascii=False, indent=1)
    saved.with_suffix(".json").write_text(text, encoding="utf-8")
    return saved


def _expectation(listing: Listing, came_from: str, url: str) -> dict[str, Any]:
    asked = {"url": came_from} if came_from == url else {"url": came_from, "channel": url}
    return {"asked": asked, **summary(listing)}
