"""Table rows with the smallest maximum error: a greedy cover for each error, and bisection over the error.

Rows need not join, so for a given error each row is as long as one coded line allows. A line that fits a row fits every
part of it, so the greedy cover has the fewest rows of all partitions: the error is feasible if and only if these are no
more than the table has.
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
ROW_ACCURACY = 1e-3  # of the error of a single row, as a share of the largest


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cover(TableRows):
    """Table rows within an error.

    Parameters
    ----------
    error : float
        Tolerance that the rows meet, the largest one where it differs between codes.
    bound : float or None
        Proven: no rows with slopes of the grid and sums that do not wrap have a smaller maximum error. None of a cover
        whose error is not the smallest.
    """

    error: float
    bound: float | None = None


def cover_within(grid: CodeGrid, tolerance: float | Array, max_rows: int, guess: float = 0.0) -> Cover | None:
    """Return the cover with the fewest rows within a tolerance; None proves that more than `max_rows` are needed.

    Parameters
    ----------
    grid : CodeGrid
        The function on the n input codes.
    tolerance : float or ndarray of shape (n,)
        Largest error, at all codes or at each.
    max_rows : int
        Rows at most.
    guess : float
        First length to try for the first row, in codes; 0 takes n / max_rows.
    """
    low, high = grid.tube(tolerance)
    slack = product_slack(grid)
    shared = (grid.slopes, grid.levels, grid.arithmetic)
    edges = kernels.greedy_cover(grid.x, low, high, slack, *shared, grid.snap, max_rows, guess or grid.size / max_rows)
    if edges[-1] < grid.size:
        return None
    lines = np.array(
        [
            kernels.line_within(grid.x[i:j], low[i:j], high[i:j], slack[i:j], *shared)
            for i, j in pairwise(edges.tolist())
        ]
    )
    worst = float(np.max(tolerance))
    return Cover(starts=edges, slopes=lines[:, 0], intercepts=lines[:, 1], error=worst)


def smallest_cover(grid: CodeGrid, rows: int) -> Cover:
    """Return table rows with the smallest maximum error over the input codes; then each row has its own smallest.

    min over starts i_0 < ... < i_K and codes (s_k, c_k) of max_i |unit(x_i) - f(x_i)|, by bisection to 1e-7 of it

    Parameters
    ----------
    grid : CodeGrid
        The function f on the input codes x_i.
    rows : int
        K, the number of table rows.

    Raises
    ------
    FormatError
        If there are more rows than codes at which one may begin, or the coefficient formats cannot cover the range.
    """
    check_rows(grid, rows)
    step = float(np.max(grid.spec.output.ulp(grid.y)))
    fails, holds, best = 0.0, 0.5 * step, None
    ceiling = 4.0 * (float(np.ptp(grid.y)) + step)
    while best is None:
        best = cover_within(grid, holds, rows)
        if best is None and holds > ceiling:
            raise FormatError(
                f"the coefficient formats must hold {rows} pieces of {grid.activation.name}, got slopes "
                f"{grid.spec.slope.name} and intercepts {grid.spec.intercept.name}; give more integer bits"
            )
        if best is None:
            fails, holds = holds, 2.0 * holds
    holds = _max_error(grid, best)
    while holds - fails > ACCURACY * holds:
        middle = 0.5 * (fails + holds)
        found = cover_within(grid, middle, rows, grid.size / rows)
        if found is None:
            fails = middle
        else:
            best, holds = found, min(middle, _max_error(grid, found))
    return refine(grid, split_rows(grid, best, rows), holds, fails)


def check_rows(grid: CodeGrid, rows: int) -> None:
    """Check that each of `rows` table rows has a code at which it may begin.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    rows : int
        Number of table rows, tails left out.

    Raises
    ------
    FormatError
        If there are more rows than such codes.
    """
    possible = np.unique(grid.snap).size - 1
    if rows > possible:
        wider = "more address bits" if grid.spec.address_shift else "an input format with more fraction bits"
        raise FormatError(
            f"each piece begins at another of {possible} codes of {grid.spec.input.name}, got {rows}; ask for fewer "
            f"segments or give {wider}"
        )


def product_slack(grid: CodeGrid) -> Array:
    """Return the largest change of a product by rounding at each code, shape (n,)."""
    if not grid.arithmetic.separate:
        return np.zeros(grid.size)
    if isinstance(grid.spec.intercept, FixedPoint):
        return np.full(grid.size, grid.spec.intercept.step)
    largest = float(np.abs(grid.slopes).max()) * np.abs(grid.x)
    return np.where(largest > grid.spec.intercept.limits[1], np.inf, grid.spec.intercept.ulp(largest))


def _max_error(grid: CodeGrid, cover: Cover) -> float:
    """Return the maximum error of a cover; for a mirrored table, where ties differ at -x, its tolerance."""
    if grid.reflects.any():
        return cover.error
    errors = line_errors(grid.x, grid.y, cover.starts, cover.slopes, cover.intercepts, grid.arithmetic)
    return min(float(errors[:, 0].max()), cover.error)


def split_rows(grid: CodeGrid, cover: Cover, rows: int) -> Cover:
    """Split the longest rows of a cover near their middles.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    cover : Cover
        The rows to split.
    rows : int
        Number of rows in the end; fewer where no code is left at which one may begin.
    """
    starts, slopes, intercepts = cover.starts, cover.slopes, cover.intercepts
    free = np.setdiff1d(grid.snap, starts)
    while starts.size <= rows and free.size:
        homes = np.searchsorted(starts, free) - 1  # the rows that could be split there
        k = int(homes[np.argmax(np.diff(starts)[homes])])
        inner = free[homes == k]
        at = inner[np.argmin(np.abs(inner - (starts[k] + starts[k + 1]) // 2))]
        free = free[free != at]
        starts = np.insert(starts, k + 1, at)
        slopes, intercepts = np.insert(slopes, k, slopes[k]), np.insert(intercepts, k, intercepts[k])
    return Cover(starts=starts, slopes=slopes, intercepts=intercepts, error=cover.error)


def refine(grid: CodeGrid, cover: Cover, worst: float, bound: float | None = None) -> Cover:
    """Give each row of a cover the smallest error that it can have by itself.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    cover : Cover
        Rows within the error `worst`.
    worst : float
        Their maximum error.
    bound : float or None
        Proven lower bound of the maximum error, which the result keeps.
    """
    slopes, intercepts = cover.slopes.copy(), cover.intercepts.copy()
    for k, (i, j) in enumerate(pairwise(cover.starts.tolist())):
        slopes[k], intercepts[k] = _best_line(grid.part(i, j), slopes[k], intercepts[k], worst)
    return Cover(starts=cover.starts, slopes=slopes, intercepts=intercepts, error=worst, bound=bound)


def _best_line(part: CodeGrid, slope: float, intercept: float, worst: float) -> tuple[float, float]:
    """Bisect the error of one row, from a line within the error `worst`."""
    fails, holds = 0.0, worst
    slack = product_slack(part)
    while holds - fails > ROW_ACCURACY * worst:
        middle = 0.5 * (fails + holds)
        low, high = part.tube(middle)
        s, c = kernels.line_within(part.x, low, high, slack, part.slopes, part.levels, part.arithmetic)
        if np.isnan(s):
            fails = middle
        else:
            slope, intercept, holds = s, c, middle
    return slope, intercept
