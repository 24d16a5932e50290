"""Peers: pwlf, random search and differential evolution beside the exact searches, on the same samples in one run.

    python benchmarks/peers.py [--seconds 200] [--json FILE]

Everything minimises the mean square error of a continuous PWL with free ends, one search at a time on one core. pwlf
gets every tenth sample of the grid that the others get, as its time grows with them; each result is measured on the
whole grid by one evaluator. pwlf's fit runs in a process of its own and is stopped after --seconds.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pwlf

from pwlact import functions
from pwlact._types import Array
from pwlact.cli.console import print_table
from pwlact.metrics import grid_errors
from pwlact.pwl import make_pwl
from pwlact.search import Problem, make_evaluator
from pwlact.search.methods import METHODS
from pwlact.search.methods.global_search import GlobalConfig
from pwlact.search.problem import OBJECTIVES
from pwlact.search.solve import solve

INTERVAL = (-8.0, 8.0)
THIN = 10
NAMES = ("sigmoid", "silu", "gelu")
SEGMENTS = (5, 9)


def run_pwlf(kind: str, x: Array, y: Array, segments: int, answer: Connection) -> None:
    """Fit by pwlf and send breakpoints, values and seconds."""
    started = time.perf_counter()
    model = pwlf.PiecewiseLinFit(x, y, seed=0)
    breakpoints = model.fit(segments) if kind == "fit" else model.fitfast(segments)
    seconds = time.perf_counter() - started
    answer.send((breakpoints, model.predict(breakpoints), seconds))


def by_pwlf(kind: str, problem: Problem, limit: float) -> tuple[str, ...]:
    """Return a row of pwlf's."""
    samples = make_evaluator(problem).samples
    listen, answer = multiprocessing.Pipe(duplex=False)
    arguments = (kind, samples.x[::THIN], samples.y[::THIN], problem.segments, answer)
    process = multiprocessing.get_context("fork").Process(target=run_pwlf, args=arguments)
    process.start()
    if not listen.poll(limit):
        process.kill()
        return (f"pwlf {kind}", "-", "-", f"stopped after {limit:.0f}")
    breakpoints, values, seconds = listen.recv()
    process.join()
    errors = grid_errors(samples, make_pwl(problem.activation, breakpoints, values))
    return row(f"pwlf {kind}", errors.mse, errors.max, seconds)


def by_method(name: str, problem: Problem, config: Any = None, title: str | None = None) -> tuple[str, ...]:
    """Return a row of one of our methods."""
    method = METHODS[name]
    result = solve(problem, method, config or method.config(), 0)
    errors = result.candidate.errors.grid
    return row(title or name, errors.mse, errors.max, result.seconds)


def row(name: str, mse: float, max_error: float, seconds: float) -> tuple[str, ...]:
    """Return the cells of a row."""
    return (name, f"{mse:.3e}", f"{max_error:.3e}", f"{seconds:.3f}")


def rows(problem: Problem, limit: float) -> list[tuple[str, ...]]:
    """Measure one function at one number of segments."""
    return [
        by_method("dp", problem),
        by_method("global", problem, GlobalConfig(kind="de"), "differential evolution (scipy)"),
        by_method("random", problem, None, "random search (the paper's)"),
        by_method("gradient", problem, None, "gradient (as Flex-SFU)"),
        by_method("genetic", problem, None, "genetic (as GQA-LUT)"),
        by_pwlf("fitfast", problem, limit),
        by_pwlf("fit", problem, limit),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=200.0, help="longest time for one fit of pwlf's")
    parser.add_argument("--json", type=Path, help="write everything to this file")
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    warm_up = Problem(activation=functions.get("tanh"), interval=INTERVAL, segments=4, objective=OBJECTIVES["mse"])
    rows(warm_up, 0.0)
    tables = {}
    for name in NAMES:
        for segments in SEGMENTS:
            problem = Problem(
                activation=functions.get(name),
                interval=INTERVAL,
                segments=segments,
                objective=OBJECTIVES["mse"],
            )
            title = f"{name}, {segments} segments on [-8, 8]"
            tables[title] = rows(problem, options.seconds)
            print_table(title, ("method", "MSE", "max", "seconds"), tables[title])
    if options.json:
        options.json.write_text(json.dumps(tables, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
