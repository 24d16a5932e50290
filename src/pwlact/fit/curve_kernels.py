"""Compiled questions to a curve: its value, where it has a slope, its extremes over a line."""

from __future__ import annotations

import numpy as np
from numba import njit

from pwlact.fit.curve import CUT, FIRST, SIGN, STEP, Tables


@njit(cache=True)
def stretch_at(t: Tables, x: float) -> int:
    """Return the stretch that holds x; at a cut, the one on its right."""
    last = t.stretches.shape[0] - 2
    if last < 8:
        k = 0
        while k < last and t.stretches[k + 1, CUT] <= x:
            k += 1
        return k
    return min(max(int(np.searchsorted(t.stretches[:, CUT], x, side="right")) - 1, 0), last)


@njit(cache=True)
def value_on(t: Tables, k: int, x: float) -> float:
    """Return f(x), by cubic Hermite interpolation on stretch k."""
    step, first = t.stretches[k, STEP], int(t.stretches[k, FIRST])
    position = (x - t.stretches[k, CUT]) / step
    i = min(max(int(position), 0), int(t.stretches[k + 1, FIRST]) - first - 2)
    u = position - i
    i += first
    y0, y1, d0, d1 = t.nodes[i, 0], t.nodes[i + 1, 0], t.nodes[i, 1] * step, t.nodes[i + 1, 1] * step
    rise = y1 - y0
    return y0 + u * (d0 + u * ((3.0 * rise - 2.0 * d0 - d1) + u * (d0 + d1 - 2.0 * rise)))


@njit(cache=True)
def value_at(t: Tables, x: float) -> float:
    """Return f(x)."""
    return value_on(t, stretch_at(t, x), x)


@njit(cache=True)
def slope_on(t: Tables, k: int, x: float) -> float:
    """Return f'(x) on stretch k, the derivative of the same interpolation."""
    step, first = t.stretches[k, STEP], int(t.stretches[k, FIRST])
    position = (x - t.stretches[k, CUT]) / step
    i = min(max(int(position), 0), int(t.stretches[k + 1, FIRST]) - first - 2)
    u = position - i
    i += first
    d0, d1 = t.nodes[i, 1], t.nodes[i + 1, 1]
    rise = (t.nodes[i + 1, 0] - t.nodes[i, 0]) / step
    return d0 + u * (2.0 * (3.0 * rise - 2.0 * d0 - d1) + u * 3.0 * (d0 + d1 - 2.0 * rise))


@njit(cache=True)
def touch(t: Tables, k: int, slope: float, left: float, right: float) -> float:
    """Return where f' = slope on stretch k between left and right; the nearer end where f' never is."""
    sign, step, first = t.stretches[k, SIGN], t.stretches[k, STEP], int(t.stretches[k, FIRST])
    most = int(t.stretches[k + 1, FIRST]) - first - 1
    low = min(max(int((left - t.stretches[k, CUT]) / step), 0), most)
    high = min(int((right - t.stretches[k, CUT]) / step) + 1, most)
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
        # The root of f' - slope, which is quadratic in the cell and rises or falls with the stretch's sign.
        rise = (t.nodes[first + high, 0] - t.nodes[first + low, 0]) / step
        b, c = 2.0 * (3.0 * rise - 2.0 * d0 - d1), 3.0 * (d0 + d1 - 2.0 * rise)
        off = slope - d0
        square = b * b + 4.0 * c * off
        if square > 0.0 and b + sign * np.sqrt(square) != 0.0:
            u = min(max(2.0 * off / (b + sign * np.sqrt(square)), 0.0), 1.0)
    return min(max(t.stretches[k, CUT] + (low + u) * step, left), right)


@njit(cache=True)
def extreme(t: Tables, sign: float, slope: float, left: float, right: float) -> tuple[float, float]:
    """Return the largest sign * (f(x) - slope * x) between left and right, and an x where it is.

    Of several the rightmost, but on a straight stretch.
    """
    best, where = -np.inf, left
    k = stretch_at(t, left)
    a = left
    while True:
        b = min(t.stretches[k + 1, CUT], right) if k < t.stretches.shape[0] - 2 else right
        if sign * t.stretches[k, SIGN] < 0.0:
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
