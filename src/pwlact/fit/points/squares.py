"""Least-squares values of noisy points at given breakpoints, in O(m log n).

With the line sums of a segment (weight W, means X and Y, slope g, spread Q about X, error E of the line), the entries
of the normal equations of the hat basis follow, and so does the error of any other line:
sum_i w_i (p(x_i) - y_i)^2 = E + Q (s - g)^2 + W (p(X) - Y)^2.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._bisect import bisect_left
from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.points.record import Points
from pwlact.fit.points.tree import SUMS, Tree, run_sums

RIDGE = 1e-13  # pull towards the data, relative to the weight about a breakpoint
FAINT = 1e-20  # the same, relative to the largest weight: for breakpoints without data


class SquaresFit(NamedTuple):
    """Values (n, m) at the breakpoints of n sets, and their weighted sums of squared errors (n,)."""

    values: Array
    squares: Array


def squares_at(points: Points, breakpoints: Array) -> SquaresFit:
    """Return the values v that minimise sum_i w_i (p(x_i) - y_i)^2, p interpolating (b_j, v_j) linearly.

    Points outside the breakpoints count with the outer pieces, extended. Where points do not determine a value, it is
    near the data interpolated at its breakpoint.

    Parameters
    ----------
    points : Points
        The data.
    breakpoints : ndarray, shape (n, m)
        Rows strictly ascending. Not checked.

    Returns
    -------
    SquaresFit
        Values and weighted sums of squared errors; the sums are those of the points, repeated x included.
    """
    n, m = breakpoints.shape
    values, squares = np.empty((n, m)), np.empty(n)
    _squares_many(points.tree, breakpoints - points.origin, values, squares)
    return SquaresFit(values + points.level, squares + points.within)


@routine
def segment_sums(t: Tree, b: Array, sums: Array) -> None:
    """Fill the line sums (m - 1, 6) of the segments between breakpoints (m,)."""
    start = 0
    for k in range(b.size - 1):
        stop = bisect_left(t.x, b[k + 1]) if k < b.size - 2 else t.x.size
        row = sums[k]
        row[0], row[1], row[2], row[3], row[4], row[5] = run_sums(t, start, stop)
        start = stop


@routine
def near_value(t: Tree, at: float) -> float:
    """Return the data interpolated at a position, or the value of the nearest end."""
    i = bisect_left(t.x, at)
    if i == 0 or i == t.x.size:
        return float(t.y[min(i, t.x.size - 1)])
    share = (at - t.x[i - 1]) / (t.x[i] - t.x[i - 1])
    value: float = t.y[i - 1] + share * (t.y[i] - t.y[i - 1])
    return value


@routine
def normal_equations(b: Array, sums: Array, diagonal: Array, coupling: Array, right: Array) -> None:
    """Fill diagonal (m,), coupling to the next value (m,) and right side (m,) of the hat basis."""
    diagonal[:], coupling[:], right[:] = 0.0, 0.0, 0.0
    for k in range(b.size - 1):
        w, mean, y, slope, spread = sums[k, 0], sums[k, 1], sums[k, 2], sums[k, 3], sums[k, 4]
        h = b[k + 1] - b[k]
        u, a = (mean - b[k]) / h, (b[k + 1] - mean) / h
        q = spread / (h * h)
        diagonal[k] += w * a * a + q
        diagonal[k + 1] += w * u * u + q
        coupling[k] += w * a * u - q
        right[k] += w * a * y - slope * q * h
        right[k + 1] += w * u * y + slope * q * h


@routine
def near_values(t: Tree, b: Array, near: Array) -> None:
    """Fill the data interpolated at breakpoints (m,)."""
    for j in range(b.size):
        near[j] = near_value(t, b[j])


@routine
def solve_squares(b: Array, sums: Array, near: Array, values: Array, work: Array) -> None:
    """Fill the least-squares values (m,), pulled a little towards `near` (m,); `work` is (3, m)."""
    m = b.size
    diagonal, coupling, ratio = work[0], work[1], work[2]
    normal_equations(b, sums, diagonal, coupling, values)
    most = 0.0
    for j in range(m):
        most = max(most, diagonal[j])
    for j in range(m):
        ridge = RIDGE * diagonal[j] + FAINT * most
        diagonal[j] += ridge
        values[j] += ridge * near[j]
        if j > 0:
            diagonal[j] -= coupling[j - 1] * ratio[j - 1]
            values[j] -= ratio[j - 1] * values[j - 1]
        ratio[j] = coupling[j] / diagonal[j]
    for j in range(m - 1, -1, -1):
        values[j] /= diagonal[j]
        if j < m - 1:
            values[j] -= ratio[j] * values[j + 1]


@routine
def segment_error(b: Array, values: Array, sums: Array, k: int) -> float:
    """Return the weighted sum of squared errors of segment k."""
    s = (values[k + 1] - values[k]) / (b[k + 1] - b[k])
    turn, miss = s - sums[k, 3], values[k] + s * (sums[k, 1] - b[k]) - sums[k, 2]
    error: float = sums[k, 5] + sums[k, 4] * turn * turn + sums[k, 0] * miss * miss
    return error


@kernel
def _squares_many(t: Tree, breakpoints: Array, values: Array, squares: Array) -> None:
    m = breakpoints.shape[1]
    sums, work, near = np.empty((m - 1, SUMS)), np.empty((3, m)), np.empty(m)
    for row in range(breakpoints.shape[0]):
        b = breakpoints[row]
        segment_sums(t, b, sums)
        near_values(t, b, near)
        solve_squares(b, sums, near, values[row], work)
        squares[row] = 0.0
        for k in range(m - 1):
            squares[row] += segment_error(b, values[row], sums, k)


@kernel
def equations_of(t: Tree, b: Array, sums: Array, equations: Array) -> None:
    """Fill the line sums (m - 1, 6) of segments and the normal equations (3, m): diagonal, coupling, right side.

    A small pull towards the data makes them definite, as in `squares_at`.
    """
    segment_sums(t, b, sums)
    normal_equations(b, sums, equations[0], equations[1], equations[2])
    most = np.max(equations[0])
    for j in range(b.size):
        ridge = RIDGE * equations[0, j] + FAINT * most
        equations[0, j] += ridge
        equations[2, j] += ridge * near_value(t, b[j])


@kernel
def squares_of(b: Array, values: Array, sums: Array) -> float:
    """Return the weighted sum of squared errors of values (m,) at breakpoints, from the line sums of its segments."""
    total = 0.0
    for k in range(b.size - 1):
        total += segment_error(b, values, sums, k)
    return total
