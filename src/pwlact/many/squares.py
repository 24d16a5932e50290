"""The least mean square error of each row: the best separate lines, then a polish of breakpoints that meet."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.many.newton import Effort, fit_rows, least_squares_rows
from pwlact.many.splines import Splines
from pwlact.search.discontinuous import lines_bound
from pwlact.search.polish import apart

STARTS = 3  # besides the separate lines': equal shares of error, deformed but for the first
SPREAD = 0.3  # standard deviation of the logarithm of a deformed segment's width
STEPS = 40  # of a polish
TOLERANCE = 1e-6
ROUNDS = 3
MOVES = 3
NEAR = 2e-4  # an error that is as near to its bound is not lowered further
MIN_STEPS = 2.0  # least width of a segment in steps of the grid
FREE = np.zeros((2, 6))
EPS = float(np.finfo(np.float64).eps)


def least_squares(splines: Splines, segments: int) -> tuple[Array, Array, Array]:
    """Return breakpoints and values (n, segments + 1) of small mean square error, and lower bounds (n,).

    Parameters
    ----------
    splines : Splines
        The functions; breakpoints count from the left end of the range.
    segments : int
        Linear pieces of each.
    """
    n, m = splines.samples.shape[0], segments + 1
    bounds, edges = separate_lines(splines, segments)
    starts = np.empty((n, 2 + STARTS if segments > 1 else 1, m))
    starts[:, 0] = _spaced(splines, splines.step * (edges[:, 1:-1] - 0.5))
    if segments > 1:
        for s, shares in enumerate(_shares(segments), start=1):
            starts[:, s] = _spaced(splines, _equal_errors(splines, shares))
    breakpoints, values = np.empty((n, m)), np.empty((n, m))
    least_squares_rows(*splines.grid, starts, _effort(splines), bounds, NEAR, breakpoints, values)
    return breakpoints, values, bounds


def equal_segments(splines: Splines, segments: int) -> tuple[Array, Array]:
    """Return breakpoints and least-squares values (n, segments + 1) of equal segments."""
    breakpoints = np.tile(np.linspace(0.0, splines.width, segments + 1), (splines.samples.shape[0], 1))
    values = np.empty_like(breakpoints)
    fit_rows(*splines.grid, breakpoints, values)
    return breakpoints, values


def separate_lines(splines: Splines, segments: int) -> tuple[Array, NDArray[np.int64]]:
    """Return for each row the mean square error that no PWL is below, and the groups (n, segments + 1) of samples."""
    n = splines.samples.shape[0]
    bounds, edges = np.empty(n), np.empty((n, segments + 1), dtype=np.int64)
    for i in range(n):
        found = lines_bound(splines.samples[i], splines.weights[i % len(splines.weights)], segments, FREE)
        bounds[i], edges[i] = found.bound, found.boundaries
    return bounds, edges


def _effort(splines: Splines) -> Effort:
    enough = (4.0 * EPS * float(np.abs(splines.samples).max())) ** 2
    return Effort(STEPS, TOLERANCE, ROUNDS, MOVES, MIN_STEPS * splines.step * (1.0 + 1e-9), enough)


def _spaced(splines: Splines, points: NDArray[Any]) -> Array:
    """Return breakpoints (n, m) of interior points (n, m - 2), moved apart where segments are too narrow."""
    ends = np.full((points.shape[0], 1), splines.width)
    width = MIN_STEPS * splines.step * (1.0 + 1e-9)
    return np.concatenate((0.0 * ends, apart(points, (0.0, splines.width), width), ends), axis=1)


def _shares(segments: int) -> list[Array]:
    """Return the shares of the whole bend, cumulated, at which breakpoints start: equal, then deformed."""
    generator = np.random.default_rng(0)
    gaps = [np.exp(generator.normal(0.0, SPREAD * (k > 0), segments)) for k in range(STARTS + 1)]
    return [np.cumsum(gap)[:-1] / gap.sum() for gap in gaps]


def _equal_errors(splines: Splines, shares: Array) -> Array:
    """Return points (n, P) at shares of the integral of (w f''^2)^(1/5), in which equal parts have about equal errors.

    Source: de Boor, A Practical Guide to Splines, ch. XII.
    """
    y, w = splines.samples, splines.weights
    bend = np.zeros_like(y)
    bend[:, 1:-1] = np.abs(np.diff(y, 2, axis=1))
    bend[:, (0, -1)] = bend[:, (1, -2)]
    top = bend.max(axis=1, keepdims=True)
    density = (bend / np.where(top > 0.0, top, 1.0)) ** 0.4 + 0.01
    density = density * (w / w.max(axis=1, keepdims=True) + 1e-9) ** 0.2
    u = np.concatenate((np.zeros((len(y), 1)), np.cumsum(0.5 * (density[:, 1:] + density[:, :-1]), axis=1)), axis=1)
    x = np.linspace(0.0, splines.width, y.shape[1])
    return np.array([np.interp(shares * row[-1], row, x) for row in u])
