"""Compiled set of all lines between walls: its steepest and its flattest line, sample by sample.

A wall is a lower or an upper limit of a line at one x. Of the lines between the walls so far, the steepest touches a
lower wall and, right of it, an upper one; the flattest an upper wall and then a lower one. To the right of all walls
the steepest is the highest line and the flattest the lowest. So a new wall either leaves no line, or turns one of the
two about a vertex of the convex hull of the opposite walls (O'Rourke, Comm. ACM 24 (1981) 574). Each wall enters and
leaves a hull once.

Walls move with an error eps; DERIVATIVE is that of a wall's value by eps. Three walls that leave no line, one of
them between the others and on the opposite side, tell by how much eps must grow at least.

A wedge is one array (2, n + 3, 4), since each array of a call costs time: for the steepest and the flattest line a row
SLOPE, KNOWN, FIRST, COUNT; its LEFT and RIGHT contact; then the walls on whose hull it turns, lower ones for the
steepest and upper ones for the flattest, of which FIRST .. COUNT - 1 are in use.
"""

from __future__ import annotations

import numpy as np

from pwlact._jit import inlined, routine
from pwlact._types import Array

STEEPEST, FLATTEST = 0, 1
STATE, LEFT, RIGHT, HULL = range(4)  # rows
SLOPE, KNOWN, FIRST, COUNT = range(4)  # columns of the state
X, VALUE, DERIVATIVE, INDEX = range(4)  # columns of a wall
NEVER = 1e300  # in place of an increase that no error makes good


@routine
def clear(w: Array) -> None:
    """Take all walls of a wedge away."""
    w[:, STATE] = 0.0


@inlined
def on_line(w: Array, which: int, x: float) -> float:
    """Return the value of the steepest or the flattest line at x."""
    value: float = w[which, RIGHT, VALUE] + w[which, STATE, SLOPE] * (x - w[which, RIGHT, X])
    return value


@routine
def derivative_on(w: Array, which: int, x: float) -> float:
    """Return the derivative, by eps, of the value of the steepest or the flattest line at x."""
    rise = w[which, RIGHT, DERIVATIVE] - w[which, LEFT, DERIVATIVE]
    share = (x - w[which, RIGHT, X]) / (w[which, RIGHT, X] - w[which, LEFT, X])
    derivative: float = w[which, RIGHT, DERIVATIVE] + rise * share
    return derivative


@routine
def growth(lack: float, gain: float) -> float:
    """Return by how much eps must grow at least, to make good a lack that shrinks by `gain` per unit of eps."""
    return min(lack / gain, NEVER) if gain > 0.0 else NEVER


@inlined
def blocked(w: Array, which: int, x: float, value: float, derivative: float) -> float:
    """Return 0 if a line keeps to a wall at x, right of all others; else by how much eps must grow at least.

    Parameters
    ----------
    w : ndarray
        The wedge.
    which : int
        STEEPEST for a lower wall, which that line must reach; FLATTEST for an upper one.
    x, value, derivative : float
        The wall.
    """
    if w[which, STATE, KNOWN] == 0.0:
        return 0.0
    sign = 1.0 - 2.0 * which
    lack = sign * (value - on_line(w, which, x))
    return 0.0 if lack <= 0.0 else growth(lack, sign * (derivative_on(w, which, x) - derivative))


@inlined
def turn(w: Array, which: int, x: float, value: float, derivative: float, index: int) -> None:
    """Turn the steepest line down to an upper wall at x, or the flattest up to a lower one, if they cross it."""
    first, count = int(w[which, STATE, FIRST]), int(w[which, STATE, COUNT])
    sign = 1.0 - 2.0 * which
    if count == first or (w[which, STATE, KNOWN] == 1.0 and sign * (on_line(w, which, x) - value) <= 0.0):
        return
    first += HULL
    slope = sign * (value - w[which, first, VALUE]) / (x - w[which, first, X])
    while first + 1 < count + HULL:
        tried = sign * (value - w[which, first + 1, VALUE]) / (x - w[which, first + 1, X])
        if tried > slope:
            break
        first, slope = first + 1, tried
    for column in range(4):  # an assignment of rows takes several times as long
        w[which, LEFT, column] = w[which, first, column]
    w[which, RIGHT, X], w[which, RIGHT, VALUE] = x, value
    w[which, RIGHT, DERIVATIVE], w[which, RIGHT, INDEX] = derivative, index
    w[which, STATE, SLOPE], w[which, STATE, KNOWN], w[which, STATE, FIRST] = sign * slope, 1.0, first - HULL


@inlined
def push(w: Array, which: int, x: float, value: float, derivative: float, index: int) -> None:
    """Add a wall, right of all others, to the hull of its kind: `which` is STEEPEST for a lower wall."""
    first, end = int(w[which, STATE, FIRST]), int(w[which, STATE, COUNT]) + HULL
    sign = 1.0 - 2.0 * which
    while end - first >= HULL + 2:
        at, level = w[which, end - 2, X], w[which, end - 2, VALUE]
        rise, run = w[which, end - 1, VALUE] - level, w[which, end - 1, X] - at
        if sign * (rise * (x - at) - (value - level) * run) > 0.0:
            break
        end -= 1
    w[which, end, X], w[which, end, VALUE] = x, value
    w[which, end, DERIVATIVE], w[which, end, INDEX] = derivative, index
    w[which, STATE, COUNT] = end + 1 - HULL


@inlined
def narrow(w: Array, x: float, low: float, d_low: float, high: float, d_high: float, index: int) -> tuple[float, int]:
    """Keep the lines between two walls at x, right of all others; infinite walls are none.

    Returns
    -------
    (float, int)
        0, or by how much eps must grow at least before there is a line; and which line fails, the STEEPEST to reach
        the lower wall or the FLATTEST to keep below the upper, -1 where the walls cross. Nothing is changed then.
    """
    if low > high:
        return growth(low - high, d_high - d_low), -1
    has_low, has_high = low > -np.inf, high < np.inf
    if has_low:
        lack = blocked(w, STEEPEST, x, low, d_low)
        if lack > 0.0:
            return lack, STEEPEST
    if has_high:
        lack = blocked(w, FLATTEST, x, high, d_high)
        if lack > 0.0:
            return lack, FLATTEST
        turn(w, STEEPEST, x, high, d_high, index)
    if has_low:
        turn(w, FLATTEST, x, low, d_low, index)
        push(w, STEEPEST, x, low, d_low, index)
    if has_high:
        push(w, FLATTEST, x, high, d_high, index)
    return 0.0, -1
