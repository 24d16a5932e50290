"""Continuous lines of noisy points whose joins are some of given candidates: exact, by dynamic programming."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Codes
from pwlact.fit.points.join_kernels import join_paths
from pwlact.fit.points.partition_kernels import cells_between, partition_costs
from pwlact.fit.points.record import Points

PATHS, POOL = 400_000, 20_000  # that have room
ROUNDING, TINY = 1e-9, 1e-300
LISTED = 64  # best paths that are looked through
ALIKE = 1  # candidates by which all joins of two paths differ at most that are one


class Joined(NamedTuple):
    """The best joins among candidates.

    Parameters
    ----------
    breakpoints : ndarray, shape (p, K + 1)
        Less the origin; rows from the best on, each unlike those before. None has an error within the limit where
        there are no rows.
    squares : ndarray, shape (p,)
        Weighted sums of squared errors, that within repeated x apart.
    exact : bool
        Whether this is proven: no others are better than the first row, or within the limit.
    tried : int
        Quadratics that were made.
    """

    breakpoints: Array
    squares: Array
    exact: bool
    tried: int


def best_joins(points: Points, places: Array, segments: int, limit: float, budget: int, most: int = 4) -> Joined:
    """Return the best joins among candidates.

    Parameters
    ----------
    points : Points
        The data.
    places : ndarray, shape (c + 1,)
        Candidates in ascending order, less the origin; the first and the last x are among them.
    segments : int
        Segments, one or more.
    limit : float
        Weighted sum of squared errors, that within repeated x apart, above which paths are left out.
    budget : int
        Quadratics that are made at most.
    most : int
        Rows at most.
    """
    edges = np.searchsorted(points.x, places)
    edges[-1] = points.x.size
    cells = cells_between(points.tree, edges)
    paths, links, pool = np.empty((PATHS, 3)), np.empty((PATHS, 2), dtype=np.int64), np.empty((POOL, 5))
    rest = _rest(cells, segments)
    limit = min(limit, (1.0 + ROUNDING) * float(rest[0, 1]) + TINY)  # one line is a path, its joins anywhere
    first, last, exact, tried = join_paths(cells, places, rest, limit, budget, paths, links, pool)
    path = found = first + np.argsort(paths[first:last, 2], kind="stable")[:LISTED]
    rows = np.empty((path.size, segments + 1), dtype=np.int64)
    rows[:, -1] = places.size - 1
    for k in range(segments - 1, -1, -1):
        rows[:, k], path = links[path].T
    chosen = _unlike(rows, most)
    return Joined(places[rows[chosen]], paths[found, 2][chosen], exact, tried)


def _unlike(rows: Codes, most: int) -> list[int]:
    """Return the numbers of the first rows that differ."""
    kept: list[int] = []
    for i, row in enumerate(rows):
        if len(kept) < most and all(np.max(np.abs(row - rows[k])) > ALIKE for k in kept):
            kept.append(i)
    return kept


def _rest(cells: Array, segments: int) -> Array:
    """Return the least errors (c + 1, K + 1) of the points right of each candidate by 0, 1, ... separate lines."""
    mirrored = cells[::-1].copy()
    mirrored[:, [1, 3]] *= -1.0
    costs, best = (np.full((cells.shape[0] + 1, segments), np.inf) for _ in range(2))
    partition_costs(mirrored, np.empty((cells.shape[0], 0)), costs, best)
    none = np.where(np.arange(cells.shape[0] + 1) < cells.shape[0], np.inf, 0.0)
    best[0] = 0.0
    return np.concatenate((none[:, None], best[::-1]), axis=1)
