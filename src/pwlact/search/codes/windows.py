"""The codes at which rows of a table can begin, if it is to keep within an error."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array, Codes
from pwlact.search.codes import cover_kernels as kernels
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.walls import product_slack

MAX_PAIRS = 1 << 20  # pairs of starts of neighbouring rows, times codes of the grid: of more starts, a selection
MIN_STARTS = 4  # of a selection


def windows(grid: CodeGrid, tube: tuple[Array, Array], stop: int, rows: int) -> tuple[list[list[int]], bool]:
    """Return the possible ends of the first, second, ... row, and whether none was left out.

    A row ends no later than the longest rows before it reach, and no earlier than the longest rows after it need. A
    line that fits a row fits its parts, so both are found greedily.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    tube : (ndarray, ndarray), shape (n,) each
        Smallest and largest sums of the rows.
    stop : int
        The rows cover the codes 0 .. stop - 1.
    rows : int
        Rows at most. With none the list is empty; where they do not suffice, a window is.
    """
    latest, earliest = _forwards(grid, tube, stop, rows), _backwards(grid, tube, stop, rows)
    starts = np.unique(np.append(grid.snap[:stop], stop))
    found = [starts[(starts >= first) & (starts <= last)] for first, last in zip(earliest, latest, strict=True)]
    most = max(MIN_STARTS, int(np.sqrt(MAX_PAIRS / grid.size)))
    complete = all(window.size <= most for window in found)
    picked = [window[spread(window.size, most)] for window in found]
    return [window.tolist() for window in picked], complete


def spread(size: int, most: int) -> Codes:
    """Return at most `most` indices below `size`, evenly spread, with both ends."""
    return np.unique(np.linspace(0, max(size - 1, 0), min(most, size)).astype(np.int64))


def _forwards(grid: CodeGrid, tube: tuple[Array, Array], stop: int, rows: int) -> list[int]:
    """Return how far the longest 1, 2, ... rows reach from the first code."""
    snap = np.append(grid.snap[:stop], stop)
    walls = (grid.x[:stop], tube[0][:stop], tube[1][:stop], product_slack(grid)[:stop])
    kinds = (grid.slopes, grid.levels, grid.arithmetic)
    edges = kernels.greedy_cover(*walls, *kinds, snap, rows)[0].tolist()
    return [edges[min(k, len(edges) - 1)] for k in range(1, rows + 1)]


def _backwards(grid: CodeGrid, tube: tuple[Array, Array], stop: int, rows: int) -> list[int]:
    """Return from where the longest rows - 1, ..., 1, 0 rows reach `stop`."""
    starts = np.unique(grid.snap[:stop])
    found = [stop]
    for _ in range(rows - 1):
        found.append(_first_start(grid, tube, starts, found[-1]))
    return found[::-1]


def _first_start(grid: CodeGrid, tube: tuple[Array, Array], starts: Codes, end: int) -> int:
    """Return the first start from which one row reaches an end; the end itself where there is none."""
    kinds, slack = (grid.slopes, grid.levels, grid.arithmetic), product_slack(grid)
    fails, holds = -1, int(np.searchsorted(starts, end))
    while holds - fails > 1:
        middle = (fails + holds) // 2
        i = int(starts[middle])
        line = kernels.line_within(grid.x[i:end], tube[0][i:end], tube[1][i:end], slack[i:end], *kinds)
        if np.isnan(line[0]):
            fails = middle
        else:
            holds = middle
    return int(starts[holds]) if holds < starts.size else end
