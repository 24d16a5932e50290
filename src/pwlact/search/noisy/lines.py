"""Separate lines through parts of noisy data."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import BreakpointError
from pwlact.fit.points import Points, minimax_at, points_of, squares_at
from pwlact.pwl import SeparateLines
from pwlact.search.noisy.part import DataPart


def between_groups(points: Points, boundaries: Codes) -> Array:
    """Return the points (m - 2,) between groups of data: midway between the last x of one and the first of the next.

    Empty groups, which nearly perfect data leave, are made by parting the largest ones.

    Parameters
    ----------
    points : Points
        The data.
    boundaries : ndarray of int64, shape (m,)
        Indices of different x at which the groups begin, and their number.
    """
    inner = np.unique(boundaries)
    while inner.size < boundaries.size:
        k = int(np.argmax(np.diff(inner)))
        inner = np.insert(inner, k + 1, (inner[k] + inner[k + 1]) // 2)
    x, inner = points.x + points.origin, inner[1:-1]
    middle = 0.5 * (x[inner - 1] + x[inner])
    return np.where(middle > x[inner - 1], middle, x[inner])


def lines_between(data: DataPart, breakpoints: Array, *, minimax: bool) -> SeparateLines:
    """Return the line of each segment's own data, by least squares or of the smallest maximum error.

    Parameters
    ----------
    data : DataPart
        The data.
    breakpoints : ndarray, shape (m,)
        Ascending, both ends of the range included.
    minimax : bool
        Take the smallest maximum error in place of least squares.

    Raises
    ------
    BreakpointError
        If a segment holds no data.
    """
    edges = np.concatenate(([0], np.searchsorted(data.x, breakpoints[1:-1]), [data.x.size]))
    if np.any(np.diff(edges) == 0):
        k = int(np.flatnonzero(np.diff(edges) == 0)[0])
        low, high = breakpoints[k : k + 2].tolist()
        raise BreakpointError(f"each separate line needs data, got none between {low:g} and {high:g}; move a point")
    ends = [
        _line(data.between(slice(start, stop)), pair, minimax)
        for (start, stop), pair in zip(pairwise(edges), pairwise(breakpoints), strict=True)
    ]
    return SeparateLines(breakpoints=breakpoints, ends=np.array(ends))


def _line(data: DataPart, ends: tuple[float, float], minimax: bool) -> Array:
    """Return the values at two ends of the line of some data; of a single x, a constant."""
    if data.x[0] == data.x[-1]:
        middle = 0.5 * (data.y.min() + data.y.max())
        return np.full(2, middle if minimax else np.average(data.y, weights=data.weight))
    return np.asarray((minimax_at if minimax else squares_at)(points_of(*data), np.array([ends]))[0][0])
