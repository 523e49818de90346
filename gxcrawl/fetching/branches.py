"""Trees and their branches. A branch is a channel of its own, named `TREE:ADDRESS`; a branch of a branch,
`TREE:ADDRESS:ADDRESS`. A tree is read whole when each branch was that it named."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from typing import Any

from pipelines.warc.ledger import Ledger

REMOVED = "removed"
"""What the last walk of a branch says that its tree no longer names."""

Walk = Mapping[str, Any]
"""A row of `walks`: channel, at, state, detail, counts."""

KNOWN = """select channel, detail from walks where site = ? and substr(channel, 1, ?) = ?
    and (at, run) = (select at, run from walks as later where later.site = walks.site and later.channel = walks.channel
                     order by at desc, run desc limit 1)"""


def lost(ledger: Ledger, site: str, tree: str, kept: Container[str]) -> tuple[str, ...]:
    """Branches that were walked once and that the tree does not name now, with all that stands below them."""
    prefix = f"{tree}:"
    known = ledger.rows(KNOWN, (site, len(prefix), prefix))
    gone = (row["channel"] for row in known if row["detail"] != REMOVED)
    return tuple(name for name in gone if prefix + name[len(prefix) :].partition(":")[0] not in kept)


def ended(own: Walk, below: Iterable[Walk]) -> tuple[str, str]:
    """State and reason of a channel after its last walk `own`; `below` are the last walks of its branches."""
    if own["state"] != "complete":
        return own["state"], own["detail"]
    walked = [walk for walk in below if walk["at"] >= own["at"] and walk["detail"] != REMOVED]
    for walk in walked:
        if walk["state"] != "complete":
            name = walk["channel"].partition(":")[2]
            return "partial", f"branch {name}: {walk['state']} {walk['detail']}".strip()
    named = sum(json.loads(walk["counts"]).get("branches", 0) for walk in (own, *walked))
    return ("partial", "branches_unfinished") if len(walked) < named else (own["state"], own["detail"])
