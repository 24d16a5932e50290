"""Compiled questions to a curve: its value, where it has a slope, its extremes over a line."""

from __future__ import annotations

import numpy as np
from numba import njit

from pwlact.fit.curve import Tables


@njit(cache=True)
def stretch_at(t: Tables, x: float) -> int:
    """Return the stretch that holds x; at a cut, the one on its right."""
    last = t.cuts.size - 2
    if last < 8:
        k = 0
        while k < last and t.cuts[k + 1] <= x:
            k += 1
        return k
    return min(max(int(np.searchsorted(t.cuts, x, side="right")) - 1, 0), last)


@njit(cache=True)
def value_on(t: Tables, k: int, x: float) -> float:
    """Return f(x), by cubic Hermite interpolation on stretch k."""
    step, first = t.steps[k], t.offsets[k]
    position = (x - t.cuts[k]) / step
    i = min(max(int(position), 0), t.offsets[k + 1] - first - 2)
    u = position - i
    i += first
    y0, y1, d0, d1 = t.y[i], t.y[i + 1], t.slope[i] * step, t.slope[i + 1] * step
    rise = y1 - y0
    return y0 + u * (d0 + u * ((3.0 * rise - 2.0 * d0 - d1) + u * (d0 + d1 - 2.0 * rise)))


@njit(cache=True)
def value_at(t: Tables, x: float) -> float:
    """Return f(x)."""
    return value_on(t, stretch_at(t, x), x)


@njit(cache=True)
def slope_on(t: Tables, k: int, x: float) -> float:
    """Return f'(x) on stretch k, the derivative of the same interpolation."""
    step, first = t.steps[k], t.offsets[k]
    position = (x - t.cuts[k]) / step
    i = min(max(int(position), 0), t.offsets[k + 1] - first - 2)
    u = position - i
    i += first
    d0, d1 = t.slope[i], t.slope[i + 1]
    rise = (t.y[i + 1] - t.y[i]) / step
    return d0 + u * (2.0 * (3.0 * rise - 2.0 * d0 - d1) + u * 3.0 * (d0 + d1 - 2.0 * rise))


@njit(cache=True)
def touch(t: Tables, k: int, slope: float, left: float, right: float) -> float:
    """Return where f' = slope on stretch k between left and right; the nearer end where f' never is."""
    sign, step, first = t.signs[k], t.steps[k], t.offsets[k]
    most = t.offsets[k + 1] - first - 1
    low = min(max(int((left - t.cuts[k]) / step), 0), most)
    high = min(int((right - t.cuts[k]) / step) + 1, most)
    while high - low > 1:
        middle = (low + high) >> 1
        if sign * (t.slope[first + middle] - slope) < 0.0:
            low = middle
        else:
            high = middle
    d0, d1 = t.slope[first + low], t.slope[first + high]
    if d1 != d0:
        u = min(max((slope - d0) / (d1 - d0), 0.0), 1.0)
    else:
        u = 1.0 if sign * (d0 - slope) < 0.0 else 0.0
    if high > low:
        # One step of Newton from the straight guess: the value there is off by less than rounding.
        rise = (t.y[first + high] - t.y[first + low]) / step
        b, c = 2.0 * (3.0 * rise - 2.0 * d0 - d1), 3.0 * (d0 + d1 - 2.0 * rise)
        bend = b + 2.0 * c * u
        if sign * bend > 0.0:
            u = min(max(u - (d0 + u * (b + u * c) - slope) / bend, 0.0), 1.0)
    return min(max(t.cuts[k] + (low + u) * step, left), right)


@njit(cache=True)
def extreme(t: Tables, sign: float, slope: float, left: float, right: float) -> tuple[float, float]:
    """Return the largest sign * (f(x) - slope * x) between left and right, and the rightmost x where it is."""
    best, where = -np.inf, left
    k = stretch_at(t, left)
    a = left
    while True:
        b = min(t.cuts[k + 1], right) if k < t.cuts.size - 2 else right
        if sign * t.signs[k] < 0.0:
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
