"""What does trust cost? The vault beside plain files, in one run: `python -m benchmarks.archive`.

Everything is measured in turn within each round, so that a busy machine is busy for both sides; ratios are medians of
the rounds, with their range. Plain files are content-addressed (`SHA-256` as name), which is the least an archive
needs. `kept` means: written aside, synced, renamed, folder synced, as the vault promises; `quick` means no sync at all,
on either side.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from gxcrawl.settings import CONCURRENT_REQUESTS
from pipelines.items import Entry, Fetched
from pipelines.warc.fixity import verify
from pipelines.warc.vault import Vault
from pipelines.warc.vault_writer import VaultWriter

TARGETS = {
    "write, kept, 1 MB documents": (">=", 0.8),
    "read p95 from disk, 1 MB documents": ("<=", 3.0),
    "read p95 from disk, 40 kB pages": ("<=", 3.0),
    "verify / sha256sum, 1 MB documents": (">=", 0.5),
}
"""What the project holds itself to. Rates: vault / plain files. Reads: time of the vault / time of a plain file."""


ON_THEIR_WAY = CONCURRENT_REQUESTS // 4
"""Answers a crawl brings while the disk still has those before them: when the disk is what everybody waits for, more
than this quarter of what was asked for at once."""


def documents(count: int, size: int, seed: int) -> list[bytes]:
    """As PDF and scans are: packed already."""
    chance = random.Random(seed)
    return [chance.randbytes(size) for _ in range(count)]


def pages(count: int, size: int, seed: int) -> list[bytes]:
    """As pages are: Chinese words between tags, about a fifth of it after packing."""
    chance = random.Random(seed)
    words = [
        "".join(chance.choices("政府信息公开年度报告申请答复机关处理结果数量依法收费减免", k=4))
        for _ in range(3000)
    ]
    return [
        "".join(f"<td class='x'>{chance.choice(words)}</td>" for _ in range(size // 31)).encode()
        for _ in range(count)
    ]


def write_plain(folder: Path, bodies: list[bytes], *, kept: bool) -> list[str]:
    folder.mkdir()
    names = []
    for body in bodies:
        name = hashlib.sha256(body).hexdigest()
        aside = folder / f"{name}.part"
        with aside.open("wb", buffering=0) as file:
            file.write(body)
            if kept:
                os.fsync(file.fileno())
        aside.rename(folder / name)
        if kept:
            descriptor = os.open(folder, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        names.append(name)
    return names


def answers(bodies: list[bytes]) -> Iterator[Fetched]:
    for number, body in enumerate(bodies):
        url = f"http://example.gov.cn/{number}"
        yield Fetched(Entry("s", "c", url, ""), url, 200, (), "2026-01-01T00:00:00Z", body)


def write_vault(folder: Path, bodies: list[bytes], *, kept: bool) -> list[str]:
    """As the crawl does: a few answers are on their way at any moment, and share the waiting for the disk."""
    with VaultWriter(folder, durable=kept) as vault:
        return asyncio.run(write_together(vault, bodies))


async def write_together(vault: VaultWriter, bodies: list[bytes]) -> list[str]:
    places = asyncio.Semaphore(ON_THEIR_WAY)

    async def write(fetched: Fetched) -> str:
        async with places:
            return (await vault.put_with_others(fetched, "application/pdf")).sha256

    return await asyncio.gather(*map(write, answers(bodies)))


def write_vault_singly(folder: Path, bodies: list[bytes], *, kept: bool) -> list[str]:
    """As an import does: each answer is kept before the next one comes."""
    with VaultWriter(folder, durable=kept) as vault:
        return [vault.put(fetched, "application/pdf").sha256 for fetched in answers(bodies)]


def seconds(work: Callable[[], object]) -> float:
    """What went before is on disk first: what one side left to be written is not charged to the other."""
    os.sync()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def p95(read: Callable[[str], bytes], names: list[str], *, before: Callable[[str], object]) -> float:
    taken = []
    for name in names:
        before(name)
        began = time.perf_counter()
        read(name)
        taken.append(time.perf_counter() - began)
    return sorted(taken)[int(len(taken) * 0.95)]


def size_of(folder: Path) -> int:
    """Bytes on disk, as `du` counts them: whole blocks."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


Results = dict[str, list[float]]
Work = Callable[[], object]


def ratio(one: Work, other: Work, *, turned: bool) -> float:
    """How long `one` takes for each second of `other`; `turned` lets the other begin."""
    if turned:
        return 1 / ratio(other, one, turned=False)
    return seconds(one) / seconds(other)


