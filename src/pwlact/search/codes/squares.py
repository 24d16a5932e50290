"""Table rows with the least mean square error: dynamic programming over their starts, then a search on single codes.

The sum of squares of one row is quadratic in its coefficients, so its best coded line has a closed form, and dynamic
programming finds the best partition: exact over the given starts. The rounding of outputs is not part of this; a last
search by the unit's own arithmetic accounts for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import FormatError, require
from pwlact.functions import Line
from pwlact.search.codes import squares_kernels as kernels
from pwlact.search.codes.cover import check_rows
from pwlact.search.codes.fit_kernels import line_errors
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.rounding_kernels import KernelFormat
from pwlact.search.codes.table_rows import TableRows

MAX_STARTS = 513  # of the dynamic programme; a finer search follows
MAX_SPAN = 1e6  # of weights; their squares span 1e12, of which prefix sums keep four digits
BestRow = Callable[[int, int], tuple[float, Array]]
"""From start and stop of a row to its least cost, and slope and intercept (2,)."""

REACH = 2  # neighbouring codes of a coefficient on either side that the last search tries
WIDE = 16  # its first moves of a start are this part of a mean row


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeastSquares:
    """Rows with the least sum of squares over samples.

    Parameters
    ----------
    ends : ndarray of int64, shape (K + 1,)
        Indices of the samples at which the K inner rows begin, and the end of the last.
    slopes, intercepts : ndarray, shape (K,)
        Values of the coefficients.
    mse : float
        Mean square error over all samples, outer lines included: the smallest of all starts and codes.
    """

    ends: Codes
    slopes: Array
    intercepts: Array
    mse: float


def least_squares(
    x: Array,
    y: Array,
    possible: Codes,
    slopes: Array,
    intercepts: KernelFormat,
    rows: int,
    outer: tuple[Line | None, Line | None] = (None, None),
    weights: Array | None = None,
) -> LeastSquares:
    """Return the rows with the least mean square error, exactly.

    min over starts i_0 < ... < i_K and codes (s_k, c_k) of (1 / n) sum_k sum_{i in row k} (w_i (s_k x_i + c_k - y_i))^2

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Samples, x ascending.
    possible : ndarray of int64, shape (m,)
        Indices of samples at which a row may begin, ascending, with 0 and n.
    slopes : ndarray, shape (s,)
        Values of slopes, ascending.
    intercepts : KernelFormat
        Values of intercepts.
    rows : int
        K, the number of inner rows.
    outer : (Line or None, Line or None)
        Fixed lines left of the first and right of the last row; with None the rows extend to that end.
    weights : ndarray, shape (n,), optional
        Weights w_i of errors, those of rows alone; without them, 1.

    Raises
    ------
    FormatError
        If there are fewer possible starts than rows.
    """
    if possible.size <= rows:
        raise FormatError(f"rows begin at different codes, got {rows} for {possible.size - 1}; use fewer")
    sums = kernels.moments(x, y, np.empty(0) if weights is None else weights)
    costs = kernels.cost_table(sums, possible, slopes, intercepts)
    left = _outer_costs(x, y, possible, outer[0])
    right = _outer_costs(x[::-1], y[::-1], x.size - possible[::-1], outer[1])[::-1]
    total, ends = kernels.best_partition(costs, left, np.ascontiguousarray(right), rows)
    ends = possible[ends]
    lines = _lines(sums, ends, slopes, intercepts)
    return LeastSquares(ends=ends, slopes=lines[:, 0], intercepts=lines[:, 1], mse=float(total) / x.size)


def _outer_costs(x: Array, y: Array, ends: Codes, line: Line | None) -> Array:
    """Return the sums of squares of a line on the samples before each end; without a line, inf for any sample."""
    if line is None:
        return np.where(ends == 0, 0.0, np.inf)
    return np.concatenate(([0.0], np.cumsum((line(x) - y) ** 2)))[ends]


def _lines(sums: Array, ends: Codes, slopes: Array, intercepts: KernelFormat) -> Array:
    return np.array([kernels.coded_line(sums, i, j, slopes, intercepts)[1:] for i, j in pairwise(ends.tolist())])


def smallest_squares(grid: CodeGrid, rows: int) -> TableRows:
    """Return table rows of a unit with a small mean square error over its input codes, near the least.

    Dynamic programming over at most 513 starts comes first; then starts move code by code; then starts and
    coefficients move to neighbouring codes, by the unit's own arithmetic.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    rows : int
        Number of table rows.

    Raises
    ------
    FormatError
        If there are more rows than codes at which one may begin.
    ConfigError
        If weights differ by more than prefix sums of their squares can hold.
    """
    check_rows(grid, rows)
    _check_weights(grid.row_weights)
    how = grid.arithmetic
    possible = np.unique(grid.snap)
    coarse = np.unique(possible[np.linspace(0, possible.size - 1, min(MAX_STARTS, possible.size)).astype(np.int64)])
    weights = grid.row_weights if grid.weighted else None
    found = least_squares(grid.x, grid.y, coarse, grid.slopes, how.product, rows, weights=weights)
    starts = kernels.shift_starts(grid.sums, found.ends, grid.snap, grid.slopes, how.product)
    return moved_starts(grid, starts, lambda start, stop: _least_squares_row(grid, start, stop))


def _check_weights(weights: Array) -> None:
    """Raise ConfigError where prefix sums of squared weights (n,) would lose the smallest beside the largest."""
    if not weights.size:
        return
    span = float(weights.max() / weights.min())
    require(
        span <= MAX_SPAN,
        f"dynamic programming takes weights of which the largest is at most {MAX_SPAN:g} times the smallest",
        f"{span:.2g} times",
        "give the weight a floor, as relative:0.001, or choose --method minimax",
    )


def moved_starts(grid: CodeGrid, starts: Codes, best: BestRow) -> TableRows:
    """Move one start at a time, by ever smaller steps, while that lowers the cost of the two rows beside it.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    starts : ndarray of int64, shape (K + 1,)
        Where rows begin at first, and the end of the last.
    best : callable
        (start, stop) of a row to its least cost, and slope and intercept (2,).
    """
    possible = np.unique(grid.snap)
    at = np.searchsorted(possible, starts).tolist()
    known: dict[tuple[int, int], tuple[float, Array]] = {}

    def cost(i: int, j: int) -> float:
        if (i, j) not in known:
            known[i, j] = best(int(possible[i]), int(possible[j]))
        return known[i, j][0]

    stride = max(possible.size // (WIDE * len(at)), 1)
    while stride:
        moved = False
        for k in range(1, len(at) - 1):
            before, after = at[k - 1], at[k + 1]
            here = cost(before, at[k]) + cost(at[k], after)
            for target in (at[k] - stride, at[k] + stride):
                if before < target < after and cost(before, target) + cost(target, after) < here:
                    here, at[k], moved = cost(before, target) + cost(target, after), target, True
        stride = stride if moved else stride // 2
    lines = np.array([best(int(possible[i]), int(possible[j]))[1] for i, j in pairwise(at)])
    return TableRows(starts=possible[at], slopes=lines[:, 0], intercepts=lines[:, 1])


def _least_squares_row(grid: CodeGrid, start: int, stop: int) -> tuple[float, Array]:
    """Return the least sum of squares of the unit's errors on codes start .. stop - 1, and slope and intercept (2,).

    The slopes next to the best line's are tried, each with the intercepts next to the one that gives mean error 0.
    """
    part = grid.part(start, stop)
    _, slope, _ = kernels.coded_line(grid.sums, start, stop, grid.slopes, grid.arithmetic.product)
    squared = part.row_weights**2 if part.weighted else None
    mean_x, mean_y = (float(np.average(values, weights=squared)) for values in (part.x, part.y))
    return best_near(part, part.row_weights, int(np.searchsorted(grid.slopes, slope)), (mean_x, mean_y), 2)


def best_near(part: CodeGrid, weights: Array, k: int, pivot: tuple[float, float], column: int) -> tuple[float, Array]:
    """Return the least cost of the unit's own errors on a row, near a line, and slope and intercept (2,).

    Parameters
    ----------
    part : CodeGrid
        The row's n codes.
    weights : ndarray, shape (n,) or (0,)
        Weights of errors, as in `line_errors`.
    k : int
        Index of the line's slope; those next to it are tried, each with intercepts that lead close to `pivot`.
    pivot : (float, float)
        A point of the line.
    column : int
        Column of `line_errors` that is the cost: 1 for absolute errors, 2 for squares.
    """
    ends, (x, y) = np.array([0, part.size]), pivot
    near = part.slopes[max(k - REACH, 0) : k + REACH + 1]
    tries = np.array([(s, c) for s in near for c in _neighbours(part, y - float(s) * x)])
    costs = [line_errors(part.x, part.y, weights, ends, one[:1], one[1:], part.arithmetic)[0, column] for one in tries]
    best = int(np.argmin(costs))
    return float(costs[best]), tries[best]


def _neighbours(grid: CodeGrid, intercept: float) -> Array:
    """Return the possible intercepts next to a value, which may be beyond the limits."""
    how = grid.arithmetic.product
    if grid.levels.size:
        k = int(np.searchsorted(grid.levels, intercept))
        return grid.levels[max(min(k, grid.levels.size - 1) - REACH, 0) : k + REACH + 1]
    centre = min(max(np.rint(intercept / how.step) * how.step, how.low), how.high)
    values = centre + how.step * np.arange(-REACH, REACH + 1)
    return np.asarray(values[(values >= how.low) & (values <= how.high)], dtype=np.float64)
