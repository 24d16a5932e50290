"""Compiled fit within walls: the values at given breakpoints with the smallest error at samples.

As in `minimax_kernels`, for an error eps the values that p may have at a breakpoint, after passing all walls on its
left, form an interval, and a segment carries it to its right end: from the flattest to the steepest line through the
interval and the segment's walls. Where there is no line, the walls in the way tell by how much eps must grow at least.
With a monotone p, a line that must not fall ends no lower than the highest lower wall it passes.
"""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_right
from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.wedge_kernels import (
    DERIVATIVE,
    FLATTEST,
    HULL,
    KNOWN,
    LEFT,
    NEVER,
    RIGHT,
    SLOPE,
    STATE,
    STEEPEST,
    VALUE,
    blocked,
    clear,
    derivative_on,
    growth,
    narrow,
    on_line,
)

COLUMNS = ("x", "y", "radius", "floor", "ceiling", "slack")
AT, Y, RADIUS, FLOOR, CEILING, SLACK = range(6)
LOW, D_LOW, HIGH, D_HIGH = range(4)  # an interval of values and its derivatives by eps
PATIENCE = 60  # steps, after which only rounding is in the way, and eps grows by doubled shares
STEPS = 200  # of Newton's method; a dozen is usual
GROWTH = 1e-15  # least growth of eps, relative to it


@routine
def _walls(t: Array, i: int, eps: float, bounds: Array) -> None:
    """Fill the walls of sample i and their derivatives."""
    bounds[LOW], bounds[D_LOW] = t[i, Y] - eps * t[i, RADIUS], -t[i, RADIUS]
    bounds[HIGH], bounds[D_HIGH] = t[i, Y] + eps * t[i, RADIUS], t[i, RADIUS]
    if bounds[LOW] < t[i, FLOOR]:
        bounds[LOW], bounds[D_LOW] = t[i, FLOOR], 0.0
    if bounds[HIGH] > t[i, CEILING]:
        bounds[HIGH], bounds[D_HIGH] = t[i, CEILING], 0.0
    bounds[LOW] -= t[i, SLACK]
    bounds[HIGH] += t[i, SLACK]


@routine
def _one_way(w: Array, which: int, level: float, d_level: float, sign: float, span: Array) -> float:
    """Limit an interval by the lines that do not fall (sign 1) or rise (-1); return 0 or a lower bound of the lack.

    `which` is the line that must be turned, `level` that of the level line which takes its place.
    """
    other = 1 - which
    if w[other, STATE, KNOWN] == 1.0 and sign * w[other, STATE, SLOPE] < 0.0:
        lack = sign * (w[other, LEFT, VALUE] - w[other, RIGHT, VALUE])
        return growth(lack, sign * (w[other, RIGHT, DERIVATIVE] - w[other, LEFT, DERIVATIVE]))
    if w[which, STATE, KNOWN] == 0.0 or sign * w[which, STATE, SLOPE] < 0.0:
        column = LOW if sign > 0.0 else HIGH
        span[column], span[column + 1] = level, d_level
    return 0.0


@routine
def _farthest(t: Array, first: int, last: int, eps: float, which: int, w: Array, bounds: Array, lack: float) -> float:
    """Return the largest lack of eps that the steepest or flattest line proves at samples first .. last - 1.

    The first wall out of reach is missed by little; those behind it ask for more, and save steps.
    """
    for i in range(first, last):
        _walls(t, i, eps, bounds)
        side = LOW if which == STEEPEST else HIGH
        lack = max(lack, blocked(w, which, t[i, AT], bounds[side], bounds[side + 1]))
    return lack


@routine
def _carry(
    t: Array,
    first: int,
    last: int,
    a: float,
    c: float,
    eps: float,
    direction: int,
    span: Array,
    w: Array,
    bounds: Array,
) -> float:
    """Carry an interval from a to c past samples first .. last - 1; return 0, or a lower bound of the lack of eps."""
    clear(w)
    lack, _ = narrow(w, a, span[LOW], span[D_LOW], span[HIGH], span[D_HIGH], -1)
    if lack > 0.0:  # by rounding, where one value alone is feasible
        return lack
    top, d_top, bottom, d_bottom = span[LOW], span[D_LOW], span[HIGH], span[D_HIGH]
    for i in range(first, last):
        _walls(t, i, eps, bounds)
        lack, which = narrow(w, t[i, AT], bounds[LOW], bounds[D_LOW], bounds[HIGH], bounds[D_HIGH], i)
        if lack > 0.0:
            return lack if which < 0 else _farthest(t, i, last, eps, which, w, bounds, lack)
        if bounds[LOW] > top:
            top, d_top = bounds[LOW], bounds[D_LOW]
        if bounds[HIGH] < bottom:
            bottom, d_bottom = bounds[HIGH], bounds[D_HIGH]
    span[LOW], span[D_LOW], span[HIGH], span[D_HIGH] = -np.inf, 0.0, np.inf, 0.0
    if w[FLATTEST, STATE, KNOWN] == 1.0:
        span[LOW], span[D_LOW] = on_line(w, FLATTEST, c), derivative_on(w, FLATTEST, c)
    if w[STEEPEST, STATE, KNOWN] == 1.0:
        span[HIGH], span[D_HIGH] = on_line(w, STEEPEST, c), derivative_on(w, STEEPEST, c)
    if direction > 0:
        return _one_way(w, FLATTEST, top, d_top, 1.0, span)
    if direction < 0:
        return _one_way(w, STEEPEST, bottom, d_bottom, -1.0, span)
    return 0.0


