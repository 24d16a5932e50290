"""Compiled search for lines of coded slope and intercept inside a tube, and for the greedy cover by them."""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_left, bisect_right
from pwlact._jit import inlined, kernel, routine
from pwlact._types import Array, Codes
from pwlact.search.codes.reach_kernels import FLATTEST, STEEPEST, reach
from pwlact.search.codes.rounding_kernels import Arithmetic, KernelFormat, product

NEWTON = 60  # steps from one end of the slopes to a bound; each follows an edge of a convex polygon
NOISE = 2.0**-50  # of the sizes of the terms of a sum: the largest error of rounding
SURELY = 2.0**-49  # of the sizes of two terms: by more than that, rounding moves no sum
TINY = 1e-300  # the same of terms next to 0
SPARE = 1e-9  # of the sizes of two slopes, beyond which slopes are surely not between them
MAX_BLOCKS = 1024  # that wait at once: a range of doubles is halved in value fewer times


@routine
def _intercept(low: float, high: float, format_: KernelFormat, levels: Array) -> float:
    """Return the middle one of the intercepts of a format in [low, high]; nan if there is none."""
    if not low <= high:
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
    """Return the least c with c + b >= a (towards 1), or the largest with c + b <= a (-1), sums rounded to odd.

    A sum that is no double becomes the neighbouring double whose last bit is one. An `a` with an even last bit is met
    where the exact sum meets it; one with an odd last bit also where the exact sum is beyond the double on its outside.
    """
    odd = np.float64(a).view(np.int64) & 1
    if odd:
        a = np.nextafter(a, -towards * np.inf)
    if not np.isfinite(a):
        return a
    total = a - b
    part = total - a
    rest = ((a - (total - part)) - (b + part)) * towards  # exactly what rounding lost (Knuth's TwoSum)
    return np.nextafter(total, towards * np.inf) if rest > 0.0 or (odd and rest == 0.0) else total


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
        spare = noise / abs(run)
        moved = slope + (highest - lowest) / run - way * spare  # from a steep slope, rounding must not pass the root
        if way * (moved - slope) <= 0.0:
            return slope - way * spare
        slope = moved
    return slope - way * spare


@inlined
def _least_intercept(x: float, low: float, smaller: float, larger: float, how: Arithmetic, known: float) -> float:
    """Return the least intercept whose sum at x is at least `low` for some slope in [smaller, larger], or `known`.

    Whichever is larger. Most are below what is known by more than rounding, which is then left out.
    """
    value = max(product(smaller, x, how), product(larger, x, how))
    if how.product.step > 0.0:
        return max(known, low - value)
    if low - value + SURELY * (abs(low) + abs(value)) + TINY >= known:
        return max(known, _difference(low, value, 1.0))
    return known


@inlined
def _largest_intercept(x: float, high: float, smaller: float, larger: float, how: Arithmetic, known: float) -> float:
    """Return the largest intercept whose sum at x is at most `high`, or `known`, whichever is smaller."""
    value = min(product(smaller, x, how), product(larger, x, how))
    if how.product.step > 0.0:
        return min(known, high - value)
    if high - value - SURELY * (abs(high) + abs(value)) - TINY <= known:
        return min(known, _difference(high, value, -1.0))
    return known


@inlined
def _inside(x: float, low: float, high: float, slope: float, intercept: float, how: Arithmetic) -> bool:
    """Tell whether the sum of a line at x is inside."""
    least = _least_intercept(x, low, slope, slope, how, -np.inf)
    return least <= intercept <= _largest_intercept(x, high, slope, slope, how, np.inf)


@routine
def _common_intercept(
    x: Array, low: Array, high: Array, smaller: float, larger: float, levels: Array, how: Arithmetic
) -> float:
    """Return an intercept that suits each code with some slope in [smaller, larger], not with one for all; nan if none.

    Products ascend or descend with the slope, rounded ones too. So a block of slopes without such an intercept holds no
    line inside the tube; a block of one slope has one if and only if a line of this slope is inside.
    """
    highest, lowest = -np.inf, np.inf
    for i in range(x.size):
        highest = _least_intercept(x[i], low[i], smaller, larger, how, highest)
        lowest = _largest_intercept(x[i], high[i], smaller, larger, how, lowest)
        if highest > lowest:
            return np.nan
    return _intercept(highest, lowest, how.product, levels)


@routine
def _nearest_fitting(
    x: Array,
    low: Array,
    high: Array,
    slopes: Array,
    begin: int,
    end: int,
    upwards: bool,
    levels: Array,
    how: Arithmetic,
) -> int:
    """Return the first (last, if not `upwards`) of the slopes begin .. end - 1 of a line inside the tube; -1 if none.

    Branch and bound: a block of slopes without an intercept is refused at once, others are halved in value.
    """
    blocks = np.empty((MAX_BLOCKS, 2), np.int64)
    blocks[0] = begin, end
    count = 1 if begin < end else 0
    while count > 0:
        count -= 1
        i, j = blocks[count]
        if np.isnan(_common_intercept(x, low, high, slopes[i], slopes[j - 1], levels, how)):
            continue
        if j - i == 1:
            return i
        middle = i + bisect_left(slopes[i:j], 0.5 * (slopes[i] + slopes[j - 1]))
        middle = min(max(middle, i + 1), j - 1)
        blocks[count] = (middle, j) if upwards else (i, middle)
        blocks[count + 1] = (i, middle) if upwards else (middle, j)
        count += 2
    return -1


@routine
def _slopes_between(first: float, last: float, slopes: Array) -> tuple[int, int]:
    """Return begin and end of the slopes from `first` to `last`, and next to them where rounding leaves it open.

    Neighbouring slopes may be further apart than these two are.
    """
    spare = SPARE * (abs(first) + abs(last))
    return bisect_left(slopes, first - spare), bisect_right(slopes, last + spare)


