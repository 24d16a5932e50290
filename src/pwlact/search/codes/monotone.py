"""Table rows without reversals at their seams, with the smallest maximum error.

A row with the right sign of slope is monotone, so only seams remain. Of all rows up to a code, those that end lowest
(of falling ones, highest) leave the most room for the next row, and a part of them ends lower still. So a search needs
no more than the lowest end by the number of rows and by the code, which is found start by start.
"""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Codes
from pwlact.search.codes.cover import (
    ACCURACY,
    Cover,
    best_line,
    cover_within,
    largest_error,
    refine,
    refusal,
    smallest_cover,
    split_rows,
)
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.seam_kernels import longer_rows
from pwlact.search.codes.seams import Classes, Line, classes_of, limited
from pwlact.search.codes.walls import product_slack, walls
from pwlact.search.codes.windows import windows

FIRST_STEP = 1e-4  # of the error, beyond the bound, where no rows are found at the bound
COARSE = 1e-3  # accuracy of the error where not all starts are tried, as a share of it
MORE = 4  # rows beyond those that may reverse at seams, which a tolerance is tried with
ROW_ACCURACY = 1e-3  # of the error of a single row, as a share of the largest


class Chain(NamedTuple):
    """Rows from the first code on: start, slope and intercept of each, and the class in which they end, or -1."""

    rows: tuple[tuple[int, float, float], ...]
    end: int


