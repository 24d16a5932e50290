"""Minimax values of noisy points at given breakpoints."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.errors import BreakpointError
from pwlact.fit.points.errors import residuals
from pwlact.fit.points.gates import Gates
from pwlact.fit.points.record import Points
from pwlact.fit.points.squares import squares_at
from pwlact.fit.points.thin import Solution, by_violated
from pwlact.fit.walls import Walls, settle_within

TINY = 1e-300  # radius of walls that do not move
ROUNDING = 4e-15  # of values, relative to the largest


class MinimaxFit(NamedTuple):
    """Values (n, m) at the breakpoints of n sets, and their largest errors (n,)."""

    values: Array
    max_error: Array


def minimax_at(points: Points, breakpoints: Array) -> MinimaxFit:
    """Return the values with the smallest max_i sqrt(w_i) |p(x_i) - y_i|, exactly, p interpolating (b_j, v_j) linearly.

    Values that this leaves open are as near to those of least squares as they may be. Points outside the breakpoints
    count with the outer pieces, extended.

    Parameters
    ----------
    points : Points
        The data.
    breakpoints : ndarray, shape (n, m)
        Rows strictly ascending.

    Raises
    ------
    BreakpointError
        If an inner breakpoint is not between the first and the last point.
    """
    low, high = points.interval
    if not np.all((breakpoints[:, 1:-1] > low) & (breakpoints[:, 1:-1] < high)):
        raise BreakpointError(f"inner breakpoints are between the data's first and last x, {low:g} and {high:g}; move")
    near = squares_at(points, breakpoints).values - points.level
    fits = [_minimax(points, b, v) for b, v in zip(breakpoints - points.origin, near, strict=True)]
    values, errors = (np.array(part) for part in zip(*fits, strict=True))
    return MinimaxFit(values + points.level, errors)


def _minimax(points: Points, b: Array, near: Array) -> tuple[Array, float]:
    """Fit one set of centred breakpoints, from its least-squares values."""
    ends = np.concatenate((points.x[:1], b[1:-1], points.x[-1:]))  # the outer pieces, cut or extended to the data
    start = _extended(b, near, ends)

    def solve(gates: Gates) -> Solution:
        values = start.copy()
        error = _settled(gates, ends, values)
        return Solution(values, error)

    found = by_violated(points, solve, lambda values: residuals(points, np.interp(points.x, ends, values)), start)
    return _extended(ends, found.path, b), found.error


def _extended(b: Array, values: Array, at: Array) -> Array:
    """Return values of a PWL at other ends."""
    slopes = np.diff(values)[[0, -1]] / np.diff(b)[[0, -1]]
    moved = values.copy()
    moved[0] += slopes[0] * (at[0] - b[0])
    moved[-1] += slopes[1] * (at[-1] - b[-1])
    return moved


def _settled(gates: Gates, b: Array, values: Array) -> float:
    """Replace preferred values by those of the smallest error at gates, and return that error."""
    rounding = ROUNDING * float(np.max(np.abs(gates.y)))
    if gates.single:
        return _settle(gates.x, gates.y, gates.radius, rounding, b, values)
    low, high = gates.at(0.0)
    if np.all(gates.radius == gates.radius[0]):
        radius = np.full(gates.x.size, gates.radius[0])
        return _settle(gates.x, 0.5 * (low + high), radius, rounding - 0.5 * (low - high), b, values)
    return _bisected(gates, b, values, rounding)


def _settle(x: Array, y: Array, radius: Array, slack: float | Array, b: Array, values: Array) -> float:
    free = np.full(x.size, np.inf)
    walls = Walls(x=x, y=y, radius=radius, floor=-free, ceiling=free, slack=np.broadcast_to(slack, x.shape))
    return float(settle_within(walls, b[None, :], values[None, :])[0])


def _bisected(gates: Gates, b: Array, values: Array, rounding: float) -> float:
    """As `_settled`, by bisection: where points of one position have different weights."""
    preferred, fails = values.copy(), gates.least
    holds = max(2.0 * float(np.max(np.abs(gates.y)) / np.min(gates.radius)), TINY)
    values[:] = 0.0
    while fails < (eps := 0.5 * (fails + holds)) < holds:
        low, high = gates.at(eps)
        tried = preferred.copy()
        walls = Walls(
            x=gates.x, y=0.5 * (low + high), radius=np.full(low.size, TINY), floor=low, ceiling=high,
            slack=np.full(low.size, rounding),
        )  # fmt: skip
        if np.isfinite(settle_within(walls, b[None, :], tried[None, :])[0]):
            holds, values[:] = eps, tried
        else:
            fails = eps
    return holds
