"""Which contents a partial replay reads again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.items import Capture
from pipelines.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """What is empty or False does not narrow the choice; the rest must hold together."""

    sites: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    """The year the stored report states; for what was never read as a report, a year named in its title."""
    stale: bool = False
    """Only what the current parser version has not read."""
    failed: bool = False
    """Only what nothing could be read from."""

    def choose(self, store: Store, contents: Iterable[tuple[Capture, ...]]) -> Iterator[tuple[Capture, ...]]:
        years = dict(store.db.execute("select sha256, year from reports"))
        failed = {row[0] for row in store.db.execute("select sha256 from others where outcome = 'failed'")}
        for captures in contents:
            sha256 = captures[0].sha256
            if self.sites and not any(capture.site in self.sites for capture in captures):
                continue
            if self.years and not self._of_year(years.get(sha256), captures[0].title):
                continue
            if self.failed and sha256 not in failed:
                continue
            if self.stale and store.has(sha256):
                continue
            yield captures

    def _of_year(self, year: int | None, title: str) -> bool:
        return year in self.years if year else any(str(wanted) in title for wanted in self.years)
