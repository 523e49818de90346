"""Bundles: the documents inside a ZIP file become captures of their own, derived from it.

A county that attaches twelve departments' reports as one ZIP has published twelve reports. RAR and 7z stay what they
are, `unsupported`: no permissive reader for them exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename
from urllib.parse import quote

from parsers.document import Unreadable
from parsers.limits import NESTING
from parsers.normalize import READERS, sniff
from parsers.packages import Package
from pipelines.items import Capture
from pipelines.vault_writer import VaultWriter

ZIP = "application/zip"

_UTF8_NAMES = 0x800
"""The flag a ZIP member carries when its name is UTF-8; without it Chinese systems mean GB 18030."""


def unpack(vault: VaultWriter, bundle: Capture, depth: int = 1) -> list[Capture]:
    """Archive every document in a bundle, and in bundles within it. A damaged member costs itself alone.

    What a member cannot be read for is left to the reading of the bundle itself, which ends as a named failure.
    """
    if depth > NESTING:
        return []
    found = []
    for name, body in members(vault.read(bundle.sha256)):
        media_type = sniff(body, None, name)
        if media_type != ZIP and media_type not in READERS:
            continue
        url = f"{bundle.url}#{quote(name)}"
        capture = vault.put_derived(bundle, body, media_type=media_type, url=url, title=title_of(name))
        found.append(capture)
        if media_type == ZIP:
            found += unpack(vault, capture, depth + 1)
    return found


def members(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each readable member, in the order of the directory; nothing for what is no ZIP file."""
    try:
        package = Package(body)
    except Unreadable:
        return
    for own, info in package.infos.items():
        try:
            content = package.read(own)
        except Unreadable as error:
            if error.reason == "bomb":
                return
            continue
        yield name_of(own, utf8=bool(info.flag_bits & _UTF8_NAMES)), content


def name_of(name: str, *, utf8: bool) -> str:
    """The name as its author wrote it: `zipfile` reads names without the UTF-8 flag as code page 437."""
    if utf8:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name


def title_of(name: str) -> str:
    """The file name without its folder and extension: what a bundle says about a document.

    >>> title_of("2025年度/县司法局.doc")
    '县司法局'
    """
    stem, dot, _ = basename(name).rpartition(".")
    return stem if dot else basename(name)
