"""Compiled search for lines of coded slope and intercept inside a tube, and for the greedy cover by them."""

from __future__ import annotations

import math

import numpy as np

from pwlact._bisect import bisect_left, bisect_right
from pwlact._jit import kernel, routine
from pwlact._types import Array, Codes
from pwlact.search.codes.rounding_kernels import Arithmetic, KernelFormat, product

NEWTON = 60  # steps from one end of the slopes to a bound; each follows an edge of a convex polygon
NOISE = 2.0**-50  # of the sizes of the terms of a sum: the largest error of rounding
MAX_SLOPES = 4096  # codes tried for one row; of more, an even selection, and the cover is not proven
MAX_FLOAT_SLOPES = 256  # the same for floats


@routine
def _intercept(low: float, high: float, format_: KernelFormat, levels: Array) -> float:
    """Return the middle one of the intercepts of a format in [low, high]; nan if there is none."""
    if low > high:
        return np.nan
    if format_.step > 0.0:
        first = np.ceil(max(low, format_.low) / format_.step)
        last = np.floor(min(high, format_.high) / format_.step)
        return np.floor(0.5 * (first + last)) * format_.step if first <= last else np.nan
    first_level = bisect_left(levels, low)
    last_level = bisect_right(levels, high) - 1
    if first_level > last_level:
        return np.nan
    lowest, highest = max(low, levels[0]), min(high, levels[-1])
    middle = min(max(bisect_left(levels, 0.5 * (lowest + highest)), first_level), last_level)
    return levels[middle]


@routine
def _difference(a: float, b: float, towards: float) -> float:
    """Return a - b rounded up (towards 1) or down (-1): the difference of two floats may need more than a double."""
    if not math.isfinite(a):
        return a
    total = a - b
    part = total - a
    rest = (a - (total - part)) - (b + part)
    return np.nextafter(total, towards * np.inf) if rest * towards > 0.0 else total


@routine
def _slope_bound(x: Array, low: Array, high: Array, slack: Array, slope: float, way: float) -> float:
    """Return the first slope at or above `slope` (below, if `way` is -1) of a line through the tube; nan if none.

    The excess max(low - s x) - min(high - s x) is convex in s, and Newton's method follows it to its root. Since a
    single slope may fit exactly, the result is moved outwards by the largest error of rounding in the root.
    """
    spare = 0.0
    for _ in range(NEWTON):
        highest, lowest = -np.inf, np.inf
        at_highest, at_lowest = 0, 0
        for i in range(x.size):
            below = low[i] - slack[i] - slope * x[i]
            above = high[i] + slack[i] - slope * x[i]
            if below > highest:
                highest, at_highest = below, i
            if above < lowest:
                lowest, at_lowest = above, i
        if highest == np.inf or lowest == -np.inf:
            return np.nan
        noise = NOISE * (abs(highest) + abs(lowest) + abs(slope) * (abs(x[at_highest]) + abs(x[at_lowest])))
        if highest <= lowest + noise:
            return slope - way * spare
        run = x[at_highest] - x[at_lowest]  # minus the derivative of the excess by the slope
        if way * run <= 0.0:
            return np.nan
        moved = slope + (highest - lowest) / run
        spare = noise / abs(run)
        if moved == slope:
            return slope - way * spare
        slope = moved
    return slope - way * spare


@kernel
def line_within(
    x: Array, low: Array, high: Array, slack: Array, slopes: Array, levels: Array, how: Arithmetic
) -> tuple[float, float, bool]:
    """Return a coded line whose sums stay inside a tube; the middle slopes are tried first.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Values of the input codes.
    low, high : ndarray, shape (n,)
        Smallest and largest sum at each code.
    slack : ndarray, shape (n,)
        Largest change of a product by rounding at each code.
    slopes : ndarray, shape (s,)
        Values of slopes, ascending.
    levels : ndarray, shape (c,)
        Values of intercepts, ascending, in floats; not read in fixed point.
    how : Arithmetic
        The unit's arithmetic.

    Returns
    -------
    (float, float, bool)
        Slope and intercept, nan if none was found, and whether that is proven: all slopes were tried.
    """
    if slopes.size == 0:
        return np.nan, np.nan, True
    # Neighbouring slopes may be further apart than the interval of feasible slopes is wide.
    first = _slope_bound(x, low, high, slack, slopes[0], 1.0)
    last = _slope_bound(x, low, high, slack, slopes[-1], -1.0) if not np.isnan(first) else np.nan
    if np.isnan(first) or np.isnan(last):
        return np.nan, np.nan, True
    spare = 1e-9 * (abs(first) + abs(last))
    begin = bisect_left(slopes, first - spare)
    end = bisect_right(slopes, last + spare)
    count = end - begin
    tries = min(count, MAX_SLOPES if how.product.step > 0.0 else MAX_FLOAT_SLOPES)
    for t in range(tries):
        at = tries // 2 + (-((t + 1) // 2) if t % 2 else t // 2)  # from the middle outwards
        if tries == count:
            k = begin + at
        else:  # even in value: neighbouring floats about zero hardly differ
            value = first + (last - first) * (at + 0.5) / tries
            k = min(begin + bisect_left(slopes[begin:end], value), end - 1)
        highest, lowest = -np.inf, np.inf
        for i in range(x.size):
            p = product(slopes[k], x[i], how)
            if how.product.step > 0.0:
                highest = max(highest, low[i] - p)
                lowest = min(lowest, high[i] - p)
            else:
                highest = max(highest, _difference(low[i], p, 1.0))
                lowest = min(lowest, _difference(high[i], p, -1.0))
            if highest > lowest:
                break
        intercept = _intercept(highest, lowest, how.product, levels)
        if not np.isnan(intercept):
            return slopes[k], intercept, True
    return np.nan, np.nan, tries == count


@kernel
def greedy_cover(
    x: Array,
    low: Array,
    high: Array,
    slack: Array,
    slopes: Array,
    levels: Array,
    how: Arithmetic,
    snap: Codes,
    max_rows: int,
    guess: float,
) -> tuple[Codes, bool]:
    """Return a cover of the codes by rows, each as long as possible.

    Parameters
    ----------
    x, low, high, slack, slopes, levels, how
        As in `line_within`.
    snap : ndarray of int64, shape (n + 1,)
        The last index at or before each at which a row may begin.
    max_rows : int
        Rows at most.
    guess : float
        First length to try for the first row.

    Returns
    -------
    (ndarray of int64, bool)
        Starts of the rows and the end of the last one, shape (rows + 1,), and whether every refused row is proven to
        be infeasible. The end is n, or less where the rows do not suffice.
    """
    n = x.size
    found = np.zeros(max_rows + 1, dtype=np.int64)
    rows, begin, thorough = 0, 0, True
    while begin < n and rows < max_rows:
        good, bad = begin, n + 1  # [begin, good) fits, [begin, bad) does not
        length = max(int(guess), 1)
        while bad - good > 1:
            end = good + length if bad > n else (good + bad) // 2
            if end >= bad:
                end = (good + bad) // 2
            end = min(end, n)
            if snap[end] > good:  # the ends between two possible starts are equivalent
                end = snap[end]
            s, _, tried = line_within(
                x[begin:end], low[begin:end], high[begin:end], slack[begin:end], slopes, levels, how
            )
            if np.isnan(s):
                bad = end
                thorough = thorough and tried
            else:
                good = end
                length *= 2
        end = snap[good] if good < n else n
        if end <= begin:
            break
        rows += 1
        guess = end - begin
        begin = end
        found[rows] = end
    return found[: rows + 1], thorough
