"""Seams without reversals: classes of sums, by which neighbouring rows are compared."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.formats import FixedPoint
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.seam_kernels import class_of

Line = tuple[float, float]
"""Slope and intercept."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Classes:
    """Classes of sums with the same outputs, for x and, in a mirrored table, for -x.

    Outputs for x rise with the class, those for -x fall.

    Parameters
    ----------
    first, last : ndarray, shape (c,)
        Smallest and largest sum of each class, ascending.
    """

    first: Array
    last: Array

    def of(self, grid: CodeGrid, i: int, line: Line) -> int:
        """Return the class of a line's sum at code i of a grid."""
        return int(class_of(float(grid.x[i]), *line, grid.arithmetic, self.first))


def classes_of(grid: CodeGrid) -> Classes:
    """Return the classes of a grid's sums."""
    part, output = grid.part(0, 1), grid.spec.output
    if isinstance(output, FixedPoint):
        ranks = np.arange(output.lowest, output.highest + 1, dtype=np.float64)
    else:
        ranks = np.arange(-output.largest_pattern - 1, output.largest_pattern + 1, dtype=np.float64)
    y, top = part.value(ranks), np.full(ranks.size, output.limits[1])
    bottom = np.full(ranks.size, output.limits[0])
    edges = part.sums_for(y, top)[0]
    if grid.spec.mirrored:
        edges = np.concatenate((edges, part.reflected_sums_for(bottom, y)[0]))
    first = np.unique(np.append(edges[np.isfinite(edges)], -np.inf))
    return Classes(first=first, last=np.append(grid.below(first[1:]), np.inf))


def limited(grid: CodeGrid, i: int, j: int, classes: Classes, before: int | None, after: int | None) -> CodeGrid:
    """Return the grid of the codes i .. j - 1, the first class at or past `before`, and the last not past `after`.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    i, j : int
        The row's codes.
    classes : Classes
        Of the grid.
    before, after : int or None
        Classes of the sums at the codes beside the row; None leaves that side free.
    """
    part, rising = grid.part(i, j), grid.kept.direction > 0
    low, high = part.kept.low.copy(), part.kept.high.copy()
    for at, found, past in ((0, before, True), (j - i - 1, after, False)):
        if found is not None and past == rising:
            low[at] = max(low[at], classes.first[found])
        elif found is not None:
            high[at] = min(high[at], classes.last[found])
    return dataclasses.replace(part, kept=dataclasses.replace(part.kept, low=low, high=high))