@routine
def _pass(
    t: Array, b: Array, starts: Array, eps: float, direction: int, spans: Array, w: Array, bounds: Array
) -> float:
    """Fill the intervals (m, 4) at the breakpoints for an error eps; return 0, or a lower bound of the lack of eps."""
    span = spans[-1]  # of work; its own comes last
    _walls(t, 0, eps, span)
    if span[LOW] > span[HIGH]:
        return growth(span[LOW] - span[HIGH], span[D_HIGH] - span[D_LOW])
    for j in range(b.size):
        if j > 0:
            lack = _carry(t, int(starts[j - 1]), int(starts[j]), b[j - 1], b[j], eps, direction, span, w, bounds)
            if lack > 0.0:
                return lack
        for column in range(4):
            spans[j, column] = span[column]
    return 0.0


@routine
def _settle(
    t: Array, b: Array, starts: Array, eps: float, direction: int, spans: Array, values: Array, bounds: Array
) -> None:
    """Replace preferred values (m,) by the nearest feasible ones, from right to left."""
    m = b.size
    values[m - 1] = min(max(values[m - 1], spans[m - 1, LOW]), spans[m - 1, HIGH])
    for j in range(m - 2, -1, -1):
        c, v = b[j + 1], values[j + 1]
        least = 0.0 if direction > 0 else -np.inf
        most = 0.0 if direction < 0 else np.inf
        for i in range(int(starts[j]), int(starts[j + 1])):
            if t[i, AT] < c:
                _walls(t, i, eps, bounds)
                least = max(least, (v - bounds[HIGH]) / (c - t[i, AT]))
                most = min(most, (v - bounds[LOW]) / (c - t[i, AT]))
        low, high = max(v - most * (c - b[j]), spans[j, LOW]), min(v - least * (c - b[j]), spans[j, HIGH])
        if low > high:  # by rounding, where one value alone is feasible
            low = high = min(max(0.5 * (low + high), spans[j, LOW]), spans[j, HIGH])
        values[j] = min(max(values[j], low), high)


@routine
def _apart(t: Array) -> float:
    """Return the least error at which no sample's own walls cross; from 0, steps would find these one by one."""
    least = 0.0
    for i in range(t.shape[0]):
        lack = max(t[i, FLOOR] - t[i, Y], t[i, Y] - t[i, CEILING]) - 2.0 * t[i, SLACK]
        least = max(least, lack / t[i, RADIUS])
    return least


@routine
def _least_error(
    t: Array, b: Array, starts: Array, eps: float, direction: int, spans: Array, w: Array, bounds: Array
) -> float:
    """Return the smallest error, eps at least, for which values pass all walls; infinite where there is none."""
    for step in range(STEPS):
        lack = _pass(t, b, starts, eps, direction, spans, w, bounds)
        if lack == 0.0:
            return eps
        if lack >= NEVER:
            return np.inf
        eps += max(lack, eps * GROWTH * 2.0 ** max(step - PATIENCE, 0))
    return np.inf


@kernel
def settle_many(t: Array, direction: int, breakpoints: Array, values: Array, worst: Array) -> None:
    """Settle each row of `values` (n, m) at `breakpoints` (n, m) within the walls `t`; fill the errors `worst` (n,)."""
    m, least = breakpoints.shape[1], _apart(t)
    w, bounds, spans, starts = np.empty((2, t.shape[0] + HULL + 1, 4)), np.empty(4), np.empty((m + 1, 4)), np.empty(m)
    for row in range(breakpoints.shape[0]):
        b = breakpoints[row]
        for j in range(m):
            starts[j] = bisect_right(t[:, AT], b[j])
        worst[row] = _least_error(t, b, starts, least, direction, spans, w, bounds)
        if worst[row] < np.inf:
            _settle(t, b, starts, worst[row], direction, spans, values[row], bounds)
