"""Compiled minimax fit: the values at given breakpoints with the smallest maximum error, exact in x.

For an error eps, the values that p may have at a breakpoint after passing all segments on its left within eps of f
form an interval. A segment carries the interval at its left end over to its right end. Where an interval is empty, eps
is too small, and its ends' derivatives by eps say by how much at least: a Newton step that never oversteps, since the
width of an interval is concave in eps. So eps climbs to the smallest feasible one.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pwlact.fit.curve import CUT, FIRST, SIGN, STEP, Tables
from pwlact.fit.curve_kernels import extreme, slope_on, stretch_at, value_at, value_on
from pwlact.fit.kernels import _errors, _locate

Array = NDArray[np.float64]

ROUNDING = 4e-15  # of values, relative to the largest
STEEP = 1e30  # in place of an infinite derivative
PATIENCE = 40  # steps after which rounding is what lacks, and eps grows by doubling amounts
STEPS = 200  # of Newton's method; a dozen is usual


@njit(cache=True)
def _bounds(
    t: Tables, a: float, c: float, eps: float, x: float, low: Array, high: Array, s: float
) -> tuple[float, float, float, float, float, float]:
    """Return what bounds the intercept of a line of slope s from below and above on segment [a, c].

    Each as intercept, place of contact and derivative by eps: the tube f +- eps, and at x the interval from low to
    high, each given with its derivative.
    """
    below, where_below = extreme(t, 1.0, s, a, c)
    above, where_above = extreme(t, -1.0, s, a, c)
    below, above = below - eps, eps - above
    d_below, d_above = -1.0, 1.0
    if low[0] - s * x >= below:
        below, where_below, d_below = low[0] - s * x, x, low[1]
    if high[0] - s * x <= above:
        above, where_above, d_above = high[0] - s * x, x, high[1]
    return below, where_below, d_below, above, where_above, d_above


@njit(cache=True)
def _edge(
    t: Tables,
    a: float,
    c: float,
    eps: float,
    x: float,
    low: Array,
    high: Array,
    start: float,
    d_start: float,
    side: float,
    tolerance: float,
) -> tuple[float, float, float, float]:
    """Return the largest (side +1) or smallest (side -1) slope of a line through the tube on [a, c].

    Newton's method on the convex function "lower bound of the intercept less upper bound", from `start` outside: the
    slope between the far end's bound and the near end's, with `d_start`, the derivative of that bound's excess by eps.

    Returns
    -------
    slope, value at c, its derivative by eps, lack : lack is 0, or by how much eps is too small at least where no line
    passes; the slope is then where the tangents meet.
    """
    s = s_before = start
    before, grade_before, d_before = 0.0, side * (c - a), d_start
    xa_before, da_before = (c, 1.0) if side > 0.0 else (a, high[1])
    for _ in range(STEPS):
        below, xb, db, above, xa, da = _bounds(t, a, c, eps, x, low, high, s)
        excess, grade, d_excess = below - above, xa - xb, db - da
        if excess <= tolerance:
            if side * grade <= 0.0:  # a corner: what bounds the slope on this side is what led here
                grade, d_excess, xa, da = grade_before, d_before, xa_before, da_before
            return s, s * c + above, da - (c - xa) * d_excess / grade, 0.0
        if side * grade <= 0.0:
            # Two tangents prove that no slope will do; the eps at which they meet in zero is still too small.
            pull = d_excess - grade * d_before / grade_before
            lack = excess + grade * (s_before - s) - grade * before / grade_before
            meet = (before - excess + grade * s - grade_before * s_before) / (grade - grade_before)
            return meet, 0.0, 0.0, max(-lack / pull, tolerance)
        s_before, before, d_before, grade_before, xa_before, da_before = s, excess, d_excess, grade, xa, da
        s -= excess / grade
    return s, s * c + above, da, 0.0


@njit(cache=True, inline="always")
def _miss(t: Tables, k: int, x: float, a: float, v: float) -> float:
    """Return by how much the tangent at x misses (a, v); positive where the touching place is farther from a."""
    return t.stretches[k, SIGN] * (value_on(t, k, x) - slope_on(t, k, x) * (x - a) - v)


@njit(cache=True)
def _tangent(t: Tables, k: int, a: float, c: float, v: float) -> float:
    """Return where between a and c the line from (a, v), outside of f's bend on stretch k, touches f; c if beyond."""
    far = _miss(t, k, c, a, v)
    if far >= 0.0:
        return c
    sign, step, first, cut = t.stretches[k, SIGN], t.stretches[k, STEP], int(t.stretches[k, FIRST]), t.stretches[k, CUT]
    most = int(t.stretches[k + 1, FIRST]) - first - 1
    near_node, far_node = int((a - cut) / step), int((c - cut) / step)
    if c > a:
        near_node, far_node = near_node, min(far_node + 1, most)
    else:
        near_node, far_node = min(near_node + 1, most), far_node
    while abs(far_node - near_node) > 1:
        node = (near_node + far_node) >> 1
        i = first + node
        if sign * (t.nodes[i, 0] - t.nodes[i, 1] * (cut + node * step - a) - v) >= 0.0:
            near_node = node
        else:
            far_node = node
    near, far_x = cut + near_node * step, cut + far_node * step
    if (near - a) * (c - a) < 0.0:
        near = a
    if (far_x - c) * (c - a) > 0.0:
        far_x = c
    # Regula falsi (Illinois); what the line reaches is stationary in x, so half the digits of x are enough.
    at_near, at_far = _miss(t, k, near, a, v), _miss(t, k, far_x, a, v)
    x, last = far_x, 0
    for _ in range(60):
        if at_near <= at_far:
            break
        before = x
        x = near + (far_x - near) * at_near / (at_near - at_far)
        if abs(x - before) <= 1e-9 * abs(x - a):
            break
        here = _miss(t, k, x, a, v)
        if here > 0.0:
            near, at_near = x, here
            at_far *= 0.5 if last == 1 else 1.0
            last = 1
        else:
            far_x, at_far = x, here
            at_near *= 0.5 if last == -1 else 1.0
            last = -1
    return x


