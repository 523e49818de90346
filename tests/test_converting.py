"""Does an old Word file that our reader refuses come back as a DOCX with an origin, once?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from gxcrawl.cli import main
from parsers.document import Unreadable
from pipelines.archive import ArchiveStage
from pipelines.derived.converting import DOCX, convert_refused
from pipelines.replay import replay
from pipelines.selection import Selection
from pipelines.warc.ledger import Ledger
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import HOST, answer
from tests.oldword import Par, doc
from tests.ooxml import docx, p


def as_docx(documents: Sequence[bytes]) -> list[bytes | Unreadable]:
    return [docx(p("示例县司法局2025年政府信息公开工作年度报告")) for _ in documents]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a file of Word 95 and one of Word 97, both read once."""
    with VaultWriter(tmp_path) as vault:
        ArchiveStage(vault).run(answer("1995.doc", doc([Par("甲\r")], version=101)))
        ArchiveStage(vault).run(answer("1997.doc", doc([Par("乙\r")])))
    assert replay(tmp_path, workers=1).failures["unsupported"] == 1
    return tmp_path


def test_only_what_was_refused_is_converted_and_only_once(archive: Path) -> None:
    (made,) = convert_refused(archive, as_docx)
    assert (made.url, made.media_type) == (f"{HOST}/1995.doc#converted.docx", DOCX)
    with Ledger(archive) as ledger:
        (source,) = ledger.captures("captures.sha256 = ?", (made.derived_from,))
    assert source.url == f"{HOST}/1995.doc"
    assert convert_refused(archive, as_docx) == []
    assert replay(archive, workers=1, only=Selection(stale=True)).contents == 1


def test_what_cannot_be_converted_stays_refused(archive: Path) -> None:
    def refuse(documents: Sequence[bytes]) -> list[bytes | Unreadable]:
        return [Unreadable("unsupported", "LibreOffice is not installed") for _ in documents]

    assert convert_refused(archive, refuse) == []


def test_the_verb_converts_and_reads_the_conversion(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.derived.convert.to_docx", as_docx)
    done = CliRunner().invoke(main, ["replay", "--archive", str(archive), "--workers", "1", "--convert"])
    assert done.exit_code == 0, done.output
    assert "1 old Word files converted" in done.output
    with Ledger(archive) as ledger:
        assert len(list(ledger.captures())) == 3
