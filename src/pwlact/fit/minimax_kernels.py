"""Compiled minimax fit: the values at given breakpoints with the smallest maximum error, exact in x.

For an error eps, the values of p at a breakpoint for which all segments on its left stay within eps of f form an
interval. A segment carries the interval at its left end over to its right end. Where an interval is empty, eps is too
small; the derivatives of its ends by eps give a lower bound of the increase that is needed. This is a Newton step,
which never oversteps, since the width of an interval is concave in eps. So eps climbs to the smallest feasible value.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.curve import SIGN, START, Tables
from pwlact.fit.curve_kernels import run_at, value_at, value_on
from pwlact.fit.kernels import locate, sample_errors
from pwlact.fit.line_kernels import edge, rise, tangent

ROUNDING = 4e-15  # of values, relative to the largest
STEEP = 1e30  # in place of an infinite derivative
PATIENCE = 40  # steps, after which only rounding is in the way, and eps grows by doubled amounts
STEPS = 200  # of Newton's method; a dozen is usual


@routine
def _carry_bend(t: Tables, k: int, a: float, c: float, eps: float, low: Array, high: Array, tolerance: float) -> float:
    """Carry the interval over a segment inside one convex run; return 0, or a lower bound of the lack of eps.

    Where f is convex, the right end can be as low as f - eps, and as high as the line from the left end's lowest
    value that touches f + eps; where it is concave, the other way round.
    """
    sign = t.convex_runs[k, SIGN]
    inner = low if sign > 0.0 else high  # the end that the tangent starts from
    v = inner[0] - sign * eps
    x = tangent(t, k, a, c, v)
    end = value_on(t, k, c)
    if x >= c:
        reach, d_reach = end + sign * eps, sign
    else:
        reach, d_reach = inner[0] + rise(t, k, a, x, v) * (c - a), sign * STEEP
        if x > a:  # not on the tube's edge, from which the reach grows like a root of eps
            d_reach = inner[1] + (sign - inner[1]) * (c - a) / (x - a)
    base, d_base = end - sign * eps, -sign
    lack = sign * (base - reach)
    if lack > tolerance:
        return max(lack / (sign * (d_reach - d_base)), tolerance)
    outer = high if sign > 0.0 else low
    inner[0], inner[1] = base, d_base
    outer[0], outer[1] = reach, d_reach
    return 0.0


@routine
def _carry_mixed(t: Tables, a: float, c: float, eps: float, low: Array, high: Array, tolerance: float) -> float:
    """Carry the interval over any segment; return 0, or a lower bound of the lack of eps."""
    end = value_at(t, c)
    width = c - a
    start = (end + eps - low[0]) / width
    _, top, d_top, lack = edge(t, a, c, eps, a, low, high, start, low[1] - 1.0, 1.0, tolerance)
    if lack > 0.0:
        return lack
    start = (end - eps - high[0]) / width
    _, bottom, d_bottom, lack = edge(t, a, c, eps, a, low, high, start, -1.0 - high[1], -1.0, tolerance)
    if lack > 0.0:
        return lack
    low[0], low[1], high[0], high[1] = min(bottom, top), d_bottom, top, d_top
    return 0.0


@routine
def _meet(pin: float, low: Array, high: Array, tolerance: float) -> float:
    """Narrow the interval to a pin; return 0, or a lower bound of the lack of eps."""
    if pin > high[0] + tolerance:
        return max((pin - high[0]) / max(high[1], 1.0), tolerance)
    if pin < low[0] - tolerance:
        return max((low[0] - pin) / max(-low[1], 1.0), tolerance)
    low[0] = high[0] = pin
    low[1] = high[1] = 0.0
    return 0.0


@routine
def _bends_one_way(t: Tables, k: int, c: float) -> bool:
    """Tell whether run k extends to c."""
    return k == t.convex_runs.shape[0] - 2 or c <= t.convex_runs[k + 1, START]


@routine
def _pass(
    t: Tables,
    b: Array,
    eps: float,
    left_pin: float,
    right_pin: float,
    tolerance: float,
    lows: Array,
    highs: Array,
    low: Array,
    high: Array,
) -> float:
    """Fill the intervals (m,) at the breakpoints for an error eps; return 0, or a lower bound of the lack of eps."""
    first = value_at(t, b[0])
    low[0], low[1], high[0], high[1] = first - eps, -1.0, first + eps, 1.0
    if not np.isnan(left_pin):
        lack = _meet(left_pin, low, high, tolerance)
        if lack > 0.0:
            return lack
    lows[0], highs[0] = low[0], high[0]
    for j in range(b.size - 1):
        k = run_at(t, b[j])
        if _bends_one_way(t, k, b[j + 1]):
            lack = _carry_bend(t, k, b[j], b[j + 1], eps, low, high, tolerance)
        else:
            lack = _carry_mixed(t, b[j], b[j + 1], eps, low, high, tolerance)
        if lack > 0.0:
            return lack
        lows[j + 1], highs[j + 1] = low[0], high[0]
    return 0.0 if np.isnan(right_pin) else _meet(right_pin, low, high, tolerance)


@routine
def _settle(
    t: Tables, b: Array, eps: float, right_pin: float, tolerance: float, lows: Array, highs: Array, values: Array,
    low: Array, high: Array,
) -> None:  # fmt: skip
    """Replace preferred `values` (m,) by the nearest feasible ones, from right to left."""
    m = b.size
    values[m - 1] = min(max(values[m - 1], lows[m - 1]), highs[m - 1]) if np.isnan(right_pin) else right_pin
    for j in range(m - 2, -1, -1):
        a, c, v = b[j], b[j + 1], values[j + 1]
        lowest, highest = lows[j], highs[j]
        k = run_at(t, a)
        if _bends_one_way(t, k, c):
            shift = t.convex_runs[k, SIGN] * eps
            x = tangent(t, k, c, a, v - shift)
            if x > a:
                reach = v + rise(t, k, c, x, v - shift) * (a - c)
                if shift > 0.0:
                    highest = min(highest, reach)
                else:
                    lowest = max(lowest, reach)
        else:
            low[0] = high[0] = v
            low[1] = high[1] = 0.0
            top, _, _, _ = edge(t, a, c, eps, c, low, high, (v - lowest) / (c - a), -1.0, 1.0, tolerance)
            bottom, _, _, _ = edge(t, a, c, eps, c, low, high, (v - highest) / (c - a), -1.0, -1.0, tolerance)
            lowest, highest = max(v - top * (c - a), lowest), min(v - bottom * (c - a), highest)
        if lowest > highest:  # by rounding, where one value alone is feasible
            lowest = highest = min(max(0.5 * (lowest + highest), lows[j]), highs[j])
        values[j] = min(max(values[j], lowest), highest)


@routine
def minimax_one(
    t: Tables, b: Array, scale: float, left_pin: float, right_pin: float, values: Array, work: Array
) -> float:
    """Replace preferred `values` (m,) by minimax values near them; return the error eps."""
    tolerance = ROUNDING * scale
    eps = tolerance
    before = value_at(t, b[0])
    for j in range(b.size - 1):  # half of the error of a chord, a lower bound
        after = value_at(t, b[j + 1])
        eps = max(eps, 0.5 * abs(value_at(t, 0.5 * (b[j] + b[j + 1])) - 0.5 * (before + after)))
        before = after
    m = b.size
    lows, highs, low, high = work[0, :m], work[1, :m], work[2, :2], work[3, :2]
    for step in range(STEPS):
        lack = _pass(t, b, eps, left_pin, right_pin, tolerance, lows, highs, low, high)
        if lack == 0.0:
            break
        eps += lack if step < PATIENCE else max(lack, tolerance * 2.0 ** (step - PATIENCE))
    _settle(t, b, eps, right_pin, tolerance, lows, highs, values, low, high)
    if not np.isnan(left_pin):
        values[0] = left_pin
    return eps


@kernel
def minimax_many(
    t: Tables,
    scale: float,
    breakpoints: Array,
    left_pin: float,
    right_pin: float,
    low: float,
    step: float,
    y: Array,
    sums: Array,
    convex_runs: NDArray[np.int64],
    signs: NDArray[np.int64],
    values: Array,
    worst: Array,
    mean: Array,
) -> None:
    """Fit each row of `breakpoints` (n, m) in place.

    Preferred `values` (n, m) become minimax values near them; `worst` and `mean` (n,) become the maximum error on the
    range and the mean error on the grid.
    """
    m = breakpoints.shape[1]
    starts = np.empty(m, dtype=np.int64)
    work = np.empty((4, max(m, 2)))
    for row in range(breakpoints.shape[0]):
        b, v = breakpoints[row], values[row]
        worst[row] = minimax_one(t, b, scale, left_pin, right_pin, v, work)
        locate(b, low, step, y.size, starts)
        _, mean[row] = sample_errors(b, v, low, step, y, sums, convex_runs, signs, starts)