def smallest_kept_cover(grid: CodeGrid, rows: int) -> Cover:
    """Return table rows that keep all constraints, also at seams, with the smallest maximum error that is found.

    The bound is proven: that of rows whose seams may reverse, or the largest error at which all starts were tried.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes, and what rows must keep.
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
    if not grid.kept.direction:
        return relaxed
    classes = classes_of(grid)
    if not reversals(grid, classes, relaxed).size:
        return relaxed
    bound = relaxed.bound
    fails, holds, step = 0.0, relaxed.error, FIRST_STEP * relaxed.error
    best, complete = rows_within(grid, classes, holds, rows)
    while best is None:
        if holds > largest_error(grid):
            raise refusal(grid, rows)
        bound = holds if complete else bound
        fails, holds, step = holds, holds + step, 2.0 * step
        best, complete = rows_within(grid, classes, holds, rows)
    while fails and holds - fails > (ACCURACY if complete else COARSE) * holds:
        middle = 0.5 * (fails + holds)
        found, complete = rows_within(grid, classes, middle, rows)
        if found is None:
            fails, bound = middle, middle if complete else bound
        else:
            best, holds = found, middle
    return refine_kept(grid, dataclasses.replace(split_rows(grid, best, rows), bound=bound))


def reversals(grid: CodeGrid, classes: Classes, cover: Cover) -> Codes:
    """Return the starts of a cover at which the class of sums goes against the direction."""
    lines = list(zip(cover.slopes.tolist(), cover.intercepts.tolist(), strict=True))
    steps = [
        classes.of(grid, start, right) - classes.of(grid, start - 1, left)
        for start, (left, right) in zip(cover.starts[1:-1].tolist(), pairwise(lines), strict=True)
    ]
    return cover.starts[1:-1][grid.kept.direction * np.array(steps, dtype=np.int64) < 0]


def rows_within(grid: CodeGrid, classes: Classes, tolerance: float | Array, rows: int) -> tuple[Cover | None, bool]:
    """Return monotone rows within a tolerance, None where none are found, and whether all starts were tried.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes; `kept.direction` is 1 or -1.
    classes : Classes
        Of the grid.
    tolerance : float or ndarray of shape (n,) or (2, n)
        Largest error times its weight, as in `CodeGrid.tube`.
    rows : int
        Rows at most.
    """
    low, high, free = walls(grid, tolerance)
    last = grid.kept.last
    if last is not None and free == grid.size:
        return None, True
    ends, complete = windows(grid, (low, high), free, rows - (last is not None))
    complete = complete and not (grid.spec.mirrored and grid.spec.fixed)  # 0 has one output, its neighbours have two
    chains = {0: Chain(rows=(), end=-1)}
    for stops in ends:
        chains = _longer(grid, classes, (low, high), chains, stops)
    found = chains.get(free)
    if found is None:
        return None, complete
    table = [*found.rows, *([] if last is None else [(free, 0.0, last.intercept)])]
    starts, slopes, intercepts = (np.array(column) for column in zip(*table, strict=True))
    edges = np.append(starts, grid.size).astype(np.int64)
    return Cover(starts=edges, slopes=slopes, intercepts=intercepts, error=float(np.max(tolerance))), complete


def _longer(
    grid: CodeGrid, classes: Classes, tube: tuple[Array, Array], chains: dict[int, Chain], ends: list[int]
) -> dict[int, Chain]:
    """Return chains with a row more to each of some ends, or the chain that ends there, whichever ends lower."""
    starts = [start for start in chains if start not in ends[-1:]]
    befores = np.array([chains[start].end for start in starts], dtype=np.int64)
    found, lines = longer_rows(
        grid.x,
        *tube,
        product_slack(grid),
        grid.slopes,
        grid.levels,
        grid.arithmetic,
        classes.first,
        classes.last,
        np.array(starts, dtype=np.int64),
        befores,
        np.array(ends, dtype=np.int64),
        grid.kept.direction > 0,
    )
    longer = {}
    for end, (k, at), (slope, intercept) in zip(ends, found.tolist(), lines.tolist(), strict=True):
        known = chains.get(end)
        if k >= 0 and (known is None or grid.kept.direction * (at - known.end) < 0):
            known = Chain(rows=(*chains[starts[k]].rows, (starts[k], slope, intercept)), end=at)
        if known is not None:
            longer[end] = known
    return longer


def kept_within(grid: CodeGrid, tolerance: float | Array, max_rows: int) -> Cover | None:
    """Return a cover within a tolerance that keeps all constraints, also at seams; None where none is found.

    It has the fewest rows where `cover_within` has no reversals, or where seams cost no row.

    Parameters
    ----------
    grid : CodeGrid
        The function on the n input codes.
    tolerance : float or ndarray of shape (n,) or (2, n)
        Largest error times its weight, as in `CodeGrid.tube`.
    max_rows : int
        Rows at most; of monotone ones with reversals, at most 4 more than without seams.
    """
    found = cover_within(grid, tolerance, max_rows)
    if found is None or not grid.kept.direction:
        return found
    classes = classes_of(grid)
    if not reversals(grid, classes, found).size:
        return found
    fewest = found.slopes.size
    tried = (rows_within(grid, classes, tolerance, rows)[0] for rows in range(fewest, min(max_rows, fewest + MORE) + 1))
    return next((cover for cover in tried if cover is not None), None)


def refine_kept(grid: CodeGrid, cover: Cover) -> Cover:
    """Give each row the smallest error that it can have by itself; a monotone one, between the ends of its neighbours.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    cover : Cover
        Rows within their error, without reversals if they are to be monotone.
    """
    if not grid.kept.direction:
        return refine(grid, cover, cover.error, cover.bound)
    classes = classes_of(grid)
    lines: list[Line] = list(zip(cover.slopes.tolist(), cover.intercepts.tolist(), strict=True))
    edges = list(pairwise(cover.starts.tolist()))
    for k, (i, j) in enumerate(edges):
        before = classes.of(grid, i - 1, lines[k - 1]) if k else None
        after = classes.of(grid, j, lines[k + 1]) if k + 1 < len(lines) else None
        if grid.kept.last is None or after is not None:
            part = limited(grid, i, j, classes, before, after)
            lines[k] = best_line(part, *lines[k], cover.error, ROW_ACCURACY * cover.error)
    table = np.array(lines)
    return dataclasses.replace(cover, slopes=table[:, 0], intercepts=table[:, 1])
