"""Least squares of noisy points by separate lines: exact, or between bounds, for every number of lines at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Codes
from pwlact.fit.points import partition_kernels as kernels
from pwlact.fit.points.record import Points

EXACT = 8_192  # positions up to which every partition counts
CELLS = 4_096  # of more positions
SWEEPS = 50


class SeparateSquares(NamedTuple):
    """Partitions into 1, 2, ..., K groups with a line each.

    Parameters
    ----------
    squares : ndarray, shape (K,)
        Weighted sums of squared errors of the partitions.
    bounds : ndarray, shape (K,)
        Proven lower bounds of the least such sum, and so of every PWL with as many segments, continuous or not.
    boundaries : tuple of ndarray of int64, each (k + 1,)
        Group j holds the positions boundaries[j] .. boundaries[j + 1] - 1 of `Points.x`; it may be empty.
    exact : bool
        Whether the bounds are the sums themselves.
    """

    squares: Array
    bounds: Array
    boundaries: tuple[Codes, ...]
    exact: bool


def separate_squares(points: Points, max_segments: int) -> SeparateSquares:
    """Return the best partitions into 1 to `max_segments` groups, each with its least-squares line.

    min over 0 = i_0 <= ... <= i_K = d of sum_k min_{a, c} sum_{i = i_k}^{i_{k+1} - 1} w_i (a + c x_i - y_i)^2

    Of more than 8,192 positions, partitions at the edges of 4,096 cells are searched and their boundaries then moved
    one by one; the bound lets boundaries lie inside cells.
    Source: Bellman, Comm. ACM 4 (1961) 284; the bound is ours.

    Parameters
    ----------
    points : Points
        The data.
    max_segments : int
        K, one or more.
    """
    size, tree = points.x.size, points.tree
    exact = size <= EXACT
    edges = np.linspace(0, size, (size if exact else CELLS) + 1).astype(np.int64)
    cells = kernels.cells_between(tree, edges)
    costs = _costs(cells, np.empty((cells.shape[0], 0)), max_segments)
    found = tuple(edges[kernels.backtrack(cells, costs[0], lines)] for lines in range(1, max_segments + 1))
    reach = 1 if exact else 2 * int(np.max(np.diff(edges)))
    squares = points.within + np.array([kernels.settle(tree, row, reach, SWEEPS) for row in found])
    if exact:
        return SeparateSquares(squares, squares.copy(), found, True)
    _, bound = _costs(cells, kernels.cell_splits(tree, edges, max_segments), max_segments)
    return SeparateSquares(squares, np.minimum(points.within + bound[-1], squares), found, False)


def _costs(cells: Array, split: Array, lines: int) -> tuple[Array, Array]:
    """Return least costs (c + 1, lines) by node and number of boundaries: of ended lines, and with one more line."""
    costs, best = (np.full((cells.shape[0] + 1, lines), np.inf) for _ in range(2))
    kernels.partition_costs(cells, split, costs, best)
    return costs, best
