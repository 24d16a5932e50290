"""Minimax of noisy points by K lines, breakpoints anywhere: linked or separate.

The smallest error eps is the least half-width at which K lines pass the gates y_i +- eps / sqrt(w_i) of all points:
by bisection, each step with the greedy path of longest lines, which has the fewest.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes
from pwlact.fit.points.cover_kernels import cover
from pwlact.fit.points.errors import residuals
from pwlact.fit.points.gates import Gates
from pwlact.fit.points.record import Points
from pwlact.fit.points.thin import Solution, by_violated
from pwlact.fit.wall_path import wall_path
from pwlact.fit.wedge_kernels import HULL

ROUNDING = 4e-15  # of values, relative to the largest

Crossing = Callable[[Gates, float], Array | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedMinimax:
    """A continuous PWL with the smallest maximum error.

    Parameters
    ----------
    breakpoints, values : ndarray, shape (m,)
        b_j and v_j; the ends are the first and the last x. There may be fewer segments than were asked for.
    max_error : float
        max_i sqrt(w_i) |p(x_i) - y_i|.
    bound : float
        An error that no continuous PWL with as many segments goes below, to rounding.
    """

    breakpoints: Array
    values: Array
    max_error: float
    bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparateMinimax:
    """Separate lines with the smallest maximum error.

    Parameters
    ----------
    boundaries : ndarray of int64, shape (K + 1,)
        Line j passes the positions boundaries[j] .. boundaries[j + 1] - 1 of `Points.x`; there may be none.
    starts : ndarray, shape (k,)
        The first x of each line that has points, ascending; k is K or less.
    slopes, intercepts : ndarray, shape (k,)
        y = slope (x - start) + intercept.
    max_error : float
        max_i sqrt(w_i) |p(x_i) - y_i|.
    bound : float
        An error that no PWL with as many segments goes below, continuous or not, to rounding.
    """

    boundaries: Codes
    starts: Array
    slopes: Array
    intercepts: Array
    max_error: float
    bound: float


def linked_minimax(points: Points, segments: int) -> LinkedMinimax:
    """Return the continuous PWL with the smallest max_i sqrt(w_i) |p(x_i) - y_i|, breakpoints anywhere: exact.

    Source: Guibas, Hershberger, Mitchell & Snoeyink, Int. J. Comput. Geom. Appl. 3 (1993) 383, ordered stabbing by the
    fewest links; see `fit.wall_path`.

    Parameters
    ----------
    points : Points
        The data.
    segments : int
        Segments at most, one or more.
    """

    def crossing(gates: Gates, eps: float) -> Array | None:
        found = wall_path(gates.x, *_walls(gates, eps), segments)
        return np.stack((found.corners, found.values)) if found.complete else None

    def errors_of(path: Array) -> Array:
        return residuals(points, np.interp(points.x, *path))

    line = np.array([points.x[[0, -1]], [0.0, 0.0]])
    found = by_violated(points, lambda gates: _smallest(gates, crossing), errors_of, line)
    b, v = _distinct(*found.path)
    error = float(np.max(np.abs(residuals(points, np.interp(points.x, b, v))) / points.rows.radius))
    breakpoints = b + points.origin
    breakpoints[[0, -1]] = points.interval
    return LinkedMinimax(
        breakpoints=breakpoints, values=v + points.level, max_error=error, bound=min(found.error, error)
    )


def separate_minimax(points: Points, segments: int) -> SeparateMinimax:
    """Return separate lines with the smallest max_i sqrt(w_i) |p(x_i) - y_i|, exact: longest lines first.

    Source: O'Rourke, Comm. ACM 24 (1981) 574, for the longest line through gates.

    Parameters
    ----------
    points : Points
        The data.
    segments : int
        Lines at most, one or more.
    """

    def crossing(gates: Gates, eps: float) -> Array | None:
        lines = np.empty((segments, 3))
        count, complete = cover(gates.x, *_walls(gates, eps), lines, np.empty((2, gates.x.size + HULL, 4)))
        return lines[:count] if complete else None

    def errors_of(lines: Array) -> Array:
        return residuals(points, _on_lines(lines, points.x))

    level = np.array([[points.x[0], 0.0, 0.0]])
    found = by_violated(points, lambda gates: _smallest(gates, crossing), errors_of, level)
    starts, slopes, intercepts = found.path.T
    error = float(np.max(np.abs(errors_of(found.path)) / points.rows.radius))
    boundaries = np.full(segments + 1, points.x.size)
    boundaries[: starts.size] = np.searchsorted(points.x, starts)
    return SeparateMinimax(
        boundaries=boundaries, starts=starts + points.origin, slopes=slopes, intercepts=intercepts + points.level,
        max_error=error, bound=min(found.error, error),
    )  # fmt: skip


def _on_lines(lines: Array, x: Array) -> Array:
    """Return the values at x (d,) of separate lines (k, 3): start, slope and value at the start."""
    which = np.maximum(np.searchsorted(lines[:, 0], x, side="right") - 1, 0)
    return np.asarray(lines[which, 2] + lines[which, 1] * (x - lines[which, 0]))


def _walls(gates: Gates, eps: float) -> tuple[Array, Array]:
    """Return the lower and upper ends (n,) of gates for an error eps, apart by what rounding may take."""
    rounding = ROUNDING * float(np.max(np.abs(gates.y)))
    low, high = gates.at(eps)
    return low - rounding, high + rounding


def _smallest(gates: Gates, crossing: Crossing) -> Solution:
    """Return what crosses the gates at the smallest error, and that error; by bisection to the last digits."""
    fails = gates.least
    held = crossing(gates, fails)
    if held is not None:
        return Solution(held, fails)
    holds = max(float(np.max(np.abs(gates.y) / gates.radius)), fails)
    held = crossing(gates, holds)
    while fails < (eps := _between(fails, holds)) < holds:
        tried = crossing(gates, eps)
        if tried is None:
            fails = eps
        else:
            holds, held = eps, tried
    assert held is not None  # the level line 0 crosses at the largest error
    return Solution(held, holds)


def _between(low: float, high: float) -> float:
    """Return a number between two errors: by ratio where they are far apart."""
    return math.sqrt(low * high) if low > 0.0 and high > 2.0 * low else 0.5 * (low + high)


def _distinct(b: Array, v: Array) -> tuple[Array, Array]:
    """Return corners without those that do not ascend by more than rounding."""
    least = 4.0 * float(np.spacing(np.abs(b).max()))
    kept = np.concatenate(([True], np.diff(b) > least))
    kept[-1] = True
    if kept.size > 1 and b[-1] - b[np.flatnonzero(kept)[-2]] <= least and np.count_nonzero(kept) > 2:
        kept[np.flatnonzero(kept)[-2]] = False
    return b[kept], v[kept]
