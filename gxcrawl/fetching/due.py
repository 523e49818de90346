"""What is asked for at all: which entries of a list are wanted, and when a held one is due again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from gxcrawl.markup.addresses import host
from pipelines.items import Channel, Entry, Site

FALSE_FRIENDS = re.compile(
    r"政府网站(?:工作)?年度报[表告]|网站年度报表|法治政府建设|财政(?:决|预)算|统计年[报鉴]|行政执法(?:工作)?年度报告"
)
"""Reports that stand in the same channels and are something else. The parser would refuse them; asking is a
waste."""

FRESH = timedelta(days=120)
RECHECK_FRESH = timedelta(days=7)
RECHECK_OLD = timedelta(days=90)


def unwanted(entry: Entry, site: Site, channel: Channel) -> str:
    """Why an entry is not asked for: `external` (another site's page), `title`, `address`; empty when it is
    wanted."""
    if is_elsewhere(entry, site, channel):
        return "external"
    if FALSE_FRIENDS.search(entry.title):
        return "title"
    must = channel.options.get("title_must")
    if must and not re.search(must, entry.title):
        return "title"
    include, exclude = channel.options.get("include"), channel.options.get("exclude")
    if (include and not re.search(include, entry.url)) or (exclude and re.search(exclude, entry.url)):
        return "address"
    return ""


def is_elsewhere(entry: Entry, site: Site, channel: Channel) -> bool:
    """True for an address on a host that is not of the site."""
    return host(entry.url) not in (host(channel.url), site.host.partition(":")[0], *site.sibling_hosts)


def due(entry: Entry, last_at: str, now: datetime) -> bool:
    """Whether a held entry is asked for again (conditionally). Reports are corrected mostly in their first
    months."""
    asked = datetime.fromisoformat(last_at).astimezone(UTC)
    return now - asked >= (RECHECK_FRESH if _fresh(entry.published, now) else RECHECK_OLD)


def channel_due(last_at: str, now: datetime) -> bool:
    """Whether a channel is walked again. Reports come from January to April; in the other months few do."""
    asked = datetime.fromisoformat(last_at).astimezone(UTC)
    return now - asked >= (EVERY_DAY if now.month in SEASON else EVERY_FORTNIGHT)


SEASON = (1, 2, 3, 4)
EVERY_DAY = timedelta(hours=20)  # a nightly run that starts a little earlier than the last one still counts
EVERY_FORTNIGHT = timedelta(days=14)


def _fresh(published: str, now: datetime) -> bool:
    return bool(published) and now.date() - date.fromisoformat(published) <= FRESH