def one_round(folder: Path, number: int, count: int, results: Results) -> None:
    for kind, bodies in (
        ("1 MB documents", documents(count, 1_000_000, number)),
        ("1 MB pages", pages(count // 4, 1_000_000, number)),
        ("40 kB pages", pages(count * 4, 40_000, number)),
    ):
        for name, value in measure(folder, bodies, turned=bool(number % 2)).items():
            results.setdefault(f"{name}, {kind}", []).append(value)
        for path in folder.iterdir():
            shutil.rmtree(path)


def measure(folder: Path, bodies: list[bytes], *, turned: bool) -> dict[str, float]:
    """Rates of the vault over rates of plain files; for reads and sizes, the vault's over the plain ones."""
    plain, archive = folder / "plain", folder / "vault"
    found = {
        "write, quick": ratio(
            lambda: write_plain(folder / "plain-quick", bodies, kept=False),
            lambda: write_vault(folder / "vault-quick", bodies, kept=False),
            turned=turned,
        ),
        "write, kept": ratio(
            lambda: write_plain(plain, bodies, kept=True),
            lambda: write_vault(archive, bodies, kept=True),
            turned=turned,
        ),
    }
    shutil.rmtree(plain)
    shutil.rmtree(archive)
    found["write, kept, one by one"] = ratio(
        lambda: write_plain(plain, bodies, kept=True),
        lambda: write_vault_singly(archive, bodies, kept=True),
        turned=turned,
    )
    found |= read_ratios(plain, archive, turned=turned)
    warcs = sorted((archive / "warc").glob("*.warc.gz"))

    def sum_up() -> None:
        subprocess.run(["sha256sum", *warcs], check=True, capture_output=True)

    found["verify / sha256sum"] = ratio(sum_up, lambda: verify(archive, at=""), turned=turned)
    found["verify --deep / sha256sum"] = ratio(
        sum_up, lambda: verify(archive, at="", deep=True), turned=turned
    )
    found["size on disk"] = size_of(archive / "warc") / size_of(plain)
    return found


def read_ratios(plain: Path, archive: Path, *, turned: bool) -> dict[str, float]:
    """p95 of the vault over p95 of plain files, from disk and from memory. Only the vault checks what it reads;
    `checked` lets the plain side do the same."""
    wanted = random.Random(1).choices(sorted(path.name for path in plain.iterdir()), k=300)
    with Vault(archive) as vault:
        files = {name: archive / "warc" / blob.file for name in wanted if (blob := vault.ledger.blob(name))}
        readers: dict[str, Callable[[str], bytes]] = {
            "cold bare": lambda name: (plain / name).read_bytes(),
            "cold vault": vault.read,
            "bare": lambda name: (plain / name).read_bytes(),
            "checked": lambda name: read_checked(plain / name),
            "vault": vault.read,
        }

        def forget(name: str) -> None:
            drop_cache(plain / name, files[name])

        taken = {}
        for side in reversed(readers) if turned else readers:
            cold = side.startswith("cold")
            taken[side] = p95(readers[side], wanted, before=forget if cold else len)
    return {
        "read p95 from disk": taken["cold vault"] / taken["cold bare"],
        "read p95 from memory": taken["vault"] / taken["bare"],
        "read p95 from memory, both checked": taken["vault"] / taken["checked"],
    }


def read_checked(path: Path) -> bytes:
    body = path.read_bytes()
    assert hashlib.sha256(body).hexdigest() == path.name
    return body


def drop_cache(*paths: Path) -> None:
    """Make the next read come from the disk, as it does in an archive larger than the memory."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--count", type=int, default=200, help="documents in a round")
    options.add_argument("--folder", type=Path, help="where to write; a temporary folder by default")
    given = options.parse_args()
    results: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for number in range(given.rounds):
            one_round(Path(folder), number, given.count, results)
    missed = []
    for name, values in results.items():
        middle = statistics.median(values)
        sign, target = TARGETS.get(name, ("", 0.0))
        good = not sign or (middle >= target if sign == ">=" else middle <= target)
        missed += [] if good else [name]
        goal = f"  {sign} {target} {'met' if good else 'MISSED'}" if sign else ""
        print(f"{name:46} {middle:6.2f} [{min(values):.2f}-{max(values):.2f}]{goal}")
    raise SystemExit(1 if missed else 0)


if __name__ == "__main__":
    main()
