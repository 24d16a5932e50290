"""The best values, proven: samples near sign changes and contacts one by one, the others by a linear function.

A sample's error times a sign that it keeps is never above the size of the error, and the maximum over some samples is
never above that over all. So what is smallest for some samples one by one is a lower bound of J; where J itself is as
small, the values are the best. Else more samples are taken, in the end all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, routine
from pwlact._types import Array
from pwlact.fit.best_approach import set_row
from pwlact.fit.best_pieces import Grid, scan
from pwlact.fit.interior_kernels import begin, interior
from pwlact.fit.kernels import sample_errors

MEAN, BOTH = 1.0, 2.0
LARGE = 0.3  # errors that the maximum may count, relative to J
REACHES = (2, 3, 12, 50, 200, 0)  # samples about a sign change or a contact; 0 is all
CLOSE = 1e-9  # gap, as a share of J, that ends the search


@routine
def _mark(b: Array, z: Array, grid: Grid, pieces: NDArray[np.int64], reach: int, objective: float, near: Array) -> None:
    """Fill near (n,): MEAN about sign changes, BOTH about contacts, 0 elsewhere; `reach` samples on either side."""
    near[:] = 0.0
    for p in range(pieces.shape[0]):
        k, start, stop = pieces[p, 0], pieces[p, 1], pieces[p, 2]
        for column in range(5, 9):
            for q in range(max(pieces[p, column] - reach, 0), min(pieces[p, column] + reach, near.size)):
                near[q] = max(near[q], MEAN)
        slope = (z[k + 1] - z[k]) / (b[k + 1] - b[k])
        for i in (start, pieces[p, 4], stop - 1):
            if abs(z[k] + slope * (grid.low + i * grid.step - b[k]) - grid.y[i]) > LARGE * objective:
                near[max(i - reach, 0) : min(i + reach + 1, near.size)] = BOTH


@routine
def _collect(
    b: Array, z: Array, grid: Grid, starts: NDArray[np.int64], share: float, cost: float, near: Array, rows: Array,
    linear: Array,
) -> int:  # fmt: skip
    """Fill rows with the samples that are marked, and `linear` (m + 1,) with the gradient of the others."""
    count = 0
    linear[:] = 0.0
    linear[b.size] = cost
    for k in range(b.size - 1):
        for i in range(starts[k], starts[k + 1]):
            t = (grid.low + i * grid.step - b[k]) / (b[k + 1] - b[k])
            if near[i] > 0.0:
                set_row(rows, count, b, grid, k, i, share, 1.0 if near[i] == BOTH and cost > 0.0 else 0.0)
                count += 1
            else:
                push = np.copysign(share, z[k] + (z[k + 1] - z[k]) * t - grid.y[i])
                linear[k] += push * (1.0 - t)
                linear[k + 1] += push * t
    return count


@inlined
def _value(grid: Grid, mean_weight: float, max_weight: float, b: Array, z: Array, starts: NDArray[np.int64]) -> float:
    worst, mean = sample_errors(
        b, z[: b.size], grid.low, grid.step, grid.y, grid.sums, grid.convex_runs, grid.signs, starts
    )
    return mean_weight * mean + max_weight * worst


@routine
def _model(b: Array, z: Array, old: Array, grid: Grid, starts: NDArray[np.int64], share: float, near: Array) -> float:
    """Return the sum of errors at values z (m + 1,), those of unmarked samples with their signs at old values."""
    total = 0.0
    for k in range(b.size - 1):
        for i in range(starts[k], starts[k + 1]):
            t = (grid.low + i * grid.step - b[k]) / (b[k + 1] - b[k])
            r = z[k] + (z[k + 1] - z[k]) * t - grid.y[i]
            total += abs(r) if near[i] > 0.0 else np.copysign(1.0, old[k] + (old[k + 1] - old[k]) * t - grid.y[i]) * r
    return share * total


@routine
def finish(
    b: Array, z: Array, grid: Grid, starts: NDArray[np.int64], pieces: NDArray[np.int64], rows: Array, near: Array,
    mean_weight: float, max_weight: float, fixed: NDArray[np.bool_], system: Array, work: Array,
) -> tuple[float, float, float]:  # fmt: skip
    """Improve values z (m + 1,), in place, until J is proven smallest; return maximum and mean error, and the gap.

    Parameters
    ----------
    b, z : ndarray, shapes (m,) and (m + 1,)
        Breakpoints, and values that are near the best.
    grid, starts, pieces : Grid, ndarray, ndarray
        Samples, as `locate` and `find_pieces` part them.
    rows, near : ndarray, shapes (samples, 22) and (samples,)
        Scratch.
    mean_weight, max_weight : float
        w_mean and w_max.
    fixed : ndarray of bool, shape (m,)
        Values that stay.
    system, work : ndarray, shapes (4, m + 1) and (6, m + 1)
        Scratch.
    """
    m, n = b.size, grid.y.size
    share = mean_weight / n
    trial, linear = np.empty(m + 1), np.empty(m + 1)
    best, bound = _value(grid, mean_weight, max_weight, b, z, starts), 0.0
    for reach in REACHES:
        trial[:] = z
        scan(b, z, grid, pieces, 0.0)
        near[:] = BOTH
        if reach:
            _mark(b, z, grid, pieces, reach, best, near)
        count = _collect(b, z, grid, starts, share, max_weight, near, rows, linear)
        trial[m] = 0.0
        scale = min(10.0 * reach / n, 1.0) * best if reach else best
        begin(rows[:count], trial, scale, scale, max_weight)
        gap = interior(rows[:count], trial, linear, fixed, 0.1 * CLOSE * best, system, work)
        bound = max(bound, max_weight * trial[m] + _model(b, trial, z, grid, starts, share, near) - gap)
        value = _value(grid, mean_weight, max_weight, b, trial, starts)
        if value < best:
            best = value
            z[:] = trial
        if best - bound <= CLOSE * best:
            break
    worst, mean = sample_errors(b, z[:m], grid.low, grid.step, grid.y, grid.sums, grid.convex_runs, grid.signs, starts)
    return worst, mean, (best - bound) / best if best > 0.0 else 0.0
