"""Damaged samples of every format: each must become a Document or be refused with a reason, and nothing else.

    python -m benchmarks.fuzz --minutes 10 [--format doc] [--seed 1]

A case is a sample and a list of mutations drawn from one number, so every finding can be had again: `--case doc:4711`.
The process that reads is a worker that may die; deaths are printed and counted, defects make the exit code 1.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import click

from benchmarks.damage import attempt, damaged, drawn
from benchmarks.undamaged import samples
from pipelines.processes.limits import Limits
from pipelines.processes.pool import Lost, RecycledPool

LIMITS = Limits(memory_bytes=3 << 29, cpu_seconds=20, wall_seconds=60)


@click.command()
@click.option("--minutes", default=1.0, help="How long to go on.")
@click.option("--seed", default=1, help="First seed; each case takes the next.")
@click.option("--format", "only", default="", help="One sample instead of all in turn.")
@click.option("--case", default="", help="One case in this process, as `doc:4711`.")
def main(minutes: float, seed: int, only: str, case: str) -> None:
    """Damage valid files of every format and read them, until the time is up."""
    sources = {name: make() for name, make in samples().items()}
    if case:
        name, _, number = case.partition(":")
        click.echo(attempt(damaged(sources[name], drawn(int(number)))))
        return
    names = [only] if only else list(sources)
    ended: dict[str, Counter[str]] = {name: Counter() for name in names}
    defects: dict[str, str] = {}
    stop = time.monotonic() + 60 * minutes
    with RecycledPool(1, LIMITS) as pool:
        while time.monotonic() < stop:
            name = names[seed % len(names)]
            try:
                state = pool.submit(attempt, damaged(sources[name], drawn(seed))).result()
            except Lost as lost:
                state = lost.reason
                click.echo(f"{name}:{seed} {lost}")
            if state.startswith("defect"):
                where = "\n".join(state.splitlines()[-3:])
                if where not in defects:
                    defects[where] = f"{name}:{seed}"
                    click.echo(f"{name}:{seed} {state}")
                state = "defect"
            ended[name][state] += 1
            seed += 1
    for name, states in ended.items():
        click.echo(
            f"{name:10} {states.total():7} "
            + " ".join(f"{state} {count}" for state, count in states.most_common())
        )
    sys.exit(1 if defects else 0)


if __name__ == "__main__":
    main()
