"""What the last run said of each channel, from the ledger of the archive."""

from __future__ import annotations

from pathlib import Path

from pipelines.ledger import NAME, Ledger
from pipelines.rows import Row

LAST_WALKS = """
select site, channel, state as status, detail from walks
where (site, channel, at) in (select site, channel, max(at) from walks group by site, channel)
group by site, channel having run = max(run) order by site, channel"""


def channel_states(archive: Path) -> list[Row]:
    """`site`, `channel`, `status` and `detail` of the latest walk of each channel; nothing without a ledger."""
    if not (archive / NAME).is_file():
        return []
    with Ledger(archive) as ledger:
        return ledger.rows(LAST_WALKS)
