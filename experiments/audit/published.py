"""Published tables, audited: their errors, the best possible with as many rows, and how few rows do as well.

python experiments/audit/published.py [--csv published.csv]

The CSV files beside this script name their sources. The tables without interpolation are hls4ml's (nnet_activation.h):
1,024 entries, truncated to ten fraction bits as ap_fixed<18, 8> does, the entry of an input being the one at or below.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import pwlact
from pwlact.api.audit import Audit
from pwlact.cli.console import print_table
from pwlact.files import csv_text, write_text

HERE = Path(__file__).parent
COLUMNS = ("table", "rows", "max error", "mean error", "best possible", "times", "rows enough", "worst at")
ENTRIES, STEP = 1024, 2.0**-10


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A published table: its name, its file and how it is read."""

    name: str
    file: str
    function: str
    mirror: bool = False
    format: str | None = None
    shift_terms: int = 0


CASES = (
    Case(name="Li 2022, x >= 0", file="li_2022_sigmoid.csv", function="sigmoid", mirror=True),
    Case(name="Li 2022, as published", file="li_2022_sigmoid_as_published.csv", function="sigmoid"),
    Case(name="Li 2022, q4.12", file="li_2022_sigmoid.csv", function="sigmoid", mirror=True, format="q4.12"),
    Case(name="PLAN 1997, x >= 0", file="plan_1997_sigmoid.csv", function="sigmoid", mirror=True),
    Case(name="PLAN 1997, q4.12", file="plan_1997_sigmoid.csv", function="sigmoid", mirror=True, format="q4.12"),
    Case(
        name="PLAN 1997, shifted",
        file="plan_1997_sigmoid.csv",
        function="sigmoid",
        mirror=True,
        format="q4.12",
        shift_terms=1,
    ),
    Case(name="hard sigmoid", file="hard_sigmoid.csv", function="sigmoid"),
    Case(name="hard sigmoid, Keras 2", file="hard_sigmoid_keras.csv", function="sigmoid"),
    Case(name="hard tanh", file="hard_tanh.csv", function="tanh"),
)
STEPS = {"sigmoid": 8.0, "tanh": 4.0}
"""Functions of hls4ml's tables, and the ends of their ranges."""


def audit_file(case: Case) -> Audit:
    """Audit a table in a file."""
    unit = {"shift_terms": case.shift_terms} if case.format else None
    return pwlact.audit(HERE / case.file, case.function, mirror=case.mirror, format=case.format, unit=unit)


def audit_steps(function: str, end: float) -> Audit:
    """Audit a table of constant entries on [-end, end]."""
    begins = np.linspace(-end, end, ENTRIES, endpoint=False)
    values = np.floor(pwlact.functions.get(function)(begins) / STEP) * STEP
    lists = {"breakpoints": begins.tolist(), "slopes": [0.0] * ENTRIES, "intercepts": values.tolist()}
    return pwlact.audit(lists, function, interval=(-end, end))


def row(name: str, found: Audit) -> tuple[str, ...]:
    """Return a line of the table."""
    mean = found.errors.mean if found.report is None else found.report.errors.mean
    times = "-" if not found.best else f"{found.max_error / found.best:.3g}"
    best = "-" if found.best is None else f"{found.best:.3e}"
    figures = (f"{found.max_error:.3e}", f"{mean:.3e}", best, times, f"{found.enough}", f"{found.worst:.4g}")
    return (name, f"{len(found.rows)}", *figures)


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--csv", help="write the table to this file")
    options = parser.parse_args()
    rows = [row(case.name, audit_file(case)) for case in CASES]
    rows += [row(f"hls4ml {function}", audit_steps(function, end)) for function, end in STEPS.items()]
    print_table("published tables against the best with as many rows", COLUMNS, rows, drop=("worst at",))
    if options.csv:
        write_text(Path(options.csv), csv_text(COLUMNS, rows))


if __name__ == "__main__":
    main()
