"""What reading costs, from bytes to a report, against the tools one would use instead.

    python benchmarks/parse.py              all of it, some minutes
    python benchmarks/parse.py --quick      fewer files and rounds

All tools take the same files in one run, in rotating order; times are CPU time of this process (and of its children
for LibreOffice), the least of some rounds. Only the ratios mean anything on another machine.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import pdfplumber  # noqa: E402
import pypdfium2  # noqa: E402

from parsers.normalize import normalize  # noqa: E402
from parsers.parse import parse  # noqa: E402
from tests.generator import html, ofd, office, pdf, text  # noqa: E402
from tests.generator.sheets import Article, article  # noqa: E402
from tests.generator.truths import Truth, truths  # noqa: E402

Tool = Callable[[bytes], object]

SENTENCE = "围绕群众关心的事项做好公开工作，按时更新栏目内容，回应来信来电，完善目录和指南，加强培训与检查。"


def ours(body: bytes) -> object:
    return parse(normalize(body))


def plumber(body: bytes) -> object:
    with pdfplumber.open(BytesIO(body)) as document:
        found = []
        for page in document.pages:
            found.append(page.extract_tables())
            page.close()
        return found


def floor(body: bytes) -> object:
    """Bare text of all pages by pypdfium2: nobody reads a PDF faster."""
    document = pypdfium2.PdfDocument(body)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def libreoffice(body: bytes) -> object:
    """One process a file, as a converter is usually called."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.doc"
        source.write_bytes(body)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "html", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (Path(folder) / "report.html").read_bytes()


def spent() -> float:
    """CPU seconds of this process and of the children it has waited for."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def race(entries: dict[str, tuple[Tool, list[bytes]]], rounds: int) -> dict[str, float]:
    """The least CPU seconds a file each entry needed, every entry running once a round, in rotating order."""
    names = list(entries)
    least = dict.fromkeys(names, float("inf"))
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            tool, bodies = entries[name]
            gc.collect()
            before = spent()
            for body in bodies:
                tool(body)
            least[name] = min(least[name], (spent() - before) / len(bodies))
    return least


def with_text(truth: Truth, paragraphs: int) -> Article:
    """A report with more to say: 1 000 characters and four pages, or a yearbook of 26."""
    written = article(truth)
    return replace(written, blocks=(*written.blocks[:2], *[SENTENCE * 4] * paragraphs, *written.blocks[2:]))


def reports(count: int) -> list[Truth]:
    return [truth for truth in truths(3 * count, plain=True) if truth.disclosure_form == "2021"][:count]


def bodies(
    write: Callable[[Article, Random], bytes], chosen: list[Truth], paragraphs: int = 24
) -> list[bytes]:
    return [write(with_text(truth, paragraphs), Random(truth.seed)) for truth in chosen]


def pdf_ratios(short: list[bytes], long: list[bytes], rounds: int) -> None:
    for name, files in (("short", short), ("long", long)):
        pages = sum(len(pypdfium2.PdfDocument(body)) for body in files) / len(files)
        times = race({"floor": (floor, files), "ours": (ours, files), "plumber": (plumber, files)}, rounds)
        print(
            f"PDF, {name} ({pages:.0f} pages): pdfplumber extract_tables / ours = {times['plumber'] / times['ours']:.1f}"
            f"   ours / pypdfium2 text = {times['ours'] / times['floor']:.1f}"
            f"   pdfplumber / pypdfium2 text = {times['plumber'] / times['floor']:.1f}"
        )


def format_ratios(short: list[bytes], chosen: list[Truth], rounds: int) -> None:
    files = {
        "pdf": short,
        "html": bodies(html.clean, chosen),
        "text": bodies(text.tabs, chosen),
        "docx": bodies(office.merged, chosen),
        "xlsx": bodies(office.workbook, chosen),
        "ofd": bodies(ofd.ruled, chosen),
    }
    times = race({name: (ours, list(group)) for name, group in files.items()}, rounds)
    shares = "   ".join(f"{name} {times[name] / times['pdf']:.2f}" for name in files)
    print(f"formats, one short PDF = 1: {shares}")


def doc_ratio(chosen: list[Truth], rounds: int) -> None:
    if office.soffice() is None:
        print("DOC: no LibreOffice on this machine")
        return
    files = office.by_libreoffice("docx", "doc")(bodies(office.merged, chosen[:3]))
    times = race({"ours": (ours, files * 10), "libreoffice": (libreoffice, files)}, rounds)
    print(f"DOC: one LibreOffice process a file / ours = {times['libreoffice'] / times['ours']:.0f}")


def worker_ratio(files: list[bytes], rounds: int) -> None:
    """Wall time, so it wants an idle machine with two cores."""
    least = {1: float("inf"), 2: float("inf")}
    for workers in [1, 2] * rounds:
        with ProcessPoolExecutor(workers) as pool:
            list(pool.map(_read, files[:workers]))
            before = time.perf_counter()
            list(pool.map(_read, files * 4))
            least[workers] = min(least[workers], time.perf_counter() - before)
    print(f"processes: one / two = {least[1] / least[2]:.2f}")


def _read(body: bytes) -> int:
    ours(body)
    return 0


def memory(files: list[bytes], count: int) -> None:
    """A fresh worker reads file after file; its resident memory at tenths of the way."""
    with ProcessPoolExecutor(1) as pool:
        marks = pool.submit(_resident, files, count).result()
    print(f"memory over {count} documents (MiB): " + " ".join(f"{mark:.0f}" for mark in marks))


def _resident(files: list[bytes], count: int) -> list[float]:
    marks = []
    for number in range(count):
        ours(files[number % len(files)])
        if number % (count // 10) == 0 or number == count - 1:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            marks.append(pages * resource.getpagesize() / 2**20)
    return marks


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    rounds, chosen = (2, reports(3)) if quick else (8, reports(8))
    short = bodies(pdf.ruled, chosen)
    long = bodies(pdf.ruled, chosen[:3], paragraphs=280)
    pdf_ratios(short, long, rounds)
    format_ratios(short, chosen, rounds)
    doc_ratio(chosen, rounds)
    worker_ratio(short, 1 if quick else 6)
    mixed = [*short, *long[:1], *bodies(html.clean, chosen), *bodies(office.merged, chosen)]
    memory(mixed, 200 if quick else 1000)


if __name__ == "__main__":
    main()
