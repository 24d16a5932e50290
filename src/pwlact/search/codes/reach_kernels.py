"""Compiled reach of a table row: how far from its first code lines in real numbers go, and with which slopes.

Of the lines between the walls so far, the steepest touches a lower wall and then an upper one, the flattest an upper
and then a lower one. A new wall either leaves no line, or turns one of the two about a vertex of the convex hull of the
opposite walls (O'Rourke, Comm. ACM 24 (1981) 574), as in `fit.wedge_kernels`, which also follow an error. Here
roundings must leave no line out: walls are moved out by more than these, and each slope is that through two walls.
"""

from __future__ import annotations

import numpy as np

from pwlact._jit import inlined, routine
from pwlact._types import Array

WIDER = 2.0**-44  # of a wall's size: by as much it is moved out
STEEPEST, FLATTEST = 0, 1  # rows of the slopes; that line turns on the hull of lower walls, or of upper ones
X, Y = 0, 1  # rows of a hull


@inlined
def _vertex(hull: Array, first: int, end: int, x: float, y: float, sign: float) -> int:
    """Return the vertex of first .. end - 1 about which a line turns to pass through a wall right of all."""
    while first + 1 < end and sign * _turn(hull, first, first + 1, x, y) <= 0.0:
        first += 1
    return first


@inlined
def _pushed(hull: Array, first: int, end: int, x: float, y: float, sign: float) -> int:
    """Add a wall right of all to a hull first .. end - 1, and return its new end."""
    while end - first >= 2 and sign * _turn(hull, end - 2, end - 1, x, y) >= 0.0:
        end -= 1
    hull[X, end], hull[Y, end] = x, y
    return end + 1


@inlined
def _turn(hull: Array, i: int, j: int, x: float, y: float) -> float:
    """Return a number that is positive where a path from vertex i by the next, j, to a wall turns to the left."""
    turn: float = (y - hull[Y, j]) * (x - hull[X, i]) - (y - hull[Y, i]) * (x - hull[X, j])
    return turn


@routine
def reach(
    x: Array, low: Array, high: Array, slack: Array, begin: int, lower: Array, upper: Array, slopes: Array
) -> int:
    """Return a code past which no line goes from the code `begin`, n where there is none, and fill `slopes`.

    Column i of `slopes` then holds slopes within which all lines past the codes begin .. begin + i are.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Values of the input codes, ascending; floats have two zeros.
    low, high, slack : ndarray, shape (n,)
        Lines pass from low - slack to high + slack.
    begin : int
        The first code.
    lower, upper : ndarray, shape (2, n)
        Room for the hulls of lower and of upper walls.
    slopes : ndarray, shape (2, n)
        Room for the steepest and the flattest slope.
    """
    steepest, flattest = np.inf, -np.inf
    steep_x, steep_y, flat_x, flat_y = x[begin] - 1.0, 0.0, x[begin] - 1.0, 0.0  # where the two last touched a wall
    first, end, first_upper, end_upper = 0, 0, 0, 0
    for i in range(begin, x.size):
        if i > begin and x[i] == x[i - 1]:  # 0 and -0 of floats: the walls of one of them leave no line out
            slopes[STEEPEST, i - begin], slopes[FLATTEST, i - begin] = steepest, flattest
            continue
        at, bottom, top = x[i], low[i] - slack[i], high[i] + slack[i]
        bottom, top = bottom - WIDER * abs(bottom), top + WIDER * abs(top)
        highest, lowest = steep_y + steepest * (at - steep_x), flat_y + flattest * (at - flat_x)
        if bottom > min(highest, top) or top < lowest:
            return i
        if top < highest and first < end:
            first = _vertex(lower, first, end, at, top, 1.0)
            steep_x, steep_y, steepest = at, top, (top - lower[Y, first]) / (at - lower[X, first])
        if bottom > lowest and first_upper < end_upper:
            first_upper = _vertex(upper, first_upper, end_upper, at, bottom, -1.0)
            flat_x, flat_y, flattest = at, bottom, (bottom - upper[Y, first_upper]) / (at - upper[X, first_upper])
        if bottom > -np.inf:
            end = _pushed(lower, first, end, at, bottom, 1.0)
        if top < np.inf:
            end_upper = _pushed(upper, first_upper, end_upper, at, top, -1.0)
        slopes[STEEPEST, i - begin], slopes[FLATTEST, i - begin] = steepest, flattest
    return int(x.size)
