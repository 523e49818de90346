"""The walk over the pages of one channel, and the verdict it ends in: complete, partial(reason) or
failed(reason).

Pure and frozen, so that a walk travels inside a request and survives a crash with it. The rules:

1. page k must say it is page k (when it says anything);
2. page k+1 must add something, otherwise the server ignored the number or repeats its last page;
3. declared totals are compared with what came; totals lie in both directions, and of two the larger counts.
   A link to a next page is a declaration too: a page that was promised and did not come is missing. So is every
   other word of the page about its length, where its pager is none we know;
4. zero entries is never a verdict on its own: an empty column says that it is empty, an unknown layout does
   not;
5. a row whose address only a script knows is a row that was not read;
6. after the last of several pages page 1 is asked again; when it changed meanwhile, the list is walked once
   more: an entry that was taken off page 1 pulls one of page 2 past the reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from gxcrawl.markup.addresses import identity
from pipelines.items import Entry, Listing, Page

State = Literal["complete", "partial", "failed"]

WINDOWS = (20, 25, 30, 50, 100, 200)
"""Numbers of pages at which content systems are known to cut a list off."""


@dataclass(frozen=True, slots=True)
class Verdict:
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """How far the walk over one channel has come. Counts are of rows, identities are of addresses."""

    start: str
    began: str = ""
    """When this walk began (UTC, ISO 8601); what was not listed since then is gone from the list."""
    number: int = 1
    """The page asked for next."""
    seen: frozenset[str] = frozenset()
    first: tuple[str, ...] = ()
    """Identities on page 1, in order."""
    previous: tuple[str, ...] = ()
    repeats: int = 0
    column: str = ""
    """What page 1 calls its column; a later page with another name is not of this list."""
    declared_entries: int | None = None
    declared_pages: int | None = None
    promised: int = 1
    """The highest page a page that was read says there is."""
    unread: tuple[str, ...] = ()
    """Titles of rows that lead nowhere we could tell."""
    beyond: str = ""
    """What said that the list goes on where no way to go on was found."""
    moved: str = ""
    """The address that answered for page 1, when it was another than the one asked for."""
    notes: tuple[str, ...] = ()
    """What the family found odd about the pages and could read all the same."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What the rows met so far are, in the words of who walks: wanted, external, files, …"""
    full: bool = False
    """Whether the last page read held as many rows as the first."""
    again: bool = False
    """True during the second walk of a list that moved."""
    confirming: bool = False
    """True while page 1 is asked again."""
    inside: bool = False
    """True once a door was passed; a second door is a loop."""

    @property
    def pages(self) -> int:
        return self.number - 1


@dataclass(frozen=True, slots=True)
class Step:
    """What reading one page led to: entries not met before, the address to ask next, the verdict at the
    end."""

    walk: Walk
    fresh: tuple[Entry, ...] = ()
    ask: str = ""
    verdict: Verdict | None = None


def read(walk: Walk, page: Page, listing: Listing, column: str = "") -> Step:
    """One page was read. `column` is what the page calls its column, empty when it does not say."""
    return _told(_read(walk, page, listing, column))


def lost(walk: Walk, reason: str) -> Step:
    """A list page could not be had: `reason` is `status_404`, `waf.jiasule`, `timeout` …"""
    return _told(_lost(walk, reason))


def _told(step: Step) -> Step:
    """A list that was read whole, with what a person should know of it all the same."""
    if step.verdict is None or step.verdict.state != "complete":
        return step
    moved = (f"moved: {step.walk.moved}",) if step.walk.moved else ()
    reason = "; ".join(filter(None, (step.verdict.reason, *moved, *step.walk.notes)))
    return replace(step, verdict=Verdict("complete", reason))


def _read(walk: Walk, page: Page, listing: Listing, column: str) -> Step:
    if listing.door:
        return _through(walk, listing.door)
    names = tuple(dict.fromkeys(identity(entry.url) for entry in listing.entries))
    if walk.confirming:
        return _confirmed(walk, names)
    if walk.number > 1 and names and walk.seen.issuperset(names):
        return _repeated(walk)
    if walk.column and column and walk.column != column:
        return _lost(
            walk, "soft404"
        )  # another column's page, the home page mostly, in place of one that is not there
    if listing.shown is not None and listing.shown != walk.number:
        return Step(walk, verdict=Verdict("failed", "page_mismatch"))
    walk = replace(
        walk,
        unread=(*walk.unread, *listing.unread),
        beyond=walk.beyond or listing.beyond,
        notes=tuple(dict.fromkeys((*walk.notes, *listing.notes))),
    )
    if walk.number == 1 and identity(page.url) != identity(walk.start):
        walk = replace(walk, moved=page.url)
    if not names and walk.number == 1:
        return Step(replace(walk, number=2), verdict=_empty(listing))
    if not names and not listing.next_pages:
        return _ended(walk)  # beyond the end, or a blank last page: what was declared decides
    return _turned(replace(walk, column=walk.column or column), names, listing)


