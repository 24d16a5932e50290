"""Compiled best fit: the values at given breakpoints with the smallest J = w_mean E_mean + w_max E_max on the grid.

J is convex and piecewise linear in the values. `best_approach` comes near its minimum quickly, `best_finish` reaches
and proves it. Both are interior-point methods, `interior_kernels`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.best_approach import approach
from pwlact.fit.best_finish import finish
from pwlact.fit.best_pieces import Grid, find_pieces
from pwlact.fit.interior_kernels import COLUMNS
from pwlact.fit.kernels import locate, sample_errors

ROUNDING = 1e-14  # errors of this size, relative to the largest value, are none


@routine
def _best_one(
    b: Array, v: Array, grid: Grid, starts: NDArray[np.int64], pieces: NDArray[np.int64], rows: Array, near: Array,
    mean_weight: float, max_weight: float, fixed: NDArray[np.bool_], worst: float, mean: float, system: Array,
    work: Array,
) -> tuple[float, float, float]:  # fmt: skip
    """Replace least-squares values v (m,) by the best ones; return maximum and mean error, and the gap."""
    z, m = work[5], b.size
    z[:m] = v
    approach(b, z, grid, pieces, rows, mean_weight / grid.y.size, max_weight, fixed, worst, system, work)
    new = sample_errors(b, z[:m], grid.low, grid.step, grid.y, grid.sums, grid.convex_runs, grid.signs, starts)
    if mean_weight * new[1] + max_weight * new[0] < mean_weight * mean + max_weight * worst:
        worst, mean = new
        v[:] = z[:m]
    if near.size == 0:
        return worst, mean, np.nan
    z[:m] = v
    worst, mean, gap = finish(b, z, grid, starts, pieces, rows, near, mean_weight, max_weight, fixed, system[:4], work)
    v[:] = z[:m]
    return worst, mean, gap


@kernel
def best_many(
    breakpoints: Array, grid: Grid, fixed: NDArray[np.bool_], mean_weight: float, max_weight: float, near: Array,
    values: Array, worst: Array, mean: Array, gaps: Array,
) -> None:  # fmt: skip
    """Fit each row of `breakpoints` (n, m) in place.

    Least-squares `values` (n, m) with their errors `worst` and `mean` (n,) become the best ones with theirs; `gaps`
    (n,) become proven bounds of how far J is above its minimum, as a share of J. `near` is scratch, of one entry a
    sample; where it is empty, values are near the best, and gaps are nan.
    """
    m = breakpoints.shape[1]
    starts = np.empty(m, dtype=np.int64)
    most = m + grid.signs.size
    pieces = np.empty((most, 9), dtype=np.int64)
    rows = np.zeros((max(3 * most, near.size), COLUMNS))
    system, work = np.zeros((8, m + 1)), np.zeros((6, m + 1))
    noise = ROUNDING * np.max(np.abs(grid.y))
    for row in range(breakpoints.shape[0]):
        b = breakpoints[row]
        locate(b, grid.low, grid.step, grid.y.size, starts)
        gaps[row] = 0.0
        if worst[row] > noise:
            count = find_pieces(b, grid, starts, pieces)
            worst[row], mean[row], gaps[row] = _best_one(
                b, values[row], grid, starts, pieces[:count], rows, near, mean_weight, max_weight, fixed, worst[row],
                mean[row], system, work,
            )  # fmt: skip
