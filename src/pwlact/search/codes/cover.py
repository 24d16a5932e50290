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
from pwlact.errors import ConfigError, FormatError
from pwlact.search.codes import cover_kernels as kernels
from pwlact.search.codes.fit_kernels import line_errors
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.table_rows import TableRows
from pwlact.search.codes.walls import product_slack, walls

ACCURACY = 1e-7  # of the smallest error, as a share of it
AHEAD = (0, 1, 2, 5)  # of the errors that a bisection tries if all fail, these come first, then the last
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


def cover_within(grid: CodeGrid, tolerance: float | Array, max_rows: int) -> Cover | None:
    """Return the cover with the fewest rows within a tolerance; None proves that more than `max_rows` are needed.

    Parameters
    ----------
    grid : CodeGrid
        The function on the n input codes.
    tolerance : float or ndarray of shape (n,)
        Largest error, at all codes or at each.
    max_rows : int
        Rows at most.
    """
    low, high, free = walls(grid, tolerance)
    slack, last = product_slack(grid), grid.kept.last
    shared = (grid.slopes, grid.levels, grid.arithmetic)
    if last is not None and free == grid.size:
        return None
    tube = (grid.x[:free], low[:free], high[:free], slack[:free])
    snap = grid.snap if free == grid.size else np.append(grid.snap[:free], free)
    edges, lines = kernels.greedy_cover(*tube, *shared, snap, max_rows - (last is not None))
    if edges[-1] < free:
        return None
    if last is not None:
        edges, lines = np.append(edges, grid.size), np.vstack((lines, (0.0, last.intercept)))
    worst = float(np.max(tolerance))
    return Cover(starts=edges, slopes=lines[:, 0], intercepts=lines[:, 1], error=worst)


def smallest_cover(grid: CodeGrid, rows: int) -> Cover:
    """Return table rows with the smallest maximum error over the input codes; then each row has its own smallest.

    min over starts i_0 < ... < i_K and codes (s_k, c_k) of max_i w(x_i) |unit(x_i) - f(x_i)|, by bisection to 1e-7

    Parameters
    ----------
    grid : CodeGrid
        The function f on the input codes x_i, the weights w, and what rows must keep; seams may reverse.
    rows : int
        K, the number of table rows.

    Raises
    ------
    FormatError
        If there are more rows than codes at which one may begin, or the coefficient formats cannot cover the range.
    ConfigError
        If no rows keep the constraints.
    """
    check_rows(grid, rows)
    places = grid.spec.output.ulp(grid.y) * grid.weights[0]
    fails, holds, best = 0.0, 0.5 * float(places.max()), None
    ceiling = largest_error(grid)
    while best is None:
        best = cover_within(grid, holds, rows)
        if best is None and holds > ceiling:
            raise refusal(grid, rows)
        if best is None:
            fails, holds = holds, 2.0 * holds
    holds, finest = _max_error(grid, best), float(places.min()) if grid.weighted and grid.reflects.any() else 0.0
    while middles := _middles(fails, holds, ACCURACY * max(holds, finest)):
        k, found = _first_cover(grid, middles, rows)
        fails = middles[k - 1] if k else fails
        if found is not None:
            best, holds = found, min(middles[k], _max_error(grid, found))
    return refine(grid, split_rows(grid, best, rows), holds, fails)


def _middles(fails: float, holds: float, accuracy: float) -> list[float]:
    """Return the errors that a bisection tries in turn if all fail."""
    middles = []
    while holds - fails > accuracy:
        middle = 0.5 * (fails + holds)
        middles.append(middle)
        if not fails < middle < holds:  # no number between
            break
        fails = middle
    return middles


