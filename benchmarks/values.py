"""Rewards of the paper's objective with least-squares, minimax and best values, on the cases of `cases.toml`.

    python benchmarks/values.py [--cases N] [--starts S] [--json FILE]

Each fit has its own points, by a search of many starts. The last column has the best values at the points of the
least squares.
"""

from __future__ import annotations

import one_core  # noqa: F401  before numpy

# isort: split
import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from cases import Case, agent_cases

from pwlact.cli.console import print_table
from pwlact.search.evaluators import make_real_evaluator
from pwlact.search.local import LocalConfig, multistart
from pwlact.search.problem import FitName

FITS: tuple[FitName, ...] = ("lstsq", "minimax", "best")
EVALUATIONS = 4000


def reward(objective: float) -> float:
    """Return the paper's final reward of J."""
    return 1.0 / (objective + 1e-4)


def row_of(case: Case, starts: int) -> dict[str, Any]:
    """Return the rewards of a case."""
    found, points = dict[str, float](), np.empty(0)
    for fit in FITS:
        evaluator = make_real_evaluator(case.problem(fit))
        outcome = multistart(evaluator, LocalConfig(evaluations=EVALUATIONS), starts, 0)
        found[fit] = reward(evaluator.candidate(outcome.points).objective)
        points = outcome.points if fit == "lstsq" else points
    best = make_real_evaluator(case.problem("best"))
    return {
        "function": case.name,
        "points": case.points,
        **found,
        "best values, least-squares points": reward(best.candidate(points).objective),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, help="the first cases only")
    parser.add_argument("--starts", type=int, default=2, help="searches of each fit")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    rows = [row_of(case, options.starts) for case in agent_cases()[: options.cases]]
    names = (*FITS, "best values, least-squares points")
    table = [(row["function"], f"{row['points']}", *(f"{row[name]:.2f}" for name in names)) for row in rows]
    print_table("reward of 0.2 mean + 0.8 max", ("function", "points", *names), table)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
