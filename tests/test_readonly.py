"""What does an archive on a read-only medium still do, and how does it refuse the rest?"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipelines.warc.fixity import record_audit, verify
from pipelines.warc.ledger import NoArchive
from pipelines.warc.vault import Vault
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import answer, page

NOBODY = 65534


@pytest.fixture
def archive() -> Iterator[Path]:
    """An archive its reader may not write; root may write everywhere, so the reader is somebody else."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody who may not write")
    folder = Path(tempfile.mkdtemp(prefix="gxcrawl-readonly-"))
    folder.chmod(0o755)
    with VaultWriter(folder / "archive") as vault:
        vault.put(answer("1.html", page(1)), "text/html")
    yield folder / "archive"
    shutil.rmtree(folder)


def as_nobody(work: Callable[[], None]) -> None:
    def run() -> None:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        work()

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    child.join()
    assert child.exitcode == 0


def test_it_is_read_and_verified(archive: Path) -> None:
    def work() -> None:
        with Vault(archive) as vault:
            assert [vault.read(capture.sha256) for capture in vault.ledger.captures()] == [page(1)]
        audit = verify(archive, at="2026-01-01T00:00:00Z", deep=True)
        assert audit.problems == ()
        with pytest.raises(NoArchive):
            record_audit(archive, audit)

    as_nobody(work)


def test_it_is_not_written(archive: Path) -> None:
    def work() -> None:
        with pytest.raises(NoArchive, match="cannot be written: Permission denied"):
            VaultWriter(archive)

    as_nobody(work)


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("...")
    with pytest.raises(NoArchive, match=r"archive cannot be written: (Not a directory|File exists)"):
        VaultWriter(tmp_path / "archive")
