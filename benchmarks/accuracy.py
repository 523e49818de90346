"""Every layout of the generator read and judged, cell by cell.

    python benchmarks/accuracy.py                         100 reports in each layout (25 scans), and real documents
    python benchmarks/accuracy.py --count 20 pdf html     fewer reports, two formats
    python benchmarks/accuracy.py --write                 the same, kept in docs/accuracy.md

Exit code 1 when one number is silently wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.generator import real  # noqa: E402
from tests.generator.judge import Score, judge, read, score  # noqa: E402
from tests.generator.layouts import Layout, layouts, load  # noqa: E402
from tests.generator.office import soffice  # noqa: E402
from tests.generator.truths import truths  # noqa: E402

HEAD = "| layout | format | exact | withheld | flagged | silent | exact where it can be asked | wanted |"
RULE = "|---|---|---:|---:|---:|---:|---:|---:|"
PAGE = """# How exactly documents are read

Made by `python benchmarks/accuracy.py --write`: {count} invented reports in each layout, a quarter of that for
scans (seeds from {start} on; forms of 2021, 2019, 2014, mixed, and prose without tables), read by the same two calls the
pipeline makes, and judged cell by cell.

- **exact**: the value is the printed one, or the cell prints no number and none is given.
- **withheld**: a number is printed and none is given; the cell says why.
- **flagged**: the number is wrong and says so.
- **silent**: the number is wrong and looks right. This column must be zero.
- **exact where it can be asked**: cells that print a number, in files that hold enough to read them all. A layout
  that lost its columns holds enough only when the office printed every zero.

{table}
"""


def measured(names: list[str], count: int, start: int, jobs: int) -> Iterator[tuple[str, str, Score, float]]:
    load()
    chosen = [each for each in layouts() if _wanted(each, names)]
    with ProcessPoolExecutor(jobs) as pool:
        running = [(each, pool.submit(_score, each.name, reports(each, count), start)) for each in chosen]
        for each, future in running:
            yield each.name, each.format, future.result(), each.exact
    for name, (body, cells) in real.documents().items():
        result = Score()
        result.add(0, judge(read(body), cells), cells, True)
        if not names or "real" in names:
            yield name, "real", result, 1.0


def reports(each: Layout, count: int) -> int:
    """A scan takes as long as fifteen other files."""
    return max(1, count // 4) if each.format == "scan" else count


def _wanted(each: Layout, names: list[str]) -> bool:
    here = not names or each.format in names or each.name in names
    return here and (each.convert is None or soffice() is not None)


def _score(name: str, count: int, start: int) -> Score:
    load()
    return score(next(each for each in layouts() if each.name == name), truths(count, start))


def line(name: str, format: str, result: Score, goal: float) -> str:
    counts = " | ".join(str(result.counts[verdict]) for verdict in ("exact", "withheld", "flagged", "silent"))
    return f"| {name} | {format} | {counts} | {result.exact:.2%} | {goal:.1%} |"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="formats or layouts; all when empty")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--start", type=int, default=0, help="first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="keep the table in docs/accuracy.md")
    options = parser.parse_args()
    lines, silent = [HEAD, RULE], 0
    print(HEAD, RULE, sep="\n")
    for name, format, result, goal in measured(options.names, options.count, options.start, options.jobs):
        lines.append(line(name, format, result, goal))
        silent += len(result.silent)
        print(lines[-1], flush=True)
        for seed, key in result.silent[:5]:
            print(f"    silent: report {seed}, {'/'.join(key)}", file=sys.stderr)
        if result.accused or result.unnoticed:
            print(f"    accused {result.accused[:5]}, unnoticed {result.unnoticed[:5]}", file=sys.stderr)
    if options.write:
        page = PAGE.format(count=options.count, start=options.start, table="\n".join(lines))
        (ROOT / "docs" / "accuracy.md").write_text(page, encoding="utf-8")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
