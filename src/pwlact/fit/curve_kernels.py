"""Compiled evaluation of a curve: value, slope, the point of a given slope, extremes above or below a line.

In all of them `t` is the curve's tables, `k` the index of a convex run, and every x lies in the curve's range.
"""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_right
from pwlact._jit import routine
from pwlact.fit.curve import FIRST, SIGN, START, STEP, Tables


@routine
def run_at(t: Tables, x: float) -> int:
    """Return the index of the convex run that holds x; at a boundary, the run on its right."""
    last = t.convex_runs.shape[0] - 2
    if last < 8:
        k = 0
        while k < last and t.convex_runs[k + 1, START] <= x:
            k += 1
        return k
    return min(max(bisect_right(t.convex_runs[:, START], x) - 1, 0), last)


@routine
def value_on(t: Tables, k: int, x: float) -> float:
    """Return f(x) by cubic Hermite interpolation on run k."""
    step, first = t.convex_runs[k, STEP], int(t.convex_runs[k, FIRST])
    position = (x - t.convex_runs[k, START]) / step
    i = min(max(int(position), 0), int(t.convex_runs[k + 1, FIRST]) - first - 2)
    u = position - i
    i += first
    y0, y1, d0, d1 = t.nodes[i, 0], t.nodes[i + 1, 0], t.nodes[i, 1] * step, t.nodes[i + 1, 1] * step
    rise = y1 - y0
    return y0 + u * (d0 + u * ((3.0 * rise - 2.0 * d0 - d1) + u * (d0 + d1 - 2.0 * rise)))


@routine
def value_at(t: Tables, x: float) -> float:
    """Return f(x)."""
    return value_on(t, run_at(t, x), x)


@routine
def slope_on(t: Tables, k: int, x: float) -> float:
    """Return f'(x) on run k: the derivative of the interpolation of `value_on`."""
    step, first = t.convex_runs[k, STEP], int(t.convex_runs[k, FIRST])
    position = (x - t.convex_runs[k, START]) / step
    i = min(max(int(position), 0), int(t.convex_runs[k + 1, FIRST]) - first - 2)
    u = position - i
    i += first
    d0, d1 = t.nodes[i, 1], t.nodes[i + 1, 1]
    rise = (t.nodes[i + 1, 0] - t.nodes[i, 0]) / step
    return d0 + u * (2.0 * (3.0 * rise - 2.0 * d0 - d1) + u * 3.0 * (d0 + d1 - 2.0 * rise))


@routine
def touch(t: Tables, k: int, slope: float, left: float, right: float) -> float:
    """Return x in [left, right] of run k with f'(x) = slope; the end with the nearer slope where there is none.

    Parameters
    ----------
    t : Tables
        The curve.
    k : int
        Convex run that holds [left, right].
    slope : float
        The slope looked for.
    left, right : float
        Range of x.
    """
    sign, step, first = t.convex_runs[k, SIGN], t.convex_runs[k, STEP], int(t.convex_runs[k, FIRST])
    last_node = int(t.convex_runs[k + 1, FIRST]) - first - 1
    low = min(max(int((left - t.convex_runs[k, START]) / step), 0), last_node)
    high = min(int((right - t.convex_runs[k, START]) / step) + 1, last_node)
    while high - low > 1:
        middle = (low + high) >> 1
        if sign * (t.nodes[first + middle, 1] - slope) < 0.0:
            low = middle
        else:
            high = middle
    d0, d1 = t.nodes[first + low, 1], t.nodes[first + high, 1]
    u = 1.0 if sign * (d0 - slope) < 0.0 else 0.0  # where f is straight
    if d1 != d0:
        u = min(max((slope - d0) / (d1 - d0), 0.0), 1.0)
    if high > low:
        # The root of f' - slope, which is quadratic in the cell and rises or falls with the run's sign.
        rise = (t.nodes[first + high, 0] - t.nodes[first + low, 0]) / step
        b, c = 2.0 * (3.0 * rise - 2.0 * d0 - d1), 3.0 * (d0 + d1 - 2.0 * rise)
        off = slope - d0
        square = b * b + 4.0 * c * off
        if square > 0.0 and b + sign * np.sqrt(square) != 0.0:
            u = min(max(2.0 * off / (b + sign * np.sqrt(square)), 0.0), 1.0)
    return min(max(t.convex_runs[k, START] + (low + u) * step, left), right)


@routine
def extreme(t: Tables, sign: float, slope: float, left: float, right: float) -> tuple[float, float]:
    """Return the maximum of sign * (f(x) - slope * x) over [left, right], and an x at which it is reached.

    Of several such x it is the rightmost, except on a straight run.

    Parameters
    ----------
    t : Tables
        The curve.
    sign : float
        1.0 for f above the line, -1.0 for f below it.
    slope : float
        Slope of the line.
    left, right : float
        Range of x; it may hold several convex runs.
    """
    best, where = -np.inf, left
    k = run_at(t, left)
    a = left
    while True:
        b = min(t.convex_runs[k + 1, START], right) if k < t.convex_runs.shape[0] - 2 else right
        if sign * t.convex_runs[k, SIGN] < 0.0:
            x = touch(t, k, slope, a, b)
            found = sign * (value_on(t, k, x) - slope * x)
            if found >= best:
                best, where = found, x
        else:
            for x in (a, b):
                found = sign * (value_on(t, k, x) - slope * x)
                if found >= best:
                    best, where = found, x
        if b >= right:
            return best, where
        k += 1
        a = b
