"""Compiled lines through the tube f +- eps on a segment: intercept bounds, extreme slopes, tangents from a point."""

from __future__ import annotations

from pwlact._jit import routine
from pwlact._types import Array
from pwlact.fit.curve import FIRST, SIGN, START, STEP, Tables
from pwlact.fit.curve_kernels import extreme, slope_on, value_on

STEPS = 200  # of Newton's method; a few are usual


@routine
def intercepts(
    t: Tables, a: float, c: float, eps: float, x: float, low: Array, high: Array, s: float
) -> tuple[float, float, float, float, float, float]:
    """Return the bounds of the intercept of a line with slope s that stays in the tube f +- eps on [a, c].

    At x the line must also pass between low and high, (2,) each: a value and its derivative by eps.

    Parameters
    ----------
    t : Tables
        The curve.
    a, c : float
        Ends of the stretch.
    eps : float
        Half the height of the tube.
    x : float
        Where the line passes between low and high.
    low, high : ndarray, shape (2,)
        Values at x, each with its derivative by eps.
    s : float
        Slope of the line.

    Returns
    -------
    (float, float, float, float, float, float)
        Lower bound, its point of contact, its derivative by eps; then the same of the upper bound. No line of this
        slope fits where the lower bound exceeds the upper one.
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


@routine
def edge(
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

    Newton's method on a convex function of the slope: the lower bound of the intercept minus the upper one.

    Parameters
    ----------
    t : Tables
        The curve.
    a, c, eps : float
        Segment and half width of the tube.
    x, low, high : float, ndarray of shape (2,), ndarray of shape (2,)
        At x the line must pass between low and high: a value and its derivative by eps each.
    start, d_start : float
        A slope outside the feasible ones: that between the bound at one end and the bound at the other; and the
        derivative by eps of its excess.
    side : float
        +1 or -1.
    tolerance : float
        Excess that counts as zero.

    Returns
    -------
    (float, float, float, float)
        Slope, value at c, its derivative by eps, and lack. lack is 0, or a lower bound of the increase of eps that
        lets a line pass; the slope is then where the two last tangents meet.
    """
    s = s_before = start
    before, grade_before, d_before = 0.0, side * (c - a), d_start
    xa_before, da_before = (c, 1.0) if side > 0.0 else (a, high[1])
    for _ in range(STEPS):
        below, xb, db, above, xa, da = intercepts(t, a, c, eps, x, low, high, s)
        excess, grade, d_excess = below - above, xa - xb, db - da
        if excess <= tolerance:
            if side * grade <= 0.0:  # a corner: the bound before it limits the slope on this side
                grade, d_excess, xa, da = grade_before, d_before, xa_before, da_before
            return s, s * c + above, da - (c - xa) * d_excess / grade, 0.0
        if side * grade <= 0.0:
            # Two tangents prove that no slope fits; the eps at which they meet in zero is still too small.
            pull = d_excess - grade * d_before / grade_before
            lack = excess + grade * (s_before - s) - grade * before / grade_before
            meet = (before - excess + grade * s - grade_before * s_before) / (grade - grade_before)
            return meet, 0.0, 0.0, max(-lack / pull, tolerance)
        s_before, before, d_before, grade_before, xa_before, da_before = s, excess, d_excess, grade, xa, da
        s -= excess / grade
    return s, s * c + above, da, 0.0


@routine
def _miss(t: Tables, k: int, x: float, a: float, v: float) -> float:
    """Return by how much the tangent at x misses (a, v); positive where the point of contact is farther from a."""
    return t.convex_runs[k, SIGN] * (value_on(t, k, x) - slope_on(t, k, x) * (x - a) - v)


@routine
def tangent(t: Tables, k: int, a: float, c: float, v: float) -> float:
    """Return x between a and c at which the line from (a, v), on the outer side of run k, touches f; c if beyond.

    Parameters
    ----------
    t : Tables
        The curve.
    k : int
        Convex run that holds a and c.
    a, c : float
        Where the line starts, and the end of the search, on either side of a.
    v : float
        Value of the line at a.
    """
    far = _miss(t, k, c, a, v)
    if far >= 0.0:
        return c
    sign, step = t.convex_runs[k, SIGN], t.convex_runs[k, STEP]
    first, origin = int(t.convex_runs[k, FIRST]), t.convex_runs[k, START]
    last_node = int(t.convex_runs[k + 1, FIRST]) - first - 1
    near_node, far_node = int((a - origin) / step), int((c - origin) / step)
    if c > a:
        near_node, far_node = near_node, min(far_node + 1, last_node)
    else:
        near_node, far_node = min(near_node + 1, last_node), far_node
    while abs(far_node - near_node) > 1:
        node = (near_node + far_node) >> 1
        i = first + node
        if sign * (t.nodes[i, 0] - t.nodes[i, 1] * (origin + node * step - a) - v) >= 0.0:
            near_node = node
        else:
            far_node = node
    near, far_x = origin + near_node * step, origin + far_node * step
    if (near - a) * (c - a) < 0.0:
        near = a
    if (far_x - c) * (c - a) > 0.0:
        far_x = c
    # Regula falsi (Illinois); the value that the line reaches is stationary in x, so half the digits of x are enough.
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


@routine
def rise(t: Tables, k: int, a: float, x: float, v: float) -> float:
    """Return the slope of the line from (a, v) that touches f at x.

    Parameters
    ----------
    t : Tables
        The curve.
    k : int
        Convex run that holds a and x.
    a, v : float
        Where the line starts.
    x : float
        Point of contact, as `tangent` finds it.
    """
    step = t.convex_runs[k, STEP]
    return slope_on(t, k, x) if abs(x - a) < step else (value_on(t, k, x) - v) / (x - a)
