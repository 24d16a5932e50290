"""The sums that rows may have for an error: between which walls a line must pass."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.formats import FixedPoint
from pwlact.search.codes.grid import CodeGrid


def walls(grid: CodeGrid, tolerance: float | Array) -> tuple[Array, Array, int]:
    """Return the smallest and largest sum, (n,) each, that rows may have, and the code at which a constant row begins.

    Where rows are monotone, a sum is no smaller than any that a code before it needs, and no larger than any that a
    code after it allows, those of a constant last row among them; of falling ones the reverse.

    Parameters
    ----------
    grid : CodeGrid
        The function on the n input codes.
    tolerance : float or ndarray of shape (n,)
        Largest error times its weight, at all codes or at each.

    Returns
    -------
    (ndarray, ndarray, int), shapes (n,) and (n,)
        Sums, and the first possible start from which on the constant is within them; n where there is none.
    """
    low, high = grid.tube(tolerance)
    free, last = grid.size, grid.kept.last
    if last is not None:
        outside = np.flatnonzero((low > last.intercept) | (high < last.intercept))
        first = 0 if outside.size == 0 else int(outside[-1]) + 1
        free = int(grid.snap[grid.snap >= first][0])
        low[free:], high[free:] = last.low, last.high
    if grid.kept.direction > 0:
        low, high = np.maximum.accumulate(low), _from_the_end(np.minimum, high)
    elif grid.kept.direction < 0:
        low, high = _from_the_end(np.maximum, low), np.minimum.accumulate(high)
    return low, high, free


def _from_the_end(extreme: np.ufunc, values: Array) -> Array:
    return np.ascontiguousarray(extreme.accumulate(values[::-1])[::-1])


def product_slack(grid: CodeGrid) -> Array:
    """Return the largest change of a product by rounding at each code, shape (n,)."""
    if not grid.arithmetic.separate:
        return np.zeros(grid.size)
    if isinstance(grid.spec.intercept, FixedPoint):
        return np.full(grid.size, grid.spec.intercept.step)
    largest = float(np.abs(grid.slopes).max()) * np.abs(grid.x)
    return np.where(largest > grid.spec.intercept.limits[1], np.inf, grid.spec.intercept.ulp(largest))
