"""Old Word files nothing of ours reads become DOCX files of their own in the archive, derived from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from parsers.document import Unreadable
from pipelines.derived import convert
from pipelines.items import Capture
from pipelines.store import WORK_FILE
from pipelines.warc.ledger import Ledger
from pipelines.warc.vault_writer import VaultWriter

DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Converter = Callable[[Sequence[bytes]], list[bytes | Unreadable]]


def convert_refused(archive: Path, converter: Converter | None = None) -> list[Capture]:
    """Convert every Word file that the last reading refused as `unsupported` and that has no conversion yet.

    Returns the new captures; they are read by the next replay of what is stale. Raises `NoArchive` and `Locked`.
    """
    with Ledger(archive) as ledger:
        if next(_refused(archive, ledger), None) is None:
            return []
    made: list[Capture] = []
    with VaultWriter(archive, command="convert", worker="convert") as vault:
        waiting = _refused(archive, vault.ledger)
        while batch := list(islice(waiting, convert.BATCH)):
            answers = (converter or convert.to_docx)([vault.read(capture.sha256) for capture in batch])
            for capture, answer in zip(batch, answers, strict=True):
                if not isinstance(answer, Unreadable):
                    made.append(
                        vault.put_derived(
                            capture,
                            answer,
                            media_type=DOCX,
                            url=f"{capture.url}#converted.docx",
                            title=capture.title,
                        )
                    )
    return made


def _refused(archive: Path, ledger: Ledger) -> Iterator[Capture]:
    database = archive / WORK_FILE
    if not database.is_file():
        return
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "select sha256 from others where reason = 'unsupported' and media_type = ? order by sha256",
            (DOC,),
        ).fetchall()
    for (sha256,) in rows:
        if not ledger.rows("select id from captures where derived_from = ? limit 1", (sha256,)):
            yield from islice(ledger.captures("captures.sha256 = ?", (sha256,)), 1)
