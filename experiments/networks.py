"""The whole table: what real networks lose under tables of every method, number of segments and format.

python experiments/networks.py [--networks cnn ...] [--quick] [--jobs 2] [--out experiments/networks]

One process a network, two at a time, the longest first; it goes on where it was stopped. Written into the folder:
networks.csv with every row, networks.md with tables, figures and what they show, and a figure a network. --quick takes
few data and few tables of each network.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from networks_factors import factor_rows
from networks_report import write_report

from pwlact.cli.console import note
from pwlact.cli.evaluation_progress import evaluation_progress
from pwlact.cli.interrupts import INTERRUPTED, sigterm_as_interrupt
from pwlact.cli.warnings import warnings_as_notes
from pwlact.errors import PwlactError
from pwlact.settings.evaluation import COUNTS, FLOAT, FORMATS, RECIPES, EvaluationConfig
from pwlact.studies.evaluation.compute import EvaluationRun
from pwlact.studies.evaluation.record import Evaluation

HERE = Path(__file__).parent
ALL = tuple(RECIPES)
CODED = FORMATS[1:]


@dataclass(frozen=True)
class Plan:
    """How much of a network is evaluated.

    Parameters
    ----------
    count : int or None
        Samples of the test data, None for all.
    profile_count : int or None
        Samples of the calibration data.
    floats, coded : tuple of int
        Numbers of segments in real numbers, and in number formats.
    """

    count: int | None = None
    profile_count: int | None = None
    floats: tuple[int, ...] = COUNTS
    coded: tuple[int, ...] = COUNTS


PLANS = {
    "smollm2": Plan(count=1536, coded=(4, 8, 16)),
    "rapidocr": Plan(count=150),
    "minilm": Plan(),
    "smollm2-news": Plan(count=1024, floats=(4, 8, 16), coded=()),
    "g2p": Plan(),
    "vit": Plan(),
    "cnn": Plan(),
}
"""The networks, the longest first."""
QUICK = {"smollm2": 64, "smollm2-news": 64, "rapidocr": 10, "minilm": 30, "g2p": 50, "vit": 200, "cnn": 200}
"""Samples of the quick subset, of both splits."""
FACTORED = ("rapidocr",)
"""Networks of which figures measured elsewhere are of tables of erf and sigmoid."""


def configs(name: str, out: str, *, quick: bool) -> Iterator[EvaluationConfig]:
    """Yield the settings of a network's evaluations."""
    shared: dict[str, Any] = {"network": name, "out": out}
    if quick:
        few = {"count": QUICK[name], "profile_count": QUICK[name], "resamples": 200, "episodes": 1000}
        quickly = ("uniform", "minimax", "dp", "sensitivity")
        yield EvaluationConfig(**shared, **few, formats=(FLOAT, "q4.12"), segments_list=(6, 8, 16), methods=quickly)
        return
    plan = PLANS[name]
    sizes = {"count": plan.count, "profile_count": plan.profile_count}
    yield EvaluationConfig(**shared, **sizes, formats=(FLOAT,), segments_list=plan.floats, methods=ALL)
    if plan.coded:
        yield EvaluationConfig(**shared, **sizes, formats=CODED, segments_list=plan.coded, methods=ALL)


def evaluated(name: str, out: str, quick: bool) -> Evaluation | str:
    """Return a network's evaluation, or why there is none."""
    try:
        return _evaluated(name, out, quick)
    except PwlactError as fault:
        return f"{name}: {fault}"


def _evaluated(name: str, out: str, quick: bool) -> Evaluation:
    with warnings_as_notes():
        runs = [EvaluationRun(config) for config in configs(name, out, quick=quick)]
        rows = []
        with evaluation_progress(sum(len(run.tasks) for run in runs), runs[0].network.divergence_name, name) as observe:
            for run in runs:
                for row in run.rows():
                    rows.append(row)
                    observe(row)
        rows += factor_rows(runs[0]) if name in FACTORED and not quick else []
    return runs[0].evaluation(rows)


def all_evaluated(names: Sequence[str], out: str, jobs: int, *, quick: bool) -> list[Evaluation | str]:
    """Evaluate the networks in processes of their own, in the order of the plans; an interrupt ends them."""
    context = multiprocessing.get_context("spawn")  # threads of torch do not survive a fork
    with context.Pool(jobs, initializer=_leave_interrupts) as pool:
        return pool.starmap(evaluated, [(name, out, quick) for name in names], chunksize=1)


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the parent, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> int:
    """Evaluate, and write the report; return the exit code, 130 where a signal stopped it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--networks", nargs="+", choices=list(PLANS), default=list(PLANS))
    parser.add_argument("--quick", action="store_true", help="few data, few tables")
    parser.add_argument("--jobs", type=int, default=2, help="networks side by side")
    parser.add_argument("--out", default=str(HERE / "networks"), help="folder of what is written")
    asked = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    started = time.monotonic()
    names = [name for name in PLANS if name in asked.networks]
    try:
        with sigterm_as_interrupt():
            found = all_evaluated(names, asked.out, asked.jobs, quick=asked.quick)
    except KeyboardInterrupt:
        print(f"networks: interrupted: {asked.out} was kept; the same command goes on", file=sys.stderr)
        return INTERRUPTED
    for path in write_report(found, Path(asked.out), seconds=time.monotonic() - started):
        note(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
