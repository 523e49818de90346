"""Small archives to try things on: answers of invented sites, without a network."""

from __future__ import annotations

import random
from pathlib import Path

from pipelines.items import Entry, Fetched, Site
from pipelines.warc.ledger import Ledger
from pipelines.warc.vault_writer import VaultWriter

HOST = "http://xxgk.example.gov.cn"
SITE = Site("example", "示例县人民政府", "xxgk.example.gov.cn", "411528", "county", ())


def answer(
    path: str,
    body: bytes,
    *,
    at: str = "2026-01-01T00:00:00Z",
    status: int = 200,
    title: str = "示例局2025年政府信息公开工作年度报告",
    site: str = "example",
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),),
) -> Fetched:
    """What a server said about one entry of a list."""
    url = f"{HOST}/{path}"
    entry = Entry(site, "reports", url, title, "2026-01-20")
    return Fetched(entry, url, status, headers, at, body)


def page(number: int, *, size: int = 2000) -> bytes:
    """A page of its own for each number: words that compress about as a real page does."""
    chance = random.Random(number)
    words = "".join(
        chance.choice("政府信息公开工作年度报告机关申请答复处理结果数量") for _ in range(size // 3)
    )
    return f"<html><title>第{number}份</title><p>{words}</p></html>".encode()


def changing(folder: Path) -> Path:
    """An archive of two runs: pages seen once, seen again, changed, and seen at a second address."""
    with VaultWriter(folder) as vault:
        for number in range(3):
            vault.put(answer(f"{number}.html", page(number)), "text/html")
        vault.put(answer("0.html", page(0), at="2026-02-01T00:00:00Z"), "text/html")
        vault.put(answer("2.html", page(22), at="2026-02-01T00:00:00Z"), "text/html")
    with VaultWriter(folder) as vault:
        vault.put(answer("copy.html", page(1), site="other", at="2026-03-01T00:00:00Z"), "text/html")
    return folder


def three_files(folder: Path) -> Path:
    """An archive of three closed files with four pages each; page 3 and page 11 are the same content."""
    for run in range(3):
        with VaultWriter(folder, worker=f"w{run}") as vault:
            for number in range(run * 4, run * 4 + 4):
                body = page(3 if number == 11 else number)
                vault.put(answer(f"{number}.html", body, at=f"2026-01-01T00:00:{number:02}Z"), "text/html")
    return folder


def dump(archive: Path) -> dict[str, list[tuple[object, ...]]]:
    """All the ledger says, without the numbers of rows and without audits."""
    left_out = {"audits", "_sqlite_migrations"}
    with Ledger(archive) as ledger:
        tables = [row["name"] for row in ledger.rows("select name from sqlite_master where type = 'table'")]
        return {
            table: sorted(
                tuple(value for name, value in row.items() if name != "id" or table in {"runs", "sites"})
                for row in ledger.rows(f"select * from {table}")
            )
            for table in tables
            if table not in left_out
        }


def warcs(archive: Path) -> list[Path]:
    """In the order they were begun."""
    return sorted((archive / "warc").glob("*.warc.gz"))
