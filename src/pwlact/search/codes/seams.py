"""Rows that meet the rows beside them without a reversal."""

from __future__ import annotations

import dataclasses

import numpy as np

from pwlact._types import Array
from pwlact.search.codes import cover_kernels as kernels
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.tails import line_unit
from pwlact.search.codes.walls import product_slack

Line = tuple[float, float]
"""Slope and intercept."""


def ends_of(grid: CodeGrid, i: int, line: Line) -> Array:
    """Return the output of a line for the code i, and minus that for its negative if a mirrored table serves it.

    Both ascend from code to code where a function rises. The shape is (1,) or (2,); in a mirrored table it is (2,), the
    second one the first again where the negative is no input.
    """
    x = grid.x[i] * np.array([1.0, -1.0])
    served = np.array([True, bool(grid.reflects[i])])
    unit, format_ = line_unit(grid, *line), grid.spec.input
    y = unit.spec.output.decode(unit(format_.encode(np.where(served, x, grid.x[i]))))
    ends = np.where(served, y * np.array([1.0, -1.0]), y)
    return np.asarray(ends if grid.spec.mirrored else ends[:1])


def limited(grid: CodeGrid, i: int, j: int, before: Array | None, after: Array | None) -> CodeGrid:
    """Return the grid of the codes i .. j - 1 with first outputs at or past `before` and last ones not past `after`.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    i, j : int
        The row's codes.
    before, after : ndarray or None
        What `ends_of` says of the codes beside the row; None leaves that side free.
    """
    part = grid.part(i, j)
    low, high = part.kept.low.copy(), part.kept.high.copy()
    for at, ends, past in ((0, before, True), (j - i - 1, after, False)):
        if ends is not None:
            first, last = _sums_past(part, at, ends, past)
            low[at], high[at] = max(low[at], first), min(high[at], last)
    return dataclasses.replace(part, kept=dataclasses.replace(part.kept, low=low, high=high))


def _sums_past(part: CodeGrid, at: int, ends: Array, past: bool) -> tuple[float, float]:
    """Return the smallest and largest sum at one code whose outputs are at or past some ends, or not past them."""
    code, (bottom, top) = part.part(at, at + 1), part.spec.output.limits
    upwards = past == (part.kept.direction > 0)
    bounds = [np.array([ends[0] if upwards else bottom]), np.array([top if upwards else ends[0]])]
    low, high = code.sums_for(*bounds)
    if code.reflects[0]:
        other = [np.array([bottom if upwards else -ends[1]]), np.array([-ends[1] if upwards else top])]
        other_low, other_high = code.reflected_sums_for(*other)
        low, high = np.maximum(low, other_low), np.minimum(high, other_high)
    return float(low[0]), float(high[0])


def lowest_end(grid: CodeGrid, tube: tuple[Array, Array], i: int, j: int, before: Array | None) -> Line | None:
    """Return a line inside a tube on the codes i .. j - 1 that ends as low as any; as high, where the function falls.

    Bisects over the outputs at the last code.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    tube : (ndarray, ndarray), shape (n,) each
        Smallest and largest sums at all codes.
    i, j : int
        The row's codes.
    before : ndarray or None
        What `ends_of` says of the code before them; the line begins at or past it.
    """
    part, direction = limited(grid, i, j, before, None), grid.kept.direction
    low, high = np.maximum(tube[0][i:j], part.kept.low), np.minimum(tube[1][i:j], part.kept.high)
    found = _within(part, low, high)
    if found is None:
        return None
    wall = (low if direction > 0 else high)[-1:]
    fails, holds = _rank(grid, wall[0]) - direction, _rank_at(grid, j - 1, found)
    while abs(holds - fails) > 1:
        middle = (fails + holds) // 2
        y = part.value(np.array([float(middle)]))
        first, last = part.part(j - i - 1, j - i).sums_for(y, y)
        bound = (low, np.append(high[:-1], min(high[-1], last[0])))
        if direction < 0:
            bound = (np.append(low[:-1], max(low[-1], first[0])), high)
        line = _within(part, *bound)
        if line is None:
            fails = middle
        else:
            found, holds = line, _rank_at(grid, j - 1, line)
    return found


def _within(part: CodeGrid, low: Array, high: Array) -> Line | None:
    kinds = (part.slopes, part.levels, part.arithmetic)
    slope, intercept = kernels.line_within(part.x, low, high, product_slack(part), *kinds)
    return None if np.isnan(slope) else (float(slope), float(intercept))


def _rank_at(grid: CodeGrid, i: int, line: Line) -> int:
    return grid.rank(ends_of(grid, i, line)[:1])


def _rank(grid: CodeGrid, total: float) -> int:
    """Return the rank of the output of a sum, which may be infinite."""
    spec = grid.spec
    low, high = spec.output.limits
    return grid.rank(spec.output.decode(spec.output.encode(np.clip([total], low, high), spec.rounding)))
