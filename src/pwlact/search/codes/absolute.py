"""Table rows with a small mean error: from those of the least mean square error, a search on single codes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pwlact._types import Array, Codes
from pwlact.search.codes.absolute_kernels import absolute_costs, least_absolute
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.squares import best_near, moved_starts, smallest_squares
from pwlact.search.codes.squares_kernels import best_partition
from pwlact.search.codes.table_rows import TableRows
from pwlact.search.codes.windows import spread

MAX_STARTS = 65  # of the dynamic programme; a finer search follows
MAX_CODES = 513  # of a row that choose its slope, and of the grid that the dynamic programme reads


def smallest_absolute(grid: CodeGrid, rows: int) -> TableRows:
    """Return table rows of a unit with a small mean error over its input codes, near the least.

    (1 / n) sum_i w_i |unit(x_i) - f(x_i)|. The first starts are those of the least mean square error, or of dynamic
    programming for absolute errors over a selection of codes, whichever is better. Then starts move to neighbouring
    codes; each row has the best codes next to its line of least absolute errors.

    Parameters
    ----------
    grid : CodeGrid
        The function f on the input codes x_i, and the weights w_i.
    rows : int
        Number of table rows.

    Raises
    ------
    FormatError
        If there are more rows than codes at which one may begin.
    """
    weights = grid.weights[0] + grid.weights[1] * grid.reflects

    def best(start: int, stop: int) -> tuple[float, Array]:
        part, own, some = grid.part(start, stop), weights[start:stop], spread(stop - start, MAX_CODES)
        k, intercept, _ = least_absolute(part.x[some], part.y[some], own[some], part.slopes, part.arithmetic)
        middle = float(np.average(part.x, weights=own))
        return best_near(part, own, k, (middle, intercept + float(part.slopes[k]) * middle), 1)

    firsts = smallest_squares(grid, rows).starts, _coarse_starts(grid, weights, rows)
    totals = [sum(best(i, j)[0] for i, j in pairwise(first.tolist())) for first in firsts]
    return moved_starts(grid, firsts[int(np.argmin(totals))], best)


def _coarse_starts(grid: CodeGrid, weights: Array, rows: int) -> Codes:
    """Return the starts of the least sum of absolute errors over a selection of codes and of starts.

    Both are spread over the codes and over their values, which differ in floats; a selected code counts for those
    around it.
    """
    possible = np.unique(grid.snap)
    ends = possible[_selected(grid.x[possible[:-1]], max(MAX_STARTS, 2 * rows + 1))]
    ends = np.append(ends, grid.size)
    some = np.unique(np.concatenate((_selected(grid.x, MAX_CODES), ends[:-1])))
    shares = np.add.reduceat(weights, np.append(0, (some[1:] + some[:-1] + 1) // 2))
    samples = (grid.x[some], grid.y[some], shares, np.searchsorted(some, ends))
    costs = absolute_costs(*samples, grid.slopes, grid.arithmetic)
    first = np.where(ends == 0, 0.0, np.inf)
    return ends[best_partition(costs, first, first[::-1].copy(), rows)[1]]


def _selected(x: Array, most: int) -> Codes:
    """Return about `most` indices of ascending x, half of them evenly spread in index, half in value."""
    values = np.linspace(x[0], x[-1], most // 2)
    return np.unique(np.concatenate((spread(x.size, most // 2), np.searchsorted(x, values))))
