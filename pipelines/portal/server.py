"""The Datasette that serves the published database: settings, metadata and plugin in one place."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from pipelines import portal
from pipelines.portal.metadata import DATABASE, metadata
from pipelines.portal.originals import Originals
from pipelines.portal.questions import canned_queries

KEPT = 1000
"""Tables whose permission is remembered: far more than there are, but readers may ask for what is not there."""

SETTINGS = {
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 1000,
    "suggest_facets": False,  # it tries every column: 4 s instead of 64 ms on the widest table
    "max_returned_rows": 2000,
    "max_csv_mb": 0,  # a limit ends the file with a line of English and status 200
    "default_page_size": 50,
    "allow_download": False,  # a web server hands out the file better than Python does
    "default_cache_ttl": 60,
}


class Room(Datasette):
    """A Datasette whose metadata stays as it is while it runs, so that who may see a table is worked out once.

    Datasette copies all descriptions for each table each time it is asked: 200 ms for the list of tables.
    """

    def __init__(self, *files: Any, **options: Any) -> None:
        super().__init__(*files, **options)
        self._allowed: dict[tuple[str, str], Any] = {}

    def _table_permission_allows(self, database: str, table: str) -> Any:
        if (database, table) not in self._allowed:
            if len(self._allowed) >= KEPT:
                self._allowed.clear()
            self._allowed[database, table] = super()._table_permission_allows(database, table)
        return self._allowed[database, table]


def datasette(
    database: Path, archive: Path | None = None, *, dist: Path | None = None, base_url: str = "/"
) -> Any:
    """A Datasette over `database`; originals and evidence come from `archive`, downloads from `dist`."""
    assert database.stem == DATABASE, f"the published database is called {DATABASE}.db, not {database.name}"
    if not pm.is_registered(portal):  # an installed package registers itself by its entry point
        pm.register(portal, "pipelines.portal")
    if pm.get_plugin("datasette.handle_exception"):
        # Datasette runs every handler, not the first: its own prints all local variables for each missing page.
        pm.unregister(name="datasette.handle_exception")
    served = Room(
        immutables=[str(database)],
        metadata=metadata(canned_queries()),
        settings={**SETTINGS, "base_url": base_url},
        static_mounts=[("dist", str(dist))] if dist and dist.is_dir() else [],
        cors=True,
    )
    served.gx_dist = dist
    served.gx_started = time.time_ns()  # another program may draw the same data otherwise
    served.gx_originals = Originals(archive)
    return served
