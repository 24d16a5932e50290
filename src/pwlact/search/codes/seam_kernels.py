"""Compiled search for rows that end as low as any: by classes of sums, which have the same outputs for x and -x."""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_right
from pwlact._jit import kernel, routine
from pwlact._types import Array, Codes
from pwlact.search.codes.cover_kernels import line_within
from pwlact.search.codes.rounding_kernels import Arithmetic, plus, product


@kernel
def class_of(x: float, slope: float, intercept: float, how: Arithmetic, first: Array) -> int:
    """Return the class of a line's sum at x: the last whose smallest sum, in first (c,), is not above it."""
    return bisect_right(first, plus(product(slope, x, how), intercept, how)) - 1


@routine
def _lowest_end(
    x: Array,
    low: Array,
    high: Array,
    slack: Array,
    slopes: Array,
    levels: Array,
    how: Arithmetic,
    first: Array,
    last: Array,
    before: int,
    rising: bool,
) -> tuple[float, float, int]:
    """Return a line inside a tube whose sum at the last code has the lowest class, and the class; nan if there is none.

    With `before` of zero or more, its class at the first code is no lower. Where the function falls, the end is the
    highest, and the first class no higher. Bisects over the classes of the end.
    """
    low, high = low.copy(), high.copy()
    if before >= 0 and rising:
        low[0] = max(low[0], first[before])
    elif before >= 0:
        high[0] = min(high[0], last[before])
    slope, intercept = line_within(x, low, high, slack, slopes, levels, how)
    if np.isnan(slope):
        return slope, intercept, -1
    n = x.size - 1
    holds = class_of(x[n], slope, intercept, how, first)
    fails = bisect_right(first, low[n]) - 2 if rising else bisect_right(first, high[n])
    while abs(holds - fails) > 1:
        middle = (fails + holds) // 2
        if rising:
            high[n] = min(high[n], last[middle])
        else:
            low[n] = max(low[n], first[middle])
        s, c = line_within(x, low, high, slack, slopes, levels, how)
        if np.isnan(s):
            fails = middle
            if rising:
                high[n] = last[holds]
            else:
                low[n] = first[holds]
        else:
            slope, intercept, holds = s, c, class_of(x[n], s, c, how, first)
    return slope, intercept, holds


@kernel
def longer_rows(
    x: Array,
    low: Array,
    high: Array,
    slack: Array,
    slopes: Array,
    levels: Array,
    how: Arithmetic,
    first: Array,
    last: Array,
    starts: Codes,
    befores: Codes,
    ends: Codes,
    rising: bool,
) -> tuple[Codes, Array]:
    """Return for each end the row that ends lowest of all that begin at one of some starts.

    Parameters
    ----------
    x, low, high, slack, slopes, levels, how
        As in `line_within`, of all codes.
    first, last : ndarray, shape (c,)
        Smallest and largest sum of each class, ascending.
    starts, befores : ndarray of int64, shape (s,)
        Starts of the row, and the class in which the row before ends there; -1 where there is none.
    ends : ndarray of int64, shape (e,)
        Ends of the row.
    rising : bool
        Whether the function rises; else rows end as high as they can.

    Returns
    -------
    (ndarray of int64, ndarray), shapes (e, 2) and (e, 2)
        Index of the start, -1 where no row ends there, and the class of the end; slope and intercept.
    """
    found, lines = np.full((ends.size, 2), -1, dtype=np.int64), np.zeros((ends.size, 2))
    for e in range(ends.size):
        for s in range(starts.size):
            i, j = starts[s], ends[e]
            if i >= j:
                continue
            slope, intercept, at = _lowest_end(
                x[i:j], low[i:j], high[i:j], slack[i:j], slopes, levels, how, first, last, befores[s], rising
            )
            better = found[e, 0] < 0 or (at < found[e, 1] if rising else at > found[e, 1])
            if at >= 0 and better:
                found[e, 0], found[e, 1], lines[e, 0], lines[e, 1] = s, at, slope, intercept
    return found, lines