@routine
def _line_of(
    x: Array, low: Array, high: Array, slopes: Array, begin: int, end: int, levels: Array, how: Arithmetic
) -> tuple[float, float]:
    """Return a coded line inside the tube with one of the slopes begin .. end - 1, the nearest to their middle."""
    if begin >= end:
        return np.nan, np.nan
    middle = min(begin + bisect_left(slopes[begin:end], 0.5 * (slopes[begin] + slopes[end - 1])), end - 1)
    intercept = _common_intercept(x, low, high, slopes[middle], slopes[middle], levels, how)
    if not np.isnan(intercept):
        return slopes[middle], intercept
    chosen = _nearest_fitting(x, low, high, slopes, middle + 1, end, True, levels, how)
    if chosen >= 0:  # slopes further below the middle are not asked for
        begin = max(begin, bisect_left(slopes, 2.0 * slopes[middle] - slopes[chosen]))
    below = _nearest_fitting(x, low, high, slopes, begin, middle, False, levels, how)
    chosen = below if below >= 0 else chosen
    if chosen < 0:
        return np.nan, np.nan
    return slopes[chosen], _common_intercept(x, low, high, slopes[chosen], slopes[chosen], levels, how)


@routine
def _line_between(
    x: Array,
    low: Array,
    high: Array,
    slack: Array,
    slopes: Array,
    smallest: float,
    largest: float,
    levels: Array,
    how: Arithmetic,
) -> tuple[float, float]:
    """Return a line as `line_within` does, where the slopes of all lines are known to be in [smallest, largest]."""
    first = _slope_bound(x, low, high, slack, smallest, 1.0)
    last = _slope_bound(x, low, high, slack, largest, -1.0) if not np.isnan(first) else np.nan
    if np.isnan(first) or np.isnan(last):
        return np.nan, np.nan
    begin, end = _slopes_between(first, last, slopes)
    return _line_of(x, low, high, slopes, begin, end, levels, how)


@kernel
def line_within(
    x: Array, low: Array, high: Array, slack: Array, slopes: Array, levels: Array, how: Arithmetic
) -> tuple[float, float]:
    """Return a coded line whose sums stay inside a tube, if there is any: that of the slope nearest to the middle.

    The middle is that of the slopes of lines in real numbers.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Values of the input codes.
    low, high : ndarray, shape (n,)
        Smallest and largest sum at each code; of floats, rounded to odd as doubles.
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
    (float, float)
        Slope and intercept; nan proves that no line of these slopes and intercepts stays inside.
    """
    if slopes.size == 0:
        return np.nan, np.nan
    return _line_between(x, low, high, slack, slopes, slopes[0], slopes[-1], levels, how)


@routine
def _longest_row(
    x: Array,
    low: Array,
    high: Array,
    slack: Array,
    slopes: Array,
    levels: Array,
    how: Arithmetic,
    snap: Codes,
    begin: int,
    lower: Array,
    upper: Array,
    bounds: Array,
) -> int:
    """Return the end of the longest row from `begin`, or a code beyond it at which no row may begin; fill `bounds`."""
    good = begin  # [begin, good) fits, [begin, bad) does not
    bad = reach(x, low, high, slack, begin, lower, upper, bounds) + 1
    length = 1
    while bad - good > 1:
        end = max(bad - length, (good + bad) // 2) if good == begin else (good + bad) // 2
        if snap[end] > good:  # the ends between two possible starts are equivalent
            end = snap[end]
        first, last = _slopes_between(bounds[FLATTEST, end - begin - 1], bounds[STEEPEST, end - begin - 1], slopes)
        slope, c = _line_of(x[begin:end], low[begin:end], high[begin:end], slopes, first, last, levels, how)
        if np.isnan(slope):
            bad = end
            length *= 2
            continue
        good = end
        while good < bad - 1 and _inside(x[good], low[good], high[good], slope, c, how):
            good += 1
    return good


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
) -> tuple[Codes, Array]:
    """Return a cover of the codes by rows, each as long as possible: with as few rows as any.

    Parameters
    ----------
    x, low, high, slack, slopes, levels, how
        As in `line_within`.
    snap : ndarray of int64, shape (n + 1,)
        The last index at or before each at which a row may begin.
    max_rows : int
        Rows at most.

    Returns
    -------
    (ndarray of int64, ndarray), shapes (rows + 1,) and (rows, 2)
        Starts of the rows and the end of the last one, which is n, or less where the rows do not suffice. Where they
        do, also the slope and the intercept of each, as of `line_within`.
    """
    n = x.size
    found, lines = np.zeros(max_rows + 1, dtype=np.int64), np.zeros((max_rows, 2))
    lower, upper, bounds = np.empty((2, n)), np.empty((2, n)), np.empty((2, n))
    rows, begin = 0, 0
    while begin < n and rows < max_rows:
        end = _longest_row(x, low, high, slack, slopes, levels, how, snap, begin, lower, upper, bounds)
        end = snap[end] if end < n else n
        if end <= begin:
            break
        lines[rows, 0], lines[rows, 1] = bounds[FLATTEST, end - begin - 1], bounds[STEEPEST, end - begin - 1]
        rows, begin = rows + 1, end
        found[rows] = end
    for k in range(rows if begin == n else 0):
        i, j = found[k], found[k + 1]
        smallest, largest = max(lines[k, 0], slopes[0]), min(lines[k, 1], slopes[-1])
        row = x[i:j], low[i:j], high[i:j], slack[i:j]
        lines[k, 0], lines[k, 1] = _line_between(*row, slopes, smallest, largest, levels, how)
    return found[: rows + 1], lines[:rows]
