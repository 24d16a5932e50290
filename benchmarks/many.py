"""Many functions at once: seconds, and how far each is above solving it alone at full accuracy.

    python benchmarks/many.py [--functions 10000] [--samples 256] [--segments 8] [--jobs 2] [--check 50]

Functions are sums of waves, sums of sigmoids, and learned edges of a Kolmogorov-Arnold network (a cubic B-spline of 8
cells plus SiLU), a third each. Seconds are wall time of one call with compiled kernels, the start of
processes included. `--check` functions, drawn at random, are solved alone too, by minimax or dp.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from scipy.interpolate import BSpline, CubicSpline

import pwlact
from pwlact._types import Array
from pwlact.cli.console import note, print_table
from pwlact.many.family import FamilyObjective

INTERVAL = (-4.0, 4.0)
FINE = 200_001  # samples of a measurement
OBJECTIVES: tuple[FamilyObjective, ...] = ("max", "mse")


def waves(x: Array, rng: np.random.Generator) -> Array:
    """Return a sum of three waves."""
    a, w, p = rng.normal(size=(3, 1)), rng.uniform(0.3, 2.0, (3, 1)), rng.uniform(0.0, 6.0, (3, 1))
    return np.asarray(np.sum(a * np.sin(w * x + p), axis=0))


def sigmoids(x: Array, rng: np.random.Generator) -> Array:
    """Return a sum of four sigmoids of different steepness."""
    a, w, c = rng.normal(size=(4, 1)), rng.uniform(0.5, 8.0, (4, 1)), rng.uniform(-3.0, 3.0, (4, 1))
    return np.asarray(np.sum(a / (1.0 + np.exp(-w * (x - c))), axis=0))


def edge(x: Array, rng: np.random.Generator) -> Array:
    """Return a learned edge: a cubic B-spline of 8 cells plus SiLU."""
    step = (INTERVAL[1] - INTERVAL[0]) / 8.0
    knots = INTERVAL[0] + step * np.arange(-3, 12)
    spline = BSpline(knots, rng.normal(0.0, 0.5, 11), 3)
    return np.asarray(spline(x) + rng.normal() * x / (1.0 + np.exp(-x)))


KINDS = (waves, sigmoids, edge)


def functions(n: int, samples: int) -> tuple[Array, Array]:
    """Return x (k,) and Y (n, k)."""
    rng, x = np.random.default_rng(0), np.linspace(*INTERVAL, samples)
    return x, np.array([KINDS[i % len(KINDS)](x, rng) for i in range(n)])


def error(x: Array, y: Array, pwl: pwlact.PWL, objective: FamilyObjective) -> float:
    """Return the objective of an approximation of one function, on a fine grid."""
    at = np.linspace(*INTERVAL, FINE)
    off = pwl(at) - CubicSpline(x, y)(at)
    return float(np.abs(off).max() if objective == "max" else np.trapezoid(off**2) / (FINE - 1))


def row(x: Array, y: Array, objective: FamilyObjective, options: argparse.Namespace) -> tuple[str, ...]:
    """Return a line of the table."""
    pwlact.approximate_many(x, y[:3], segments=options.segments, objective=objective)  # compiles
    started, used = time.perf_counter(), time.process_time()
    family = pwlact.approximate_many(x, y, segments=options.segments, objective=objective, jobs=options.jobs)
    seconds, used = time.perf_counter() - started, time.process_time() - used
    checked = np.random.default_rng(1).choice(len(y), min(options.check, len(y)), replace=False)
    ratios, alone = [], 0.0
    for done, i in enumerate(checked.tolist(), 1):
        began = time.perf_counter()
        single = pwlact.approximate((x, y[i]), segments=options.segments, objective=objective)
        alone += time.perf_counter() - began
        ratios.append(error(x, y[i], family[i], objective) / error(x, y[i], single.pwl, objective))
        if done % 10 == 0:
            note(f"{objective}: {done} of {len(checked)} checked, largest ratio {max(ratios):.6f}")
    gaps = family.gaps
    return (
        objective, f"{len(y)}", f"{seconds:.1f}", f"{1e3 * seconds / len(y):.2f}", f"{1e3 * alone / len(checked):.0f}",
        f"{max(ratios):.6f}", f"{np.median(ratios):.6f}", f"{np.median(gaps):.1e}", f"{gaps.max():.1e}",
        f"{used:.1f}",
    )  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("functions", 10_000), ("samples", 256), ("segments", 8), ("jobs", 2), ("check", 50)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    x, y = functions(options.functions, options.samples)
    columns = (
        "objective", "functions", "seconds", "ms each", "ms alone", "largest ratio", "median ratio", "median gap",
        "largest gap", "own CPU s",
    )  # fmt: skip
    rows = [row(x, y, objective, options) for objective in OBJECTIVES]
    print_table(f"{options.segments} segments, {options.samples} samples, {options.jobs} jobs", columns, rows)


if __name__ == "__main__":
    main()
