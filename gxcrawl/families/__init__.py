"""One module per CMS family: pure functions from a page to a listing.

A family module has

- `read(page, channel) -> Listing`: what one list page says, and which page comes next;
- `recognise(text, url) -> str`: the evidence that a page belongs to the family, empty when it does not;
- `OPTIONS`: the options a channel may set, with their defaults, besides those of all families (`COMMON`);
- `BODY`: CSS selectors of the container that holds an article's body, best first.

What may not live here: Scrapy, network, disk, clocks. A new family is one file here and its sample in
`tests/samples/listings/<family>/`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from pipelines.items import Channel, Listing, Page

COMMON: Mapping[str, Any] = {"include": "", "exclude": "", "title_must": ""}
"""Options of every channel: patterns of the addresses and titles of the entries that count."""


class NotAList(Exception):
    """A family was given something that is no list at all, such as an error in the place of JSON; the message says
    what. An empty list is a list."""


class Family(Protocol):
    """The shape of a family module."""

    OPTIONS: Mapping[str, Any]
    BODY: tuple[str, ...]

    def read(self, page: Page, channel: Channel) -> Listing: ...

    def recognise(self, text: str, url: str) -> str: ...


@cache
def names() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@cache
def load(name: str) -> Family:
    """The module of a family. Raises `KeyError` for a name that is none."""
    if name not in names():
        raise KeyError(name)
    return cast("Family", import_module(f"{__name__}.{name}"))


def options(name: str) -> Mapping[str, Any]:
    """All options a channel of a family may set, with their defaults. Raises `KeyError` for a name that is none."""
    return {**load(name).OPTIONS, **COMMON}
