"""Table rows without reversals at their seams, with the smallest maximum error.

A row with the right sign of slope is monotone, so only seams remain. Of all rows up to a code, those that end lowest
(of falling ones, highest) leave the most room for the next row, and a part of them ends lower still. So a search needs
no more than the lowest end by the number of rows and by the code, which is found start by start.
"""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np

from pwlact._types import Array, Codes
from pwlact.search.codes.cover import ACCURACY, Cover, best_line, smallest_cover, split_rows
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.seams import Line, ends_of, limited, lowest_end
from pwlact.search.codes.walls import walls
from pwlact.search.codes.windows import windows

FIRST_STEP = 1e-4  # of the error, beyond the bound, where no rows are found at the bound
COARSE = 1e-3  # accuracy of the error where not all starts are tried, as a share of it
ROW_ACCURACY = 1e-3  # of the error of a single row, as a share of the largest


def smallest_monotone_cover(grid: CodeGrid, rows: int) -> Cover:
    """Return monotone table rows without reversals at their seams, with the smallest maximum error that is found.

    The bound is proven: that of rows whose seams may reverse, or the largest error at which all starts were tried.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes; `kept.direction` is 1 or -1.
    rows : int
        Number of table rows.

    Raises
    ------
    FormatError
        If there are more rows than codes at which one may begin, or the coefficient formats cannot cover the range.
    ConfigError
        If no rows keep the constraints.
    """
    relaxed = smallest_cover(grid, rows)
    if reversals(grid, relaxed).size == 0:
        return relaxed
    bound = relaxed.bound
    fails, holds, step = 0.0, relaxed.error, FIRST_STEP * relaxed.error
    best, complete = rows_within(grid, holds, rows)
    while best is None:
        bound = holds if complete else bound
        fails, holds, step = holds, holds + step, 2.0 * step
        best, complete = rows_within(grid, holds, rows)
    while fails and holds - fails > (ACCURACY if complete else COARSE) * holds:
        middle = 0.5 * (fails + holds)
        found, complete = rows_within(grid, middle, rows)
        if found is None:
            fails, bound = middle, middle if complete else bound
        else:
            best, holds = found, middle
    return _refined(grid, dataclasses.replace(split_rows(grid, best, rows), bound=bound))


def reversals(grid: CodeGrid, cover: Cover) -> Codes:
    """Return the starts at which outputs go against the direction, for x or, in a mirrored table, for -x."""
    lines = list(zip(cover.slopes.tolist(), cover.intercepts.tolist(), strict=True))
    seams = zip(cover.starts[1:-1].tolist(), pairwise(lines), strict=True)
    return np.array([start for start, (left, right) in seams if _reverses(grid, start, left, right)], dtype=np.int64)


def _reverses(grid: CodeGrid, start: int, left: Line, right: Line) -> bool:
    before, after = ends_of(grid, start - 1, left), ends_of(grid, start, right)
    return bool(np.any(grid.kept.direction * (after - before) < 0))


def rows_within(grid: CodeGrid, tolerance: float, rows: int) -> tuple[Cover | None, bool]:
    """Return monotone rows within a tolerance, None where none are found, and whether all starts were tried.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes; `kept.direction` is 1 or -1.
    tolerance : float
        Largest error times its weight.
    rows : int
        Rows at most.
    """
    low, high, free = walls(grid, tolerance)
    last = grid.kept.last
    if last is not None and free == grid.size:
        return None, True
    tried, complete = windows(grid, (low, high), free, rows - (last is not None))
    chains: dict[int, list[tuple[int, Line]]] = {0: []}
    for starts in tried:
        chains = {**chains, **_longer(grid, (low, high), chains, starts)}
    found = chains.get(free)
    if found is None:
        return None, complete
    begins, lines = [start for start, _ in found], [line for _, line in found]
    if last is not None:
        begins, lines = [*begins, free], [*lines, (0.0, last.intercept)]
    table = np.array(lines)
    edges = np.array([*begins, grid.size], dtype=np.int64)
    return Cover(starts=edges, slopes=table[:, 0], intercepts=table[:, 1], error=tolerance), complete


def _longer(
    grid: CodeGrid, tube: tuple[Array, Array], chains: dict[int, list[tuple[int, Line]]], ends: list[int]
) -> dict[int, list[tuple[int, Line]]]:
    """Return for each end the rows of a chain and one more, or the chain itself, that end lowest."""
    found: dict[int, list[tuple[int, Line]]] = {}
    for end in ends:
        least = np.inf
        for start, chain in chains.items():
            if start > end or (start == end and start == 0):
                continue
            longer = chain if start == end else _extended(grid, tube, chain, start, end)
            if longer is not None:
                height = float(grid.kept.direction * ends_of(grid, end - 1, longer[-1][1])[0])
                if height < least:
                    least, found[end] = height, longer
    return found


def _extended(
    grid: CodeGrid, tube: tuple[Array, Array], chain: list[tuple[int, Line]], start: int, end: int
) -> list[tuple[int, Line]] | None:
    before = None if not chain else ends_of(grid, start - 1, chain[-1][1])
    line = lowest_end(grid, tube, start, end, before)
    return None if line is None else [*chain, (start, line)]


def _refined(grid: CodeGrid, cover: Cover) -> Cover:
    """Give each row the smallest error that it can have by itself, between the ends of its neighbours."""
    lines: list[Line] = list(zip(cover.slopes.tolist(), cover.intercepts.tolist(), strict=True))
    edges = list(pairwise(cover.starts.tolist()))
    for k, (i, j) in enumerate(edges):
        before = ends_of(grid, i - 1, lines[k - 1]) if k else None
        after = ends_of(grid, j, lines[k + 1]) if k + 1 < len(lines) else None
        if grid.kept.last is None or after is not None:
            part = limited(grid, i, j, before, after)
            lines[k] = best_line(part, *lines[k], cover.error, ROW_ACCURACY * cover.error)
    table = np.array(lines)
    return dataclasses.replace(cover, slopes=table[:, 0], intercepts=table[:, 1])
