"""Noisy data: pwlf beside our least squares, on the same points in one run.

    python benchmarks/noisy.py [--seconds 60] [--points 100 1000 10000 100000 1000000] [--segments 2 5 9 16 20]

The data: the 59 points of pwlf's documentation (github.com/cjekel/piecewise_linear_fit_py, docs, Examples; benchmarks/
data/pwlf_documentation.csv), and its noisy sine, y = sin(pi x / 2) + N(0, 0.05) at equal steps of x in [0, 10]. Every
answer is a continuous PWL from the first to the last x; one evaluator sums its squared errors at the data. One search
at a time, on one core; pwlf's run in a process of their own and are stopped after --seconds. `fit` is differential
evolution, for at most 1,000 points and 9 segments; `fitfast` is its multi-start search, with its defaults. Ours
runs twice, and the second run counts: kernels are loaded then.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pwlf

import pwlact
from pwlact._types import Array
from pwlact.cli.console import print_table

DOCUMENTATION = Path(__file__).parent / "data" / "pwlf_documentation.csv"
NOISE, SEED = 0.05, 123
FIT_POINTS, FIT_SEGMENTS = 1000, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Sum of squared errors and seconds of each search; None where it was not run, infinite where it was stopped."""

    data: str
    points: int
    segments: int
    sse: float
    seconds: float
    bound: float | None
    fast_sse: float
    fast_seconds: float
    fit_sse: float | None
    fit_seconds: float | None


def sine(n: int) -> tuple[Array, Array]:
    """Return the noisy sine at n points."""
    x = np.linspace(0.0, 10.0, n)
    return x, np.sin(x * np.pi / 2) + np.random.default_rng(SEED).normal(0.0, NOISE, n)


def squares(x: Array, y: Array, breakpoints: Array, values: Array) -> float:
    """Return the sum of squared errors of a PWL by its knots."""
    return float(np.sum((np.interp(x, breakpoints, values) - y) ** 2))


def run_pwlf(kind: str, x: Array, y: Array, segments: int, answer: Connection) -> None:
    """Search by pwlf, and send breakpoints, values and seconds."""
    started = time.perf_counter()
    model = pwlf.PiecewiseLinFit(x, y, seed=0)
    breakpoints = model.fit(segments) if kind == "fit" else model.fitfast(segments)
    seconds = time.perf_counter() - started
    answer.send((breakpoints, model.predict(breakpoints), seconds))


def by_pwlf(kind: str, x: Array, y: Array, segments: int, limit: float) -> tuple[float, float]:
    """Return the sum of squared errors and the seconds of pwlf; infinity and the limit where it was stopped."""
    listen, answer = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=run_pwlf, args=(kind, x, y, segments, answer))
    process.start()
    answer.close()
    try:
        if not listen.poll(limit):
            return math.inf, limit
        breakpoints, values, seconds = listen.recv()
    except EOFError:  # as where memory ran out
        return math.inf, limit
    finally:
        process.kill()
        process.join()
    return squares(x, y, breakpoints, values), seconds


def measure(name: str, x: Array, y: Array, segments: int, limit: float) -> Row:
    """Search by both, one after the other."""
    pwlact.approximate((x, y), noisy=True, segments=segments, objective="mse")  # loads kernels
    started = time.perf_counter()
    ours = pwlact.approximate((x, y), noisy=True, segments=segments, objective="mse")
    seconds = time.perf_counter() - started
    fast = by_pwlf("fitfast", x, y, segments, limit)
    small = x.size <= FIT_POINTS and segments <= FIT_SEGMENTS
    fit = by_pwlf("fit", x, y, segments, limit) if small else (None, None)
    return Row(
        data=name,
        points=x.size,
        segments=segments,
        sse=squares(x, y, ours.pwl.breakpoints, ours.pwl.values),
        seconds=seconds,
        bound=None if ours.lower_bound is None else ours.lower_bound * x.size,
        fast_sse=fast[0],
        fast_seconds=fast[1],
        fit_sse=fit[0],
        fit_seconds=fit[1],
    )


def cases(points: list[int], segments: list[int]) -> Iterator[tuple[str, Array, Array, int]]:
    """Yield data and numbers of segments."""
    x, y = np.loadtxt(DOCUMENTATION, delimiter=",", skiprows=1).T
    for k in (2, 4, 6, 9):
        yield "documentation", x, y, k
    for n in points:
        for k in segments:
            yield "sine", *sine(n), k


def cells(row: Row) -> tuple[str, ...]:
    """Return a row's cells."""

    def pair(sse: float | None, seconds: float | None) -> tuple[str, str]:
        if sse is None or seconds is None:
            return "-", "-"
        return ("-", f"stopped at {seconds:.0f}") if math.isinf(sse) else (f"{sse:.6g}", f"{seconds:.3f}")

    head = row.data, f"{row.points:,}", str(row.segments)
    fast, fit = pair(row.fast_sse, row.fast_seconds), pair(row.fit_sse, row.fit_seconds)
    return *head, *pair(row.sse, row.seconds), *fast, f"{row.fast_seconds / row.seconds:,.0f}", *fit


HEADER = ("data", "points", "segments", "SSE", "seconds", "fitfast SSE", "fitfast s", "ratio", "fit SSE", "fit s")


def main() -> None:
    """Measure all cases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--points", type=int, nargs="+", default=[100, 1000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--segments", type=int, nargs="+", default=[2, 5, 9, 16, 20])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows: list[Row] = []
    for name, at, values, segments in cases(options.points, options.segments):
        rows.append(measure(name, at, values, segments, options.seconds))
        print(*cells(rows[-1]), sep="  ", flush=True)
    print_table("noisy data", HEADER, [cells(row) for row in rows])
    if options.json:
        found: list[dict[str, Any]] = [asdict(row) for row in rows]
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
