"""The smallest maximum error of coded pieces: the greedy cover, which no other partition outreaches, and bisection.

Pieces of a table need not join, so each is as long as one line of codes can be for a given error; where that takes
no more pieces than there are, the error can be reached. A shorter stretch of a fitting one fits, so going as far as
can be is optimal, and the least error is exact when every slope was tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pwlact._types import Array
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint
from pwlact.search.codes import cover_kernels as kernels
from pwlact.search.codes.fit_kernels import line_errors
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.table_rows import TableRows

ACCURACY = 1e-7  # of the smallest error, as a share of it
PIECE_ACCURACY = 1e-3  # of what a single piece could do better than the worst one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cover(TableRows):
    """Coded pieces that keep to an error.

    Parameters
    ----------
    error : float
        Tolerance that they keep to.
    bound : float or None
        Proven: no pieces with slopes among the grid's, and sums that do not wrap, have a smaller maximum error. None
        where not every slope was tried.
    """

    error: float
    bound: float | None = None


def cover_within(grid: CodeGrid, tolerance: float | Array, most: int, guess: float = 0.0) -> tuple[Cover | None, bool]:
    """Return the greedy cover within a tolerance (of each place, if an array), None where `most` pieces are too few.

    The second value tells whether that is proven.
    """
    low, high = grid.tube(tolerance)
    slack = product_slack(grid)
    shared = (grid.slopes, grid.levels, grid.arithmetic)
    edges, thorough = kernels.greedy_cover(
        grid.x, low, high, slack, *shared, grid.starts, most, guess or grid.size / most
    )
    if edges[-1] < grid.size:
        return None, thorough
    lines = np.array(
        [
            kernels.line_within(grid.x[i:j], low[i:j], high[i:j], slack[i:j], *shared)[:2]
            for i, j in pairwise(edges.tolist())
        ]
    )
    worst = float(np.max(tolerance))
    return Cover(starts=edges, slopes=lines[:, 0], intercepts=lines[:, 1], error=worst), True


def smallest_cover(grid: CodeGrid, pieces: int) -> Cover:
    """Return the cover of at most so many pieces with the smallest maximum error, each piece then at its own best.

    Raises
    ------
    FormatError
        If there are more pieces than places to begin at, or no error lets the coefficients cover the range.
    """
    check_pieces(grid, pieces)
    step = float(np.max(grid.spec.output.ulp(grid.y)))
    fails, holds, best, proven = 0.0, 0.5 * step, None, True
    ceiling = 4.0 * (float(np.ptp(grid.y)) + step)
    while best is None:
        found, thorough = cover_within(grid, holds, pieces)
        if found is not None:
            best = found
        elif holds > ceiling:
            raise FormatError(
                f"the coefficient formats must hold {pieces} pieces of {grid.activation.name}, got slopes "
                f"{grid.spec.slope.name} and intercepts {grid.spec.intercept.name}; give more integer bits"
            )
        else:
            fails, holds, proven = holds, 2.0 * holds, proven and thorough
    holds = _measured(grid, best)
    while holds - fails > ACCURACY * holds:
        middle = 0.5 * (fails + holds)
        found, thorough = cover_within(grid, middle, pieces, grid.size / pieces)
        if found is None:
            fails, proven = middle, proven and thorough
        else:
            best, holds = found, min(middle, _measured(grid, found))
    bound = fails if proven else None
    return settled(grid, split_to(grid, best, pieces), holds, bound)


def check_pieces(grid: CodeGrid, pieces: int) -> None:
    """Raise FormatError where there are more pieces than places at which they may begin."""
    places = np.unique(grid.starts).size - 1
    if pieces > places:
        wider = "more address bits" if grid.spec.address_shift else "an input format with more fraction bits"
        raise FormatError(
            f"pieces begin at places of their own in {grid.spec.input.name}, {places} of them, got {pieces}; ask for "
            f"fewer segments or give {wider}"
        )


def product_slack(grid: CodeGrid) -> Array:
    """Return how far rounding moves a product at each place, at most."""
    if not grid.arithmetic.separate:
        return np.zeros(grid.size)
    if isinstance(grid.spec.intercept, FixedPoint):
        return np.full(grid.size, grid.spec.intercept.step)
    largest = float(np.abs(grid.slopes).max()) * np.abs(grid.x)
    return np.where(largest > grid.spec.intercept.limits[1], np.inf, grid.spec.intercept.ulp(largest))


def _measured(grid: CodeGrid, cover: Cover) -> float:
    """Return the cover's maximum error; that of -x is the same but for ties, so a mirrored one keeps its tolerance."""
    if grid.reflects.any():
        return cover.error
    errors = line_errors(grid.x, grid.y, cover.starts, cover.slopes, cover.intercepts, grid.arithmetic)
    return min(float(errors[:, 0].max()), cover.error)


def split_to(grid: CodeGrid, cover: Cover, pieces: int) -> Cover:
    """Part the longest pieces, near their middles, until there are as many as asked for."""
    starts, slopes, intercepts = cover.starts, cover.slopes, cover.intercepts
    free = np.setdiff1d(grid.starts, starts)
    while starts.size <= pieces and free.size:
        homes = np.searchsorted(starts, free) - 1  # the pieces that could be parted there
        k = int(homes[np.argmax(np.diff(starts)[homes])])
        inner = free[homes == k]
        at = inner[np.argmin(np.abs(inner - (starts[k] + starts[k + 1]) // 2))]
        free = free[free != at]
        starts = np.insert(starts, k + 1, at)
        slopes, intercepts = np.insert(slopes, k, slopes[k]), np.insert(intercepts, k, intercepts[k])
    return Cover(starts=starts, slopes=slopes, intercepts=intercepts, error=cover.error)


def settled(grid: CodeGrid, cover: Cover, worst: float, bound: float | None = None) -> Cover:
    """Give each piece of a cover within `worst` the smallest error that it can have by itself."""
    slopes, intercepts = cover.slopes.copy(), cover.intercepts.copy()
    for k, (i, j) in enumerate(pairwise(cover.starts.tolist())):
        slopes[k], intercepts[k] = _best_line(grid.part(i, j), slopes[k], intercepts[k], worst)
    return Cover(starts=cover.starts, slopes=slopes, intercepts=intercepts, error=worst, bound=bound)


def _best_line(part: CodeGrid, slope: float, intercept: float, worst: float) -> tuple[float, float]:
    """Bisect the error of one piece, from a line that keeps to `worst`."""
    fails, holds = 0.0, worst
    slack = product_slack(part)
    while holds - fails > PIECE_ACCURACY * worst:
        middle = 0.5 * (fails + holds)
        low, high = part.tube(middle)
        s, c, _ = kernels.line_within(part.x, low, high, slack, part.slopes, part.levels, part.arithmetic)
        if np.isnan(s):
            fails = middle
        else:
            slope, intercept, holds = s, c, middle
    return slope, intercept
