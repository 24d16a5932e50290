"""Lines through the tube f - eps .. f + eps: the extent of one line, and the fewest lines that cross the tube.

A line with slope s lies in the tube on a range if its intercept is at least max(f - s x) - eps and at most
min(f - s x) + eps. The excess of the first bound over the second is convex in s, so a line exists if Newton's method
on the excess reaches zero before its derivative changes sign.

A greedy path has the fewest linked lines (Imai & Iri 1987; Suri 1986). A line of the largest extent, to x', has its
last two contacts at z < x' on opposite walls of the tube, and the chord between them separates the points that are
reached from those that are not. A next line meets that chord if and only if it stays on its side of the wall at z from
z on, and of the other wall from x' on. So each step is again one line, with a start for each wall. For separate lines,
the discontinuous cover, both walls start at x'.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.curve import START, Curve, Tables
from pwlact.fit.curve_kernels import extreme, value_at

ROUNDING = 4e-15  # of values, relative to the largest
TINY = 1e-280  # the scale of a function that is zero everywhere
BISECTIONS = 54  # of the range of an extent or of a value, enough for its last bit
STEPS = 100  # of Newton's method; four are usual


class Path(NamedTuple):
    """Lines of a path from left to right.

    Parameters
    ----------
    slopes, intercepts : ndarray, shape (n,)
        The lines.
    contacts : ndarray, shape (n, 3)
        Points at which each line touches the walls, on alternating sides; the last is the end of its extent. nan for a
        line that reaches the end of the range.
    complete : bool
        Whether the last line reaches the end of the range.
    """

    slopes: Array
    intercepts: Array
    contacts: Array
    complete: bool


def path(curve: Curve, eps: float, max_lines: int, linked: bool, pins: tuple[float, float]) -> Path:
    """Return the greedy path of lines of the largest extent through the tube f +- eps.

    Parameters
    ----------
    curve : Curve
        The function f.
    eps : float
        Half the width of the tube.
    max_lines : int
        Lines at most.
    linked : bool
        Whether neighbouring lines must meet inside the tube.
    pins : (float, float)
        Values of the first and the last line at the ends of the range; nan where an end is free.

    Notes
    -----
    Source: Imai & Iri 1987, Suri 1986, minimum-link paths; see the top of this file.
    """
    slopes, intercepts, contacts = np.empty(max_lines), np.empty(max_lines), np.empty((max_lines, 3))
    tolerance = tolerance_of(curve, pins)
    # x is counted from the left end of the range: far from zero, intercepts would be large and lose digits.
    low, convex_runs = curve.interval[0], curve.tables.convex_runs.copy()
    convex_runs[:, START] -= low
    tables = Tables(convex_runs, curve.tables.nodes)
    count, complete = greedy_path(tables, eps, linked, *pins, tolerance, BISECTIONS, slopes, intercepts, contacts)
    slopes, contacts = slopes[:count], np.clip(contacts[:count] + low, *curve.interval)
    return Path(slopes, intercepts[:count] - slopes * low, contacts, complete)


def tolerance_of(curve: Curve, pins: tuple[float, float]) -> float:
    """Return the largest excess that is due to rounding alone."""
    return ROUNDING * max(curve.scale, *(abs(pin) for pin in pins if not np.isnan(pin)), TINY)


@routine
def _excess(
    t: Tables, low_from: float, high_from: float, x: float, s: float, eps: float, left_pin: float, right_pin: float
) -> tuple[float, float, float, float]:
    """Return the lower bound of the intercept of a line of slope s with its point of contact, then the upper bound."""
    below, x_below = extreme(t, 1.0, s, low_from, x)
    above, x_above = extreme(t, -1.0, s, high_from, x)
    below, above = below - eps, eps - above
    first, last = t.convex_runs[0, START], t.convex_runs[-1, START]
    for pin, at in ((left_pin, first), (right_pin, last)):
        if not np.isnan(pin):
            c = pin - s * at
            if c > below:
                below, x_below = c, at
            if c < above:
                above, x_above = c, at
    return below, x_below, above, x_above


@routine
def _line(
    t: Tables,
    low_from: float,
    high_from: float,
    x: float,
    s: float,
    eps: float,
    left_pin: float,
    right_pin: float,
    tolerance: float,
) -> tuple[bool, float]:
    """Tell whether a line fits, above the lower wall from low_from to x and below the upper from high_from to x."""
    before = 0.0
    for _ in range(STEPS):
        below, x_below, above, x_above = _excess(t, low_from, high_from, x, s, eps, left_pin, right_pin)
        excess, grade = below - above, x_above - x_below
        if excess <= tolerance:
            return True, s
        if grade == 0.0 or grade * before < 0.0:
            return False, s
        before = grade
        s -= excess / grade
    return False, s


@routine
def _reach(
    t: Tables, low_from: float, high_from: float, s: float, eps: float, left_pin: float, tolerance: float,
    bisections: int,
) -> tuple[float, float]:  # fmt: skip
    """Return the largest extent of a line, by bisection, and its slope."""
    near, far = max(low_from, high_from), t.convex_runs[-1, START]
    for _ in range(bisections):
        x = 0.5 * (near + far)
        if x <= near or x >= far:
            break
        fits, tried = _line(t, low_from, high_from, x, s, eps, left_pin, np.nan, tolerance)
        if fits:
            near, s = x, tried
        else:
            far = x
    return near, s


@routine
def _closest(
    t: Tables, low_from: float, high_from: float, s: float, eps: float, left_pin: float, pin: float, tolerance: float
) -> tuple[float, float]:
    """Return the value nearest to the pin at the right end, of a line that reaches the end, and its slope."""
    end = t.convex_runs[-1, START]
    below, _, above, _ = _excess(t, low_from, high_from, end, s, eps, left_pin, np.nan)
    near, far = s * end + 0.5 * (below + above), pin
    for _ in range(BISECTIONS):
        y = 0.5 * (near + far)
        fits, tried = _line(t, low_from, high_from, end, s, eps, left_pin, y, tolerance)
        if fits:
            near, s = y, tried
        else:
            far = y
    return near, s


@kernel
def greedy_path(
    t: Tables,
    eps: float,
    linked: bool,
    left_pin: float,
    right_pin: float,
    tolerance: float,
    bisections: int,
    slopes: Array,
    intercepts: Array,
    contacts: Array,
) -> tuple[int, bool]:
    """Fill slopes, intercepts and contacts line by line; return the number of lines and whether they reach the end."""
    end = t.convex_runs[-1, START]
    low_from = high_from = t.convex_runs[0, START]
    pin = left_pin
    s = t.nodes[0, 1]
    if abs(pin - t.nodes[0, 0]) > eps + tolerance:
        return 0, False
    for j in range(slopes.size):
        done, last = _line(t, low_from, high_from, end, s, eps, pin, right_pin, tolerance)
        if done:
            below, _, above, _ = _excess(t, low_from, high_from, end, last, eps, pin, right_pin)
            slopes[j], intercepts[j] = last, 0.5 * (below + above)
            contacts[j] = np.nan
            return j + 1, True
        reaches, last = _line(t, low_from, high_from, end, s, eps, pin, np.nan, tolerance)
        if reaches:  # the end, but not its pin
            y, s = _closest(t, low_from, high_from, last, eps, pin, right_pin, tolerance)
            x, lower = end, right_pin > y
            below, x_below, above, x_above = _excess(t, low_from, high_from, end, s, eps, pin, y)
        else:
            x, s = _reach(t, low_from, high_from, s, eps, pin, tolerance, bisections)
            below, x_below, above, x_above = _excess(t, low_from, high_from, x, s, eps, pin, np.nan)
            offset = value_at(t, x) - s * x
            lower = below + eps - offset < offset - above + eps  # the wall that stops the line
        slopes[j], intercepts[j] = s, 0.5 * (below + above)
        middle = x_above if lower else x_below
        _, first = extreme(t, 1.0 if lower else -1.0, s, low_from if lower else high_from, middle)
        contacts[j, 0], contacts[j, 1], contacts[j, 2] = first, middle, x
        if linked:
            low_from, high_from = (x, middle) if lower else (middle, x)
        else:
            low_from = high_from = x
        pin = np.nan
    return slopes.size, False