@njit(cache=True, inline="always")
def _rise(t: Tables, k: int, a: float, x: float, v: float) -> float:
    """Return the slope of the line from (a, v) that touches f at x."""
    step = t.stretches[k, STEP]
    return slope_on(t, k, x) if abs(x - a) < step else (value_on(t, k, x) - v) / (x - a)


@njit(cache=True)
def _carry_bend(t: Tables, k: int, a: float, c: float, eps: float, low: Array, high: Array, tolerance: float) -> float:
    """Carry the interval over a segment on which f bends one way; return 0, or how much eps lacks at least.

    Where f is convex, the right end can be as low as f - eps, and as high as the line from the left end's lowest
    value that touches f + eps; where it is concave, the other way round.
    """
    sign = t.stretches[k, SIGN]
    inner = low if sign > 0.0 else high  # the end that the tangent starts from
    v = inner[0] - sign * eps
    x = _tangent(t, k, a, c, v)
    end = value_on(t, k, c)
    if x >= c:
        reach, d_reach = end + sign * eps, sign
    else:
        reach, d_reach = inner[0] + _rise(t, k, a, x, v) * (c - a), sign * STEEP
        if x > a:  # not the tube's very edge, from where the reach grows like a root of eps
            d_reach = inner[1] + (sign - inner[1]) * (c - a) / (x - a)
    base, d_base = end - sign * eps, -sign
    lack = sign * (base - reach)
    if lack > tolerance:
        return max(lack / (sign * (d_reach - d_base)), tolerance)
    outer = high if sign > 0.0 else low
    inner[0], inner[1] = base, d_base
    outer[0], outer[1] = reach, d_reach
    return 0.0


@njit(cache=True)
def _carry_mixed(t: Tables, a: float, c: float, eps: float, low: Array, high: Array, tolerance: float) -> float:
    """Carry the interval over any segment; return 0, or how much eps lacks at least."""
    end = value_at(t, c)
    width = c - a
    start = (end + eps - low[0]) / width
    _, top, d_top, lack = _edge(t, a, c, eps, a, low, high, start, low[1] - 1.0, 1.0, tolerance)
    if lack > 0.0:
        return lack
    start = (end - eps - high[0]) / width
    _, bottom, d_bottom, lack = _edge(t, a, c, eps, a, low, high, start, -1.0 - high[1], -1.0, tolerance)
    if lack > 0.0:
        return lack
    low[0], low[1], high[0], high[1] = min(bottom, top), d_bottom, top, d_top
    return 0.0


