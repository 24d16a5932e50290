"""GQA-LUT's setting, solved exactly: 8 and 16 entries with INT8-style coefficients, mean square error on a grid.

python experiments/gqa_lut.py

Samples lie 0.01 apart; slopes, intercepts and breakpoints are multiples of 1/64. GELU on [-4, 4] has its two outer
pieces fixed to 0 and x; exp is on [-8, 0]. Published figures: GQA-LUT, DAC 2024 (arXiv 2403.19591).
"""

from __future__ import annotations

import time

import numpy as np

from pwlact import functions
from pwlact.cli.console import print_table
from pwlact.formats import FixedPoint
from pwlact.functions import Line
from pwlact.search.codes.rounding_kernels import kernel_format
from pwlact.search.codes.squares import LeastSquares, least_squares

STEP = 0.01
COEFFICIENT = FixedPoint(10, 6)  # multiples of 1/64
STEEPEST = 4.0
PUBLISHED = {("gelu", 8): 7.2e-5, ("gelu", 16): 1.6e-5, ("exp", 8): 1.9e-5, ("exp", 16): 2.2e-5}
OUTER = {"gelu": (Line(0.0, 0.0), Line(1.0, 0.0)), "exp": (None, None)}
RANGES = {"gelu": (-4.0, 4.0), "exp": (-8.0, 0.0)}


def solve(function: str, entries: int) -> LeastSquares:
    """Return the best table with this number of entries, outer pieces included."""
    low, high = RANGES[function]
    outer = OUTER[function]
    x = low + STEP * np.arange(round((high - low) / STEP) + 1)
    step = COEFFICIENT.step
    thresholds = np.arange(low, high + step, step)
    possible = np.unique(np.concatenate(([0], np.searchsorted(x, thresholds - 1e-9), [x.size])))
    slopes = np.arange(-STEEPEST, STEEPEST + step, step)
    inner = entries - sum(line is not None for line in outer)
    return least_squares(x, functions.get(function)(x), possible, slopes, kernel_format(COEFFICIENT), inner, outer)


def main() -> None:
    """Print the four figures beside the published ones."""
    solve("gelu", 8)  # compiles
    rows = []
    for (function, entries), published in PUBLISHED.items():
        started = time.perf_counter()
        found = solve(function, entries)
        seconds = time.perf_counter() - started
        rows.append((f"{function}, {entries}", f"{found.mse:.3e}", f"{published:.1e}", f"{seconds:.3f}"))
    print_table(
        "mean square error, coefficients and breakpoints multiples of 1/64",
        ("function, entries", "exact", "GQA-LUT", "seconds"),
        rows,
    )


if __name__ == "__main__":
    main()
