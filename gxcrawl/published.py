"""The published database, for the verbs that read it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from gxcrawl.exits import Exit
from gxcrawl.refusal import Refusal
from pipelines import schema
from pipelines.publishing.publish import PUBLISHED


def published(archive: Path) -> Path:
    """The path of the published database. One that is missing, unreadable or of another version ends the command."""
    path = archive / PUBLISHED
    if not path.is_file():
        raise Refusal(Exit.NOTHING_READ, f"{path} is missing: publish first (gxcrawl publish)")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            shape = connection.execute("select value from build where name = 'schema'").fetchone()
    except sqlite3.DatabaseError as error:
        said = f"{path} is no published database ({error}): move it away and publish again"
        raise Refusal(Exit.NOTHING_READ, said) from error
    if shape != (schema.signature(),):
        raise Refusal(Exit.NOTHING_READ, f"{path} was published by another version: publish again")
    return path
