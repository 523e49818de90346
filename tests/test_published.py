"""How do the verbs that read the published database refuse one they cannot use?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from pipelines.publishing.publish import PUBLISHED

VERBS = (["serve"], ["explain", "示例县司法局", "2023"], ["check"])


def empty(path: Path) -> None:
    path.touch()


def other_file(path: Path) -> None:
    path.write_bytes(b"no database " * 400)


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table build(name text, value text)")
        connection.execute("insert into build values ('schema', '{\"reports\": 3}')")
        connection.commit()


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "is missing: publish first"),
        (empty, "is no published database"),
        (other_file, "is no published database"),
        (other_database, "was published by another version: publish again"),
    ],
    ids=["missing", "empty", "other_file", "other_version"],
)
def test_it_is_named_in_one_line(
    make: Callable[[Path], None], says: str, verb: list[str], tmp_path: Path
) -> None:
    make(tmp_path / PUBLISHED)
    done = CliRunner().invoke(main, [*verb, "--archive", str(tmp_path)])
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (Exit.NOTHING_READ, "", 1)
    assert says in done.stderr and str(tmp_path / PUBLISHED) in done.stderr