def _through(walk: Walk, door: str) -> Step:
    """The page people see only leads to the list; the list's own first page is where the walk starts."""
    if walk.inside:
        return Step(walk, verdict=Verdict("failed", "door_loop"))
    return Step(replace(walk, start=door, inside=True), ask=door)


def _turned(walk: Walk, names: tuple[str, ...], listing: Listing) -> Step:
    """A page that counts: its new entries, and where the walk goes from here."""
    fresh = tuple(entry for entry in listing.entries if identity(entry.url) not in walk.seen)
    walk = replace(
        walk,
        number=walk.number + 1,
        seen=walk.seen | set(names),
        first=walk.first or names,
        previous=names,
        repeats=walk.repeats + len(set(names) & walk.seen),
        declared_entries=_larger(listing.declared_entries, walk.declared_entries),
        declared_pages=_larger(listing.declared_pages, walk.declared_pages),
        promised=walk.number + (1 if listing.next_pages and not listing.probe else 0),
        full=len(names) >= len(walk.first or names),
    )
    if listing.next_pages:
        return Step(walk, fresh, listing.next_pages[0])
    return replace(_ended(walk), fresh=fresh)


def _lost(walk: Walk, reason: str) -> Step:
    if walk.confirming:
        return Step(walk, verdict=Verdict("partial", f"page_1_not_confirmed_{reason}"))
    if walk.number == 1:
        return Step(walk, verdict=Verdict("failed", reason))
    if reason.partition(":")[0] in ("status_404", "status_410", "soft404"):
        return _ended(walk)
    return Step(walk, verdict=Verdict("partial", reason))


def _empty(listing: Listing) -> Verdict:
    if listing.unread:
        return Verdict("failed", _without_address(listing.unread))
    if listing.children:
        return Verdict("complete", "tree")
    known_empty = listing.empty_marker or listing.declared_entries == 0
    return Verdict("complete", "empty") if known_empty else Verdict("failed", "layout_unknown")


def _repeated(walk: Walk) -> Step:
    """A page came that was there already: page 1 again for page 2 means the server ignores the number."""
    if walk.number == 2 and (walk.declared_pages or 2) >= 2:
        return Step(walk, verdict=Verdict("failed", "paging_ignored"))
    return _ended(walk)


def _ended(walk: Walk) -> Step:
    """No further page. One page is read in one piece; several are confirmed by asking for the first one
    again."""
    if walk.pages > 1:
        return Step(replace(walk, confirming=True), ask=walk.start)
    return Step(walk, verdict=_balance(walk))


def counted(step: Step, more: Mapping[str, int]) -> Step:
    """The step with more rows counted."""
    counts = Counter(step.walk.counts)
    counts.update(more)
    return replace(step, walk=replace(step.walk, counts=dict(counts)))


def _confirmed(walk: Walk, names: tuple[str, ...]) -> Step:
    moved = names != walk.first
    short = walk.repeats > 0 and walk.declared_entries is not None and len(walk.seen) < walk.declared_entries
    if not moved and not short:
        return Step(walk, verdict=_balance(walk))
    if walk.again:
        return Step(walk, verdict=Verdict("partial", "moved_during_walk"))
    return Step(Walk(walk.start, walk.began, again=True, inside=walk.inside), ask=walk.start)


def _balance(walk: Walk) -> Verdict:
    """What was declared against what came."""
    if walk.unread:
        return Verdict("partial", _without_address(walk.unread))
    if walk.beyond:
        return Verdict("partial", f"pager_unread: {walk.beyond}")
    if walk.declared_pages is not None and walk.pages < walk.declared_pages:
        return Verdict("partial", "declared_exceeds_reachable")
    if walk.declared_entries is not None and len(walk.seen) < walk.declared_entries:
        return Verdict(
            "partial", "window_capped" if walk.full and walk.pages > 1 else "declared_exceeds_reachable"
        )
    reliable = walk.declared_entries is not None and len(walk.seen) == walk.declared_entries
    if walk.pages < walk.promised and not reliable:
        return Verdict("partial", "declared_exceeds_reachable")
    if walk.full and walk.pages in WINDOWS and not reliable:
        return Verdict("partial", "window_capped")
    return Verdict("complete")


def _without_address(titles: tuple[str, ...]) -> str:
    return f"rows_without_address: {len(titles)}, first {titles[0]}"


def _larger(new: int | None, old: int | None) -> int | None:
    """A stub without a pager says "one page"; what an earlier page declared is not taken back by it."""
    return max((number for number in (new, old) if number is not None), default=None)
