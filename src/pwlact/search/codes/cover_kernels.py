"""How far one line of coded slope and intercept keeps to a tube: compiled."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from pwlact._types import Array, Codes
from pwlact.search.codes.rounding_kernels import Arithmetic, KernelFormat, product

NEWTON = 60  # steps from one end of the slopes to a bound; each follows an edge of a convex polygon
NOISE = 2.0**-50  # of the sizes of what is added up, at most lost to rounding
MAX_SLOPES = 4096  # codes tried for one stretch; of more, an even choice, and the cover says so
MAX_FLOAT_SLOPES = 256


@njit(cache=True)
def _intercept(low: float, high: float, format_: KernelFormat, levels: Array) -> float:
    """Return the middle one of the intercepts in [low, high]; nan if there is none."""
    if low > high:
        return np.nan
    if format_.step > 0.0:
        first = np.ceil(max(low, format_.low) / format_.step)
        last = np.floor(min(high, format_.high) / format_.step)
        return np.floor(0.5 * (first + last)) * format_.step if first <= last else np.nan
    first_level = np.searchsorted(levels, low)
    last_level = np.searchsorted(levels, high, side="right") - 1
    if first_level > last_level:
        return np.nan
    lowest, highest = max(low, levels[0]), min(high, levels[-1])
    middle = min(max(np.searchsorted(levels, 0.5 * (lowest + highest)), first_level), last_level)
    return levels[middle]


@njit(cache=True, inline="always")
def _difference(a: float, b: float, towards: float) -> float:
    """Return a - b, rounded up (towards 1) or down (-1): floats differ by more than doubles hold."""
    if not math.isfinite(a):
        return a
    total = a - b
    part = total - a
    rest = (a - (total - part)) - (b + part)
    return np.nextafter(total, towards * np.inf) if rest * towards > 0.0 else total


@njit(cache=True)
def _slope_bound(x: Array, low: Array, high: Array, slack: Array, slope: float, rising: bool) -> float:
    """Return the first slope from `slope` on, upwards or downwards, of a line through the tube; nan if there is none.

    The excess max(low - s x) - min(high - s x) is convex in s, and Newton's method follows it to its root. On grids of
    codes a single slope may fit, exactly: what rounding moves the excess, and the root, is given to spare.
    """
    way, spare = 1.0 if rising else -1.0, 0.0
    for _ in range(NEWTON):
        most, least = -np.inf, np.inf
        at_most, at_least = 0, 0
        for i in range(x.size):
            below = low[i] - slack[i] - slope * x[i]
            above = high[i] + slack[i] - slope * x[i]
            if below > most:
                most, at_most = below, i
            if above < least:
                least, at_least = above, i
        if most == np.inf or least == -np.inf:
            return np.nan
        noise = NOISE * (abs(most) + abs(least) + abs(slope) * (abs(x[at_most]) + abs(x[at_least])))
        if most <= least + noise:
            return slope - way * spare
        run = x[at_most] - x[at_least]  # minus the derivative of the excess
        if way * run <= 0.0:
            return np.nan
        moved = slope + (most - least) / run
        spare = noise / abs(run)
        if moved == slope:
            return slope - way * spare
        slope = moved
    return slope - way * spare


@njit(cache=True)
def line_within(
    x: Array, low: Array, high: Array, slack: Array, slopes: Array, levels: Array, how: Arithmetic
) -> tuple[float, float, bool]:
    """Return slope and intercept whose sums keep to [low, high] (n,), nan if none, and whether all slopes were tried.

    `slack` (n,) is how far rounding moves a product at most; the middle slopes are tried first.
    """
    if slopes.size == 0:
        return np.nan, np.nan, True
    # Two slopes of the catalogue may be further apart than the stretch of slopes that fit is wide.
    first = _slope_bound(x, low, high, slack, slopes[0], True)
    last = _slope_bound(x, low, high, slack, slopes[-1], False) if not np.isnan(first) else np.nan
    if np.isnan(first) or np.isnan(last):
        return np.nan, np.nan, True
    spare = 1e-9 * (abs(first) + abs(last))
    begin = int(np.searchsorted(slopes, first - spare))
    end = int(np.searchsorted(slopes, last + spare, side="right"))
    count = end - begin
    tries = min(count, MAX_SLOPES if how.product.step > 0.0 else MAX_FLOAT_SLOPES)
    for t in range(tries):
        at = tries // 2 + (-((t + 1) // 2) if t % 2 else t // 2)  # from the middle outwards
        if tries == count:
            k = begin + at
        else:  # even in value: neighbouring floats about zero are all alike
            value = first + (last - first) * (at + 0.5) / tries
            k = min(begin + int(np.searchsorted(slopes[begin:end], value)), end - 1)
        most, least = -np.inf, np.inf
        for i in range(x.size):
            p = product(slopes[k], x[i], how)
            if how.product.step > 0.0:
                most = max(most, low[i] - p)
                least = min(least, high[i] - p)
            else:
                most = max(most, _difference(low[i], p, 1.0))
                least = min(least, _difference(high[i], p, -1.0))
            if most > least:
                break
        intercept = _intercept(most, least, how.product, levels)
        if not np.isnan(intercept):
            return slopes[k], intercept, True
    return np.nan, np.nan, tries == count


@njit(cache=True)
def greedy_cover(
    x: Array,
    low: Array,
    high: Array,
    slack: Array,
    slopes: Array,
    levels: Array,
    how: Arithmetic,
    starts: Codes,
    most: int,
    guess: float,
) -> tuple[Codes, bool]:
    """Return where pieces begin (pieces + 1,), each as long as can be, the last entry n or where it gave up.

    Also whether every slope was tried wherever a piece was refused. `guess` is a piece's length to begin with.
    """
    n = x.size
    found = np.zeros(most + 1, dtype=np.int64)
    pieces, begin, thorough = 0, 0, True
    while begin < n and pieces < most:
        good, bad = begin, n + 1  # [begin, good) fits, [begin, bad) does not
        stretch = max(int(guess), 1)
        while bad - good > 1:
            end = good + stretch if bad > n else (good + bad) // 2
            if end >= bad:
                end = (good + bad) // 2
            end = min(end, n)
            if starts[end] > good:  # places between possible starts are all alike
                end = starts[end]
            s, _, tried = line_within(
                x[begin:end], low[begin:end], high[begin:end], slack[begin:end], slopes, levels, how
            )
            if np.isnan(s):
                bad = end
                thorough = thorough and tried
            else:
                good = end
                stretch *= 2
        end = starts[good] if good < n else n
        if end <= begin:
            break
        pieces += 1
        guess = end - begin
        begin = end
        found[pieces] = end
    return found[: pieces + 1], thorough