def _first_cover(grid: CodeGrid, errors: list[float], rows: int) -> tuple[int, Cover | None]:
    """Return the index of the first of ascending errors that rows have, and the rows; none of none.

    Most bisections end in many errors that fail: after a few, the last one is tried.
    """
    fails, holds, found = -1, len(errors), None
    while holds - fails > 1:
        ahead = next((k for k in AHEAD if k > fails), holds)
        k = min(ahead, holds - 1) if found is None else (fails + holds) // 2
        cover = cover_within(grid, errors[k], rows)
        if cover is None:
            fails = k
        else:
            holds, found = k, cover
    return holds, found


def largest_error(grid: CodeGrid) -> float:
    """Return an error that rows have if any rows do."""
    step = float(np.max(grid.spec.output.ulp(grid.y)))
    span = float(np.ptp(grid.y)) + step
    if grid.kept.any:
        span += float(np.ptp(grid.spec.output.limits))
    return 4.0 * span * float(grid.weights.max())


def refusal(grid: CodeGrid, rows: int) -> FormatError | ConfigError:
    """Return why there are no rows at all."""
    held = f"{rows} pieces of {grid.activation.name}"
    if grid.kept.any:
        return ConfigError(f"{held} must keep the constraints, got none that do; ask for more segments or keep fewer")
    return FormatError(
        f"the coefficient formats must hold {held}, got slopes {grid.spec.slope.name} and intercepts "
        f"{grid.spec.intercept.name}; give more integer bits"
    )


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
    possible = int(np.count_nonzero(np.diff(grid.snap)))
    if rows > possible:
        bits = "mantissa" if grid.spec.mantissa_bits is not None else "address" if grid.spec.address_shift else ""
        wider = f"more {bits} bits" if bits else "an input format with more fraction bits"
        raise FormatError(
            f"each piece begins at another of {possible} codes of {grid.spec.input.name}, got {rows}; ask for fewer "
            f"segments or give {wider}"
        )


def _max_error(grid: CodeGrid, cover: Cover) -> float:
    """Return the maximum error of a cover; for a mirrored table, where ties differ at -x, its tolerance."""
    if grid.reflects.any():
        return cover.error
    errors = line_errors(
        grid.x, grid.y, grid.row_weights, cover.starts, cover.slopes, cover.intercepts, grid.arithmetic
    )
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
    possible = np.zeros(grid.size + 1, dtype=np.bool_)
    possible[grid.snap], possible[starts] = True, False
    free = np.flatnonzero(possible)
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
        if grid.kept.last is None or j < grid.size:
            slopes[k], intercepts[k] = best_line(grid.part(i, j), slopes[k], intercepts[k], worst, ROW_ACCURACY * worst)
    return Cover(starts=cover.starts, slopes=slopes, intercepts=intercepts, error=worst, bound=bound)


def best_line(part: CodeGrid, slope: float, intercept: float, worst: float, accuracy: float) -> tuple[float, float]:
    """Return slope and intercept of the line with the smallest maximum error on the codes of one table row.

    Parameters
    ----------
    part : CodeGrid
        The function on these codes.
    slope, intercept : float
        A line within the error `worst`, the result where there is no better one.
    worst : float
        Its tolerance; where the line does not keep to it, the smallest error must.
    accuracy : float
        Bisection ends where the smallest error is known to this or to 1e-7 of it.
    """
    fails, holds = 0.0, worst
    while holds - fails > max(accuracy, ACCURACY * holds):
        middle = 0.5 * (fails + holds)
        s, c = line_on(part, middle)
        if np.isnan(s):
            fails = middle
        else:
            slope, intercept, holds = s, c, middle
    return slope, intercept


def line_on(part: CodeGrid, tolerance: float) -> tuple[float, float]:
    """Return slope and intercept of a line within a tolerance on the codes of one table row; nan proves there is none.

    Parameters
    ----------
    part : CodeGrid
        The function on these n codes.
    tolerance : float
        Largest error times its weight.
    """
    low, high = part.tube(tolerance)
    return kernels.line_within(part.x, low, high, product_slack(part), part.slopes, part.levels, part.arithmetic)
