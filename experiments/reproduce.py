"""Reproduce the paper's results: its published points fitted anew, its task learned anew, and the tuned agent.

python experiments/reproduce.py [--out runs]
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

import numpy as np

from pwlact import functions
from pwlact.cli.commands.train import read_config
from pwlact.cli.console import print_table
from pwlact.cli.interrupts import INTERRUPTED, check_finished, sigterm_as_interrupt
from pwlact.cli.progress import training_progress
from pwlact.search import Candidate, Objective, Problem, make_evaluator

HERE = Path(__file__).parent
RESULTS = {"gelu": "gelu_tanh", "silu": "silu", "sigmoid": "sigmoid"}


def published(function: str) -> Candidate:
    """Fit the published points of a function."""
    points = tomllib.loads((HERE / "published.toml").read_text(encoding="utf-8"))[function]["points"]
    problem = Problem(
        activation=functions.get(function), interval=(-8.0, 8.0), segments=len(points) + 1, objective=Objective()
    )
    return make_evaluator(problem).candidate(np.array(points))


def learned(experiment: str, out: str) -> list[str]:
    """Run one experiment and return its row: best and median reward, and the best one's errors.

    Raises
    ------
    KeyboardInterrupt
        If it was stopped: the experiments after it shall not begin.
    """
    from dataclasses import replace

    from pwlact.runs.training import run_training

    config = replace(read_config(HERE / f"{experiment}.toml"), out=out)
    with training_progress(config.budget(config.problem())) as observe:
        folder, result = run_training(config, observe)
    check_finished(folder, result)
    errors, spread = result.candidate.errors.grid, result.details["rewards"]
    figures = (f"{spread['best']:.3f}", f"{spread['median']:.3f}", f"{errors.max:.7f}", f"{errors.mean:.7f}")
    return [*figures, f"{result.details['seeds'][0]['seconds']:.0f}"]


def main() -> int:
    """Print one table over all experiments; return the exit code, 130 where a signal stopped them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default="runs", help="folder that run folders go to")
    out = parser.parse_args().out
    try:
        with sigterm_as_interrupt():
            rows = _rows(out)
    except KeyboardInterrupt as stop:
        print(f"reproduce: interrupted: {stop}", file=sys.stderr)
        return INTERRUPTED
    print_table(
        "8 points on [-8, 8]", ("", "best reward", "median reward", "max error", "mean error", "seconds a seed"), rows
    )
    return 0


def _rows(out: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for experiment, function in RESULTS.items():
        given = published(function)
        errors = given.errors.grid
        reward = f"{1.0 / (given.objective + 1e-4):.3f}"
        rows.append((f"{function}: published", reward, "-", f"{errors.max:.7f}", f"{errors.mean:.7f}", "-"))
        rows.append((f"{function}: as published", *learned(f"{experiment}_as_published", out)))
        rows.append((f"{function}: tuned", *learned(experiment, out)))
    return rows


if __name__ == "__main__":
    sys.exit(main())
