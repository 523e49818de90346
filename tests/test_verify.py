"""Does verification find every way bytes go bad, and name the captures that are hurt?"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from pipelines.warc.fixity import Audit, last_audit, record_audit, verify
from pipelines.warc.ledger import Ledger, NoArchive
from pipelines.warc.rebuild import rebuild
from pipelines.warc.vault import Damaged, Missing, Vault
from pipelines.warc.vault_writer import VaultWriter
from tests.archives import HOST, SITE, answer, page, three_files, warcs

AT = "2026-03-01T00:00:00Z"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return three_files(tmp_path)


def kinds(audit: Audit) -> list[tuple[str, str]]:
    return [(problem.file, problem.kind) for problem in audit.problems]


def spoil(path: Path, body: bytes | bytearray) -> None:
    path.chmod(0o644)
    path.write_bytes(body)


def lost(archive: Path) -> list[str]:
    """The addresses whose content the vault refuses to give."""
    with Vault(archive) as vault:
        refused = []
        for capture in vault.ledger.captures():
            try:
                vault.read(capture.sha256)
            except (Missing, Damaged):
                refused.append(capture.url)
        return refused


def hurt(audit: Audit) -> list[str]:
    return [capture.url for capture in audit.hurt]


def test_a_sound_archive_is_sound(archive: Path) -> None:
    for deep in (False, True):
        audit = verify(archive, at=AT, deep=deep)
        assert (audit.result, audit.files, audit.problems, audit.hurt) == ("sound", 3, (), ())
        assert audit.bytes == sum(path.stat().st_size for path in warcs(archive))


def test_one_flipped_bit_is_found_and_its_capture_named(archive: Path) -> None:
    with Ledger(archive) as ledger:
        victim = next(ledger.captures("captures.url = ?", (f"{HOST}/5.html",)))
    path = archive / "warc" / victim.file
    body = bytearray(path.read_bytes())
    body[victim.offset + victim.length - 20] ^= 1
    spoil(path, body)
    audit = verify(archive, at=AT)
    assert kinds(audit) == [(victim.file, "changed")]
    assert hurt(audit) == [f"{HOST}/5.html"] == lost(archive)
    assert f"at {victim.offset}" in audit.problems[0].detail


def test_damage_to_one_content_hurts_every_address_that_shows_it(archive: Path) -> None:
    with Ledger(archive) as ledger:
        victim = next(ledger.captures("captures.url = ?", (f"{HOST}/3.html",)))
    path = archive / "warc" / victim.file
    body = bytearray(path.read_bytes())
    body[victim.offset + 30] ^= 255
    spoil(path, body)
    assert hurt(verify(archive, at=AT)) == [f"{HOST}/11.html", f"{HOST}/3.html"]


def test_damage_beside_a_content_is_found_and_costs_no_content(tmp_path: Path) -> None:
    """A date in the headers of a record is hurt, and so is the checksum of the whole; the digest of the body holds."""
    scan = random.Random(5).randbytes(30_000)
    with VaultWriter(tmp_path) as vault:
        capture = vault.put(answer("scan.pdf", scan), "application/pdf")
    path = warcs(tmp_path)[0]
    sound = path.read_bytes()
    for at in (sound.index(b"WARC-Date: ", capture.offset) + 12, capture.offset + capture.length - 8):
        spoil(path, sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
        audit = verify(tmp_path, at=AT)
        assert (kinds(audit), hurt(audit)) == ([(path.name, "changed")], [])
        assert f"bytes at {capture.offset}: " in audit.problems[0].detail
        with Vault(tmp_path) as vault:
            assert vault.read(capture.sha256) == scan
            with pytest.raises(Damaged):
                vault.http_headers(capture.sha256)


def test_a_cut_member_is_found(archive: Path) -> None:
    """`warcio check` exits 0 on such a file."""
    path = warcs(archive)[1]
    with Ledger(archive) as ledger:
        last = max(ledger.captures("blobs.file = ?", (path.name,)), key=lambda capture: capture.offset)
    spoil(path, path.read_bytes()[: last.offset + last.length - 5])
    audit = verify(archive, at=AT)
    assert kinds(audit) == [(path.name, "changed")]
    assert hurt(audit) == [last.url]


def test_bytes_missing_in_the_middle_cost_only_their_records(archive: Path) -> None:
    path = warcs(archive)[2]
    body = path.read_bytes()
    with Ledger(archive) as ledger:
        inside = sorted(ledger.captures("blobs.file = ?", (path.name,)), key=lambda capture: capture.offset)
    cut = inside[1].offset + 40
    spoil(path, body[:cut] + bytes(200) + body[cut + 200 :])
    assert hurt(verify(archive, at=AT)) == [inside[1].url]


def test_a_missing_file_is_found(archive: Path) -> None:
    path = warcs(archive)[0]
    path.unlink()
    audit = verify(archive, at=AT)
    assert kinds(audit) == [(path.name, "missing")]
    assert sorted(hurt(audit)) == sorted(lost(archive))
    assert len(hurt(audit)) == 5


def test_an_unknown_file_is_found(archive: Path) -> None:
    (archive / "warc" / "holiday.jpg").write_bytes(b"...")
    (archive / "warc" / "foreign.warc.gz").write_bytes(warcs(archive)[0].read_bytes())
    audit = verify(archive, at=AT)
    assert sorted(kinds(audit)) == [("foreign.warc.gz", "unknown"), ("holiday.jpg", "unknown")]
    assert audit.hurt == ()


def test_a_lost_or_altered_manifest_is_found(archive: Path) -> None:
    one, two, _ = (path.with_name(f"{path.name}.sha256") for path in warcs(archive))
    one.unlink()
    two.write_text("0" * 64 + "  " + two.name)
    assert sorted(kind for _, kind in kinds(verify(archive, at=AT))) == [
        "manifest_changed",
        "manifest_missing",
    ]


def test_whatever_byte_of_a_manifest_changes_is_found(archive: Path) -> None:
    manifest = warcs(archive)[0].with_name(f"{warcs(archive)[0].name}.sha256")
    sound = manifest.read_bytes()
    for at in range(len(sound)):
        manifest.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
        assert "manifest_changed" in {problem.kind for problem in verify(archive, at=AT).problems}, at


def test_a_file_the_ledger_lost_is_found(archive: Path) -> None:
    name = warcs(archive)[0].name
    with Ledger(archive, create=True) as ledger:
        ledger.write(lambda connection: connection.execute("delete from files where name = ?", (name,)))
    assert kinds(verify(archive, at=AT)) == [(name, "not_indexed")]


def test_deep_verification_finds_an_index_that_points_elsewhere(archive: Path) -> None:
    name = warcs(archive)[0].name
    with Ledger(archive, create=True) as ledger:
        ledger.write(
            lambda connection: connection.execute(
                "update blobs set offset = offset + 1 where file = ?", (name,)
            )
        )
    assert verify(archive, at=AT).problems == ()
    assert kinds(verify(archive, at=AT, deep=True)) == [(name, "damaged")]


def test_deep_verification_finds_an_index_that_tells_another_story(archive: Path) -> None:
    with Ledger(archive, create=True) as ledger:
        ledger.write(lambda connection: connection.execute("update captures set title = 'x' where id = 3"))
    assert kinds(verify(archive, at=AT)) == []
    assert kinds(verify(archive, at=AT, deep=True)) == [("captures.db", "index_damaged")]
    rebuild(archive)
    assert verify(archive, at=AT, deep=True).problems == ()


@pytest.mark.parametrize(
    "lie",
    [
        "update walks set state = 'partial'",
        "delete from walks",
        "update sites set region = '110000'",
        "update runs set worker = 'w7' where worker = 'w1'",
        "update runs set state = 'failed' where worker = 'w1'",
        "delete from runs where worker = 'w1'",
        "update files set run = ''",
        "delete from fetches where id = 2",
    ],
)
def test_deep_verification_finds_whatever_table_tells_another_story(archive: Path, lie: str) -> None:
    with VaultWriter(archive) as vault:
        vault.introduce(SITE)
        vault.walked("example", "reports", HOST, state="complete", counts={"entries": 12})
    with VaultWriter(archive) as vault:
        pass  # a run without a file is known to the ledger alone
    assert verify(archive, at=AT, deep=True).problems == ()
    with Ledger(archive, create=True) as ledger:
        ledger.write(lambda connection: connection.execute(lie))
    (problem,) = verify(archive, at=AT, deep=True).problems
    assert (problem.file, problem.kind) == ("captures.db", "index_damaged")
    assert problem.detail.endswith(lie.split()[2 if "from" in lie else 1])
    rebuild(archive)
    assert verify(archive, at=AT, deep=True).problems == ()


def test_deep_verification_says_what_it_left_out(archive: Path) -> None:
    with VaultWriter(archive, worker="w9") as vault:
        vault.put(answer("99.html", page(99)), "text/html")
        audit = verify(archive, at=AT, deep=True)
        assert (audit.problems, audit.left_out.endswith("-w9-00000.warc.gz.open is not closed")) == ((), True)
        assert (
            "left out: the index was not held against the files"
            in run("--archive", str(archive), "--deep").output
        )
    assert verify(archive, at=AT, deep=True).left_out == ""


def test_what_is_known_of_a_site_is_the_last_word_whatever_file_is_read_first(archive: Path) -> None:
    for name, moment in (("旧名", "2026-01-01T00:00:00Z"), ("新名", "2026-02-01T00:00:00Z")):
        with pytest.MonkeyPatch.context() as patch, VaultWriter(archive) as vault:
            patch.setattr("pipelines.warc.vault_writer.now", lambda moment=moment: moment)
            vault.introduce(replace(SITE, name=name))
    old, new = warcs(archive)[-2:]
    for path, name in ((new, "gx-0.warc.gz"), (old, "gx-1.warc.gz")):
        path.with_name(f"{path.name}.sha256").unlink()
        path.rename(path.with_name(name))
    rebuild(archive)
    with Ledger(archive) as ledger:
        assert ledger.site(SITE.id)["name"] == "新名"


def test_an_index_that_cannot_be_read_is_said_so(archive: Path) -> None:
    with Ledger(archive, create=True) as ledger:
        ledger.write(lambda connection: connection.execute("update files set sha256 = cast(x'ff' as text)"))
    with pytest.raises(NoArchive, match="--rebuild"):
        verify(archive, at=AT)


def test_a_torn_index_is_found(archive: Path) -> None:
    with Ledger(archive) as ledger:
        root = ledger.rows("select rootpage from sqlite_master where name = 'blobs'")[0]["rootpage"]
        size = ledger.rows("pragma page_size")[0]["page_size"]
    database = archive / "captures.db"
    body = bytearray(database.read_bytes())
    body[(root - 1) * size + 1] ^= 0xFF  # the header of the table's first page
    database.write_bytes(body)
    assert ("captures.db", "index_damaged") in kinds(verify(archive, at=AT))


def test_a_file_being_written_is_no_damage(archive: Path) -> None:
    with VaultWriter(archive, worker="w9") as vault:
        capture = vault.put(answer("99.html", page(99)), "text/html")
        growing = next((archive / "warc").glob("*.open"))
        with growing.open("ab") as file:
            file.write(b"\x1f\x8b\x08 half a record")
        assert verify(archive, at=AT).problems == ()
        growing.write_bytes(growing.read_bytes()[: capture.offset + 10])
        audit = verify(archive, at=AT)
        assert [problem.kind for problem in audit.problems] == ["damaged"]
        assert hurt(audit) == [f"{HOST}/99.html"]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_whatever_bit_flips_no_wrong_content_is_given_and_verify_knows(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """The law of fixity: a content is either given as it was fetched, or refused and named by verify."""
    archive = tmp_path_factory.mktemp("archive")
    with VaultWriter(archive, durable=False) as vault:
        for number in range(4):
            vault.put(answer(f"{number}.html", page(number, size=300)), "text/html")
    path = warcs(archive)[0]
    body = bytearray(path.read_bytes())
    chance = random.Random(seed)
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    spoil(path, body)
    audit = verify(archive, at=AT)
    assert kinds(audit) == [(path.name, "changed")]
    assert sorted(hurt(audit)) == sorted(lost(archive))


def test_the_last_audit_is_kept_for_readers(archive: Path) -> None:
    record_audit(archive, verify(archive, at=AT))
    with Ledger(archive) as ledger:
        audit = last_audit(ledger)
    assert audit and (audit["at"], audit["result"], audit["files"], audit["hurt"]) == (AT, "sound", 3, 0)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", *arguments])


def test_the_verb(archive: Path) -> None:
    done = run("--archive", str(archive))
    assert (done.exit_code, done.stdout.splitlines()[-1][:14]) == (Exit.OK, "sound: 3 files")
    warcs(archive)[0].unlink()
    done = run("--archive", str(archive), "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == Exit.ARCHIVE_DAMAGED
    assert (found["result"], len(found["hurt"])) == ("damaged", 5)


def test_no_archive_is_said_so(tmp_path: Path) -> None:
    done = run("--archive", str(tmp_path))
    assert done.exit_code == Exit.ARCHIVE_DAMAGED
    assert "holds no archive" in done.stderr
