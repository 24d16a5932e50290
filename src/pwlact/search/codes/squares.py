"""The least mean square error of coded pieces: dynamic programming over where they may begin.

For given cuts and coefficients on grids of codes the sum of squares is a quadratic, so the best line of codes for a
stretch is found in closed form, and the best partition by dynamic programming: exact over the starts that are
offered. What rounding of the output adds is left to a last search on the codes, by the unit's own arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import FormatError
from pwlact.functions import Line
from pwlact.search.codes import squares_kernels as kernels
from pwlact.search.codes.cover import check_pieces
from pwlact.search.codes.fit_kernels import line_errors
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.rounding_kernels import KernelFormat
from pwlact.search.codes.table_rows import TableRows

MAX_STARTS = 513  # that dynamic programming goes over; a finer search follows
REACH = 2  # neighbouring codes of a coefficient that the last search tries, on either side
WIDE = 16  # it begins by moving starts by this part of a mean piece


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeastSquares:
    """Coded pieces with the least sum of squares over the samples.

    Parameters
    ----------
    ends : ndarray of int64, shape (K + 1,)
        Samples at which the K inner pieces begin, and where the last one ends.
    slopes, intercepts : ndarray, shape (K,)
        Values of their coefficients.
    mse : float
        Mean square error over all samples, outer pieces included: no other choice of starts and codes has a smaller.
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
    pieces: int,
    outer: tuple[Line | None, Line | None] = (None, None),
) -> LeastSquares:
    """Return the pieces with the least mean square error, exactly.

    min over starts i_0 < ... < i_K and codes (s_k, c_k) of (1 / n) sum_k sum_{i in piece k} (s_k x_i + c_k - y_i)^2

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Samples, x ascending.
    possible : ndarray of int64, shape (m,)
        Samples at which a piece may begin, ascending; 0 and n among them.
    slopes : ndarray, shape (s,)
        Values of slopes, ascending.
    intercepts : KernelFormat
        Values of intercepts.
    pieces : int
        K, inner pieces.
    outer : (Line or None, Line or None)
        Fixed lines left of the first and right of the last piece; None lets the pieces reach the end.

    Raises
    ------
    FormatError
        If there are fewer possible starts than pieces.
    """
    if possible.size <= pieces:
        raise FormatError(f"pieces begin at codes of their own, got {pieces} for {possible.size - 1}; use fewer")
    sums = kernels.moments(x, y)
    costs = kernels.cost_table(sums, possible, slopes, intercepts)
    left = _outer_costs(x, y, possible, outer[0])
    right = _outer_costs(x[::-1], y[::-1], x.size - possible[::-1], outer[1])[::-1]
    total, ends = kernels.best_partition(costs, left, np.ascontiguousarray(right), pieces)
    ends = possible[ends]
    lines = _lines(sums, ends, slopes, intercepts)
    return LeastSquares(ends=ends, slopes=lines[:, 0], intercepts=lines[:, 1], mse=float(total) / x.size)


def _outer_costs(x: Array, y: Array, ends: Codes, line: Line | None) -> Array:
    """Return the sum of squares of a fixed line on the samples before each end; without one, nothing may be there."""
    if line is None:
        return np.where(ends == 0, 0.0, np.inf)
    return np.concatenate(([0.0], np.cumsum((line(x) - y) ** 2)))[ends]


def _lines(sums: Array, ends: Codes, slopes: Array, intercepts: KernelFormat) -> Array:
    return np.array([kernels.coded_line(sums, i, j, slopes, intercepts)[1:] for i, j in pairwise(ends.tolist())])


def smallest_squares(grid: CodeGrid, pieces: int) -> TableRows:
    """Return coded pieces of a unit with about the least mean square error over its input codes.

    Dynamic programming over at most 513 starts, then starts move code by code; then again, and coefficients to
    neighbouring codes, by the unit's own arithmetic.

    Raises
    ------
    FormatError
        If there are more pieces than places to begin at.
    """
    check_pieces(grid, pieces)
    how = grid.arithmetic
    possible = np.unique(grid.starts)
    coarse = np.unique(possible[np.linspace(0, possible.size - 1, min(MAX_STARTS, possible.size)).astype(np.int64)])
    found = least_squares(grid.x, grid.y, coarse, grid.slopes, how.product, pieces)
    starts = kernels.shift_starts(grid.sums, found.ends, grid.starts, grid.slopes, how.product)
    return _settled(grid, possible, np.searchsorted(possible, starts).tolist())


def _settled(grid: CodeGrid, possible: Codes, at: list[int]) -> TableRows:
    """Move one start at a time, by ever smaller steps, while the unit's own squares get less: at (K + 1,) of possible.

    Pieces take the best of neighbouring codes wherever they begin and end.
    """
    known: dict[tuple[int, int], tuple[float, Array]] = {}

    def squares(i: int, j: int) -> float:
        if (i, j) not in known:
            known[i, j] = _polished(grid, int(possible[i]), int(possible[j]))
        return known[i, j][0]

    stride = max(possible.size // (WIDE * len(at)), 1)
    while stride:
        moved = False
        for k in range(1, len(at) - 1):
            before, after = at[k - 1], at[k + 1]
            here = squares(before, at[k]) + squares(at[k], after)
            for target in (at[k] - stride, at[k] + stride):
                if before < target < after and squares(before, target) + squares(target, after) < here:
                    here, at[k], moved = squares(before, target) + squares(target, after), target, True
        stride = stride if moved else stride // 2
    lines = np.array([_polished(grid, int(possible[i]), int(possible[j]))[1] for i, j in pairwise(at)])
    return TableRows(starts=possible[at], slopes=lines[:, 0], intercepts=lines[:, 1])


def _polished(grid: CodeGrid, start: int, stop: int) -> tuple[float, Array]:
    """Return the least sum of squares of what the unit puts out, and slope and intercept (2,), about the best line's.

    To each neighbouring slope go the intercepts next to the one that brings it to the mean.
    """
    part, ends = grid.part(start, stop), np.array([0, stop - start])
    _, slope, _ = kernels.coded_line(grid.sums, start, stop, grid.slopes, grid.arithmetic.product)
    k = int(np.searchsorted(grid.slopes, slope))
    mean_x, mean_y = float(part.x.mean()), float(part.y.mean())
    near = grid.slopes[max(k - REACH, 0) : k + REACH + 1]
    tries = np.array([(s, c) for s in near for c in _neighbours(grid, mean_y - float(s) * mean_x)])
    squares = [line_errors(part.x, part.y, ends, one[:1], one[1:], grid.arithmetic)[0, 2] for one in tries]
    best = int(np.argmin(squares))
    return float(squares[best]), tries[best]


def _neighbours(grid: CodeGrid, intercept: float) -> Array:
    """Return the values of intercepts about one, which may lie beyond them."""
    how = grid.arithmetic.product
    if grid.levels.size:
        k = int(np.searchsorted(grid.levels, intercept))
        return grid.levels[max(min(k, grid.levels.size - 1) - REACH, 0) : k + REACH + 1]
    centre = min(max(np.rint(intercept / how.step) * how.step, how.low), how.high)
    values = centre + how.step * np.arange(-REACH, REACH + 1)
    return np.asarray(values[(values >= how.low) & (values <= how.high)], dtype=np.float64)
