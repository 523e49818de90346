"""Which captures belong to a site, an agency or a report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from pipelines.items import Capture
from pipelines.store import WORK_FILE
from pipelines.warc.ledger import Ledger
from pipelines.warc.vault import Missing


def choose(
    archive: Path,
    ledger: Ledger,
    *,
    sites: Iterable[str] = (),
    agencies: Iterable[str] = (),
    digests: Iterable[str] = (),
) -> list[Capture]:
    """All that any of these names, with the pages attachments hang on; everything when nothing is named.

    Raises `Missing` for a digest the archive does not have, or an agency no report names.
    """
    wanted_sites, names = set(sites), list(agencies)
    wanted = {*digests, *(digest for name in names for digest in _reports_of(archive, name))}
    everything = not (wanted_sites or names or wanted)
    captures = list(ledger.captures())
    for digest in wanted - {capture.sha256 for capture in captures}:
        raise Missing(f"the archive has no content with SHA-256 {digest}")
    chosen = [
        capture
        for capture in captures
        if everything or capture.site in wanted_sites or capture.sha256 in wanted
    ]
    parents = {capture.parent for capture in chosen} - {""}
    return chosen + [capture for capture in captures if capture.url in parents and capture not in chosen]


def _reports_of(archive: Path, agency: str) -> list[str]:
    database = archive / WORK_FILE
    if not database.is_file():
        raise Missing(f"{database} is missing; gxcrawl replay writes it")
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "select sha256 from reports where ? in (agency_name, agency_full_name)", (agency,)
        )
        digests = [row[0] for row in found]
    if not digests:
        raise Missing(f"no report in the archive is by {agency}")
    return digests