@njit(cache=True)
def _meet(pin: float, low: Array, high: Array, tolerance: float) -> float:
    """Narrow the interval to a pin; return 0, or how much eps lacks at least."""
    if pin > high[0] + tolerance:
        return max((pin - high[0]) / max(high[1], 1.0), tolerance)
    if pin < low[0] - tolerance:
        return max((low[0] - pin) / max(-low[1], 1.0), tolerance)
    low[0] = high[0] = pin
    low[1] = high[1] = 0.0
    return 0.0


@njit(cache=True, inline="always")
def _bends_one_way(t: Tables, k: int, c: float) -> bool:
    """Tell whether stretch k reaches as far as c."""
    return k == t.stretches.shape[0] - 2 or c <= t.stretches[k + 1, CUT]


@njit(cache=True)
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
    """Fill the intervals (m,) at the breakpoints for an error eps; return 0, or how much eps lacks at least."""
    first = value_at(t, b[0])
    low[0], low[1], high[0], high[1] = first - eps, -1.0, first + eps, 1.0
    if not np.isnan(left_pin):
        lack = _meet(left_pin, low, high, tolerance)
        if lack > 0.0:
            return lack
    lows[0], highs[0] = low[0], high[0]
    for j in range(b.size - 1):
        k = stretch_at(t, b[j])
        if _bends_one_way(t, k, b[j + 1]):
            lack = _carry_bend(t, k, b[j], b[j + 1], eps, low, high, tolerance)
        else:
            lack = _carry_mixed(t, b[j], b[j + 1], eps, low, high, tolerance)
        if lack > 0.0:
            return lack
        lows[j + 1], highs[j + 1] = low[0], high[0]
    return 0.0 if np.isnan(right_pin) else _meet(right_pin, low, high, tolerance)


@njit(cache=True)
def _settle(
    t: Tables, b: Array, eps: float, right_pin: float, tolerance: float, lows: Array, highs: Array, values: Array,
    low: Array, high: Array,
) -> None:  # fmt: skip
    """Replace wished `values` (m,) by the nearest feasible ones, from right to left."""
    m = b.size
    values[m - 1] = min(max(values[m - 1], lows[m - 1]), highs[m - 1]) if np.isnan(right_pin) else right_pin
    for j in range(m - 2, -1, -1):
        a, c, v = b[j], b[j + 1], values[j + 1]
        least, most = lows[j], highs[j]
        k = stretch_at(t, a)
        if _bends_one_way(t, k, c):
            shift = t.stretches[k, SIGN] * eps
            x = _tangent(t, k, c, a, v - shift)
            if x > a:
                reach = v + _rise(t, k, c, x, v - shift) * (a - c)
                if shift > 0.0:
                    most = min(most, reach)
                else:
                    least = max(least, reach)
        else:
            low[0] = high[0] = v
            low[1] = high[1] = 0.0
            top, _, _, _ = _edge(t, a, c, eps, c, low, high, (v - least) / (c - a), -1.0, 1.0, tolerance)
            bottom, _, _, _ = _edge(t, a, c, eps, c, low, high, (v - most) / (c - a), -1.0, -1.0, tolerance)
            least, most = max(v - top * (c - a), least), min(v - bottom * (c - a), most)
        if least > most:  # by rounding, where one value alone is feasible
            least = most = min(max(0.5 * (least + most), lows[j]), highs[j])
        values[j] = min(max(values[j], least), most)


@njit(cache=True)
def minimax_one(
    t: Tables, b: Array, scale: float, left_pin: float, right_pin: float, values: Array, work: Array
) -> float:
    """Replace wished `values` (m,) by minimax values near them; return the error eps."""
    tolerance = ROUNDING * scale
    eps = tolerance
    before = value_at(t, b[0])
    for j in range(b.size - 1):  # half of what a chord misses, a lower bound
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


@njit(cache=True)
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
    pieces: NDArray[np.int64],
    signs: NDArray[np.int64],
    values: Array,
    worst: Array,
    mean: Array,
) -> None:
    """Fit each row of `breakpoints` (n, m): wished to minimax `values`, maximum error, mean error on the grid."""
    m = breakpoints.shape[1]
    starts = np.empty(m, dtype=np.int64)
    work = np.empty((4, max(m, 2)))
    for row in range(breakpoints.shape[0]):
        b, v = breakpoints[row], values[row]
        worst[row] = minimax_one(t, b, scale, left_pin, right_pin, v, work)
        _locate(b, low, step, y.size, starts)
        _, mean[row] = _errors(b, v, low, step, y, sums, pieces, signs, starts)
