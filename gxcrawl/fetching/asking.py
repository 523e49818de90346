"""How the spider asks, and how it hands over what came: keys, forms, conditions, headers."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any
from zlib import crc32

from scrapy.http import Response

from gxcrawl import families
from gxcrawl.markup.addresses import identity
from gxcrawl.walking.walk import Walk
from pipelines.items import Channel, Entry, Fetched, Headers, Site
from pipelines.warc.stamps import now


def list_key(site: Site, channel: Channel, so_far: Walk, url: str) -> str:
    """What makes two list requests of a round the same.

    Page 1 is asked twice on purpose, and a list that moved is walked twice; nothing else is.
    """
    return f"list {site.id} {channel.id} {so_far.number} {so_far.again:d}{so_far.confirming:d} {url}"


def shape(spider: object) -> int:
    """A number that changes with what a request in the queue is made of: the callbacks of the spider, what they take,
    and the values among it. A request of another shape could not be handed to them."""
    callbacks = {
        name: str(inspect.signature(method))
        for name, method in inspect.getmembers(type(spider), inspect.isfunction)
        if hasattr(method, "__wrapped__")
    }
    values = {kind.__qualname__: [field.name for field in fields(kind)] for kind in (Walk, Channel, Entry)}
    return crc32(repr((callbacks, values)).encode()) & 0x7FFFFFFF


def form(channel: Channel, url: str) -> dict[str, Any]:
    """For a list that wants to be posted to: the query of its address, as the body of a form."""
    if not channel.options.get("post"):
        return {}
    content_type = {"Content-Type": "application/x-www-form-urlencoded"}
    return {"method": "POST", "body": url.partition("?")[2], "headers": content_type}


def branch(channel: Channel, entry: Entry) -> Channel:
    """A sub-column as a channel of its own, named by its address; with `twig` it is a tree once more."""
    leaf, twig = (str(channel.options.get(name) or "") for name in ("leaf", "twig"))
    options = {name: channel.options[name] for name in families.COMMON if name in channel.options}
    if twig:
        options, leaf = {**options, "branch": twig, "leaf": leaf}, "tree"
    name = f"{channel.id}:{identity(entry.url).partition('/')[2]}"
    return replace(
        channel, id=name, url=entry.url, family=leaf or "single", name=entry.title, options=options
    )


def page_of(site: Site, channel: Channel, url: str) -> Entry:
    """A page of the list itself, as the archive keeps it."""
    return Entry(site=site.id, channel=channel.id, url=url, title=channel.name, role="list")


def conditions(entry: Entry, held: Mapping[str, Any] | None) -> dict[str, str]:
    """Where a file hangs (downloads want to know), and the validators of what is held."""
    asked = {
        "Referer": entry.parent,
        "If-None-Match": held["etag"] if held else "",
        "If-Modified-Since": held["last_modified"] if held else "",
    }
    return {name: value for name, value in asked.items() if value}


def fetched(response: Response, entry: Entry, remark: str) -> Fetched:
    """An answer as the archive takes it."""
    assert response.request is not None, "a response in a callback has its request"
    return Fetched(
        entry=entry,
        url=response.url,
        status=response.status,
        headers=headers(response.headers),
        fetched_at=now(),
        body=response.body,
        request_headers=headers(response.request.headers),
        form=response.request.body,
        remark=remark,
    )


def headers(given: Any) -> Headers:
    """Scrapy's headers as pairs of text, repeated ones kept."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in given.items()
        for value in values
    )
