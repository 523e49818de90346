"""What does an index know that was made again from the files, hurt ones among them?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from pipelines.warc.fixity import verify
from pipelines.warc.ledger import Ledger
from pipelines.warc.members import spans
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault_writer import VaultWriter
from pipelines.warc.warcfile import manifest_of
from tests.archives import dump, three_files, warcs


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return three_files(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", *arguments])


def test_a_lost_index_is_made_again(archive: Path) -> None:
    before = dump(archive)
    (archive / "captures.db").unlink()
    assert run("--archive", str(archive)).exit_code == Exit.ARCHIVE_DAMAGED
    done = run("--archive", str(archive), "--rebuild")
    assert (done.exit_code, done.stderr.strip()) == (Exit.OK, "index made again: 3 files, 12 captures")
    assert dump(archive) == before


def flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


def cut_before_the_last_record(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: list(spans(path))[-2].offset])


def cut_without_manifest(path: Path) -> None:
    cut_before_the_last_record(path)
    manifest_of(path).unlink()


@pytest.mark.parametrize("spoil", [flip, Path.unlink, cut_before_the_last_record, cut_without_manifest])
def test_what_is_hurt_stays_named_when_the_index_is_made_again(
    archive: Path, spoil: Callable[[Path], None]
) -> None:
    hurt = warcs(archive)[1]
    sound = hurt.read_bytes()
    hurt.chmod(0o644)
    spoil(hurt)
    named = verify(archive, at="").hurt
    assert named
    lost = len({capture.sha256 for capture in named})
    for _ in range(2):
        done = run("--archive", str(archive), "--rebuild")
        assert f"{lost} contents are known from the old index alone" in done.stderr
        assert done.exit_code == Exit.ARCHIVE_DAMAGED
        assert verify(archive, at="").hurt == named
    hurt.write_bytes(sound)
    assert not verify(archive, at="").hurt, "it came back from the second copy"


def test_a_sound_file_has_the_word_against_the_old_index(archive: Path) -> None:
    before = dump(archive)
    with Ledger(archive, create=True) as ledger:
        ledger.write(lambda connection: connection.execute("update captures set title = 'wrong'"))
        ledger.write(lambda connection: connection.execute("update blobs set sha256 = 'no' || sha256"))
    rebuild(archive)
    assert dump(archive) == before


def test_an_index_is_not_made_again_under_a_writer(archive: Path) -> None:
    with VaultWriter(archive, worker="w1"):
        done = run("--archive", str(archive), "--rebuild")
    assert (done.exit_code, "is being written by" in done.stderr) == (Exit.INTERRUPTED, True)


def test_there_is_nothing_to_make_an_index_from(tmp_path: Path) -> None:
    done = run("--archive", str(tmp_path), "--rebuild")
    assert (done.exit_code, "holds no WARC file" in done.stderr) == (Exit.ARCHIVE_DAMAGED, True)
