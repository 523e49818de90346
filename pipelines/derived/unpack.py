"""Bundles: the documents inside a ZIP, RAR or 7z file become captures of their own, derived from it.

A county that attaches twelve departments' reports as one file has published twelve reports.
"""

from __future__ import annotations

from posixpath import basename
from urllib.parse import quote

from parsers.document import Unreadable
from parsers.normalize import READERS, sniff
from parsers.office import bundles
from pipelines.derived import foreign
from pipelines.items import Capture
from pipelines.warc.vault_writer import VaultWriter

READ_BY = {"application/zip": bundles.members} | dict.fromkeys(foreign.MEDIA_TYPES, foreign.members)
"""Media type of a bundle -> what lists the files in it."""


def unpack(vault: VaultWriter, bundle: Capture) -> list[Capture]:
    """Archive every document in a bundle, and in bundles within it. A damaged member costs itself alone.

    What cannot be unpacked stays with the reading of the bundle itself, which ends as a failure with a name.
    """
    try:
        found = READ_BY[bundle.media_type](vault.read(bundle.sha256))
    except Unreadable:
        return []
    documents = [
        member for member in found if not member.refused and sniff(member.body, None, member.name) in READERS
    ]
    return [
        vault.put_derived(
            bundle,
            member.body,
            media_type=sniff(member.body, None, member.name),
            url=f"{bundle.url}#{quote(member.name)}",
            title=title_of(member.name),
        )
        for member in documents
    ]


def title_of(name: str) -> str:
    """The file name without its folder and extension: what a bundle says about a document.

    >>> title_of("2025年度/县司法局.doc")
    '县司法局'
    """
    stem, dot, _ = basename(name).rpartition(".")
    return stem if dot else basename(name)
