"""Compiled dynamic programme over partitions of cells of points, each group with a line of its own.

The same recursion gives a cost and a lower bound. Node a is the left end of cell a. Let S[a, k] be the least cost of
what is left of it after k boundaries, and M[b, k] = min_a S[a, k] + e(a, b) that with one more line from a to b. With
boundaries at nodes alone, S[b, k + 1] = M[b, k]. In the bound, r boundaries may also lie inside a cell. Its points then
cost at least split[r], the least error of r + 1 lines there, and S[b, k + r] <= M[b - 1, k] + split[b - 1, r].
"""

from __future__ import annotations

import numpy as np

from pwlact._jit import kernel, routine
from pwlact._types import Array, Codes
from pwlact.fit.line_sums import merge_lines
from pwlact.fit.points.tree import SUMS, Tree, run_sums

LEAF = 8  # points whose partitions are all tried


@kernel
def cells_between(t: Tree, edges: Codes) -> Array:
    """Return the line sums (c, 6) of the points between neighbouring edges (c + 1,)."""
    cells = np.empty((edges.size - 1, SUMS))
    for i in range(edges.size - 1):
        c = cells[i]
        c[0], c[1], c[2], c[3], c[4], c[5] = run_sums(t, edges[i], edges[i + 1])
    return cells


@routine
def _spread(cells: Array, a: int, costs: Array, best: Array) -> None:
    """Lower best[b, k] to costs[a, k] + e(a, b) for all b right of a."""
    w = x = y = s = q = e = 0.0
    for b in range(a + 1, cells.shape[0] + 1):
        c = cells[b - 1]
        w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, c[0], c[1], c[2], c[3], c[4], c[5])
        for k in range(costs.shape[1]):
            best[b, k] = min(best[b, k], costs[a, k] + e)


@kernel
def partition_costs(cells: Array, split: Array, costs: Array, best: Array) -> None:
    """Fill S in `costs` and M in `best`, both (c + 1, K) and infinite before.

    Parameters
    ----------
    cells : ndarray, shape (c, 6)
        Line sums.
    split : ndarray, shape (c, K)
        Lower bound of the error of a cell with r boundaries inside; infinite, or of no columns, where there are none.
    costs, best : ndarray, shape (c + 1, K)
        By node and number of boundaries. best[c, K - 1] is the least cost of K lines.
    """
    costs[0, 0] = 0.0
    for a in range(costs.shape[0]):
        for k in range(costs.shape[1]):
            if k > 0:
                costs[a, k] = best[a, k - 1]
            for r in range(1, min(k + 1, split.shape[1]) if a > 0 else 0):
                costs[a, k] = min(costs[a, k], best[a - 1, k - r] + split[a - 1, r])
            best[a, k] = min(best[a, k], costs[a, k])
        _spread(cells, a, costs, best)


@kernel
def backtrack(cells: Array, costs: Array, lines: int) -> Codes:
    """Return the nodes (lines + 1,) at which the groups of the best partition into that many lines begin and end."""
    found = np.zeros(lines + 1, dtype=np.int64)
    found[lines] = cells.shape[0]
    for k in range(lines - 1, 0, -1):
        b = found[k + 1]
        best, found[k] = costs[b, k], b
        w = x = y = s = q = e = 0.0
        for a in range(b - 1, -1, -1):
            c = cells[a]
            w, x, y, s, q, e = merge_lines(c[0], c[1], c[2], c[3], c[4], c[5], w, x, y, s, q, e)
            if costs[a, k] + e < best:
                best, found[k] = costs[a, k] + e, a
    return found


@routine
def _leaf_splits(t: Tree, start: int, stop: int, least: Array, work: Array) -> None:
    """Fill the least errors (R + 1,) of points start .. stop - 1 with 1, 2, ... lines; `work` is (LEAF + 1, R + 1)."""
    size = stop - start
    work[:], work[0] = np.inf, 0.0
    for a in range(size):
        w = x = y = s = q = e = 0.0
        for b in range(a + 1, size + 1):
            i = start + b - 1
            w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, t.w[i], t.x[i], t.y[i], 0.0, 0.0, 0.0)
            if a == 0:
                work[b, 0] = e
            for r in range(1, work.shape[1] if a > 0 else 0):
                work[b, r] = min(work[b, r], work[a, r - 1] + e)
        for r in range(1, work.shape[1]):
            work[a + 1, r] = min(work[a + 1, r], work[a + 1, r - 1])
    for r in range(work.shape[1]):
        least[r] = work[size, r]


@routine
def _joined(left: Array, right: Array, error: float, into: Array, work: Array) -> None:
    """Fill lower bounds (R + 1,) of two neighbours, whose common line has an error; `into` may be one of them."""
    for r in range(1, into.size):
        work[r] = np.inf
        for i in range(r + 1):
            work[r] = min(work[r], left[i] + right[r - i])
    for r in range(1, into.size):
        into[r] = work[r]
    into[0] = error


@kernel
def cell_splits(t: Tree, edges: Codes, most: int) -> Array:
    """Return lower bounds (c, most) of the error of each cell of points with 0, 1, ... boundaries inside.

    Exact for groups of LEAF points; two groups together are bounded by the sum of their errors, boundaries shared out.
    """
    widest = 1
    for i in range(edges.size - 1):
        widest = max(widest, edges[i + 1] - edges[i])
    split, work = np.empty((edges.size - 1, most)), np.empty((LEAF + 1, most))
    bounds, sums = np.empty((widest // LEAF + 1, most)), np.empty((widest // LEAF + 1, SUMS))
    for cell in range(edges.size - 1):
        count = 0
        for start in range(edges[cell], edges[cell + 1], LEAF):
            stop = min(start + LEAF, edges[cell + 1])
            _leaf_splits(t, start, stop, bounds[count], work)
            c = sums[count]
            c[0], c[1], c[2], c[3], c[4], c[5] = run_sums(t, start, stop)
            count += 1
        while count > 1:
            for j in range(count // 2):
                a, b, c = sums[2 * j], sums[2 * j + 1], sums[j]
                c[0], c[1], c[2], c[3], c[4], c[5] = merge_lines(
                    a[0], a[1], a[2], a[3], a[4], a[5], b[0], b[1], b[2], b[3], b[4], b[5]
                )
                _joined(bounds[2 * j], bounds[2 * j + 1], sums[j, 5], bounds[j], work[0])
            if count % 2 == 1:
                sums[count // 2], bounds[count // 2] = sums[count - 1], bounds[count - 1]
            count = (count + 1) // 2
        split[cell] = bounds[0]
    return split


@routine
def _best_between(t: Tree, first: int, low: int, high: int, last: int, room: Array) -> int:
    """Return the boundary in low .. high that parts points first .. last - 1 best; `room` is scratch."""
    w, x, y, s, q, e = run_sums(t, high, last)
    for i in range(high, low - 1, -1):
        room[i - low] = e
        if i > low:
            w, x, y, s, q, e = merge_lines(t.w[i - 1], t.x[i - 1], t.y[i - 1], 0.0, 0.0, 0.0, w, x, y, s, q, e)
    w, x, y, s, q, e = run_sums(t, first, low)
    least, found = np.inf, low
    for i in range(low, high + 1):
        if e + room[i - low] < least:
            least, found = e + room[i - low], i
        if i < high:
            w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, t.w[i], t.x[i], t.y[i], 0.0, 0.0, 0.0)
    return found


@kernel
def settle(t: Tree, boundaries: Codes, reach: int, sweeps: int) -> float:
    """Move each boundary (K + 1,), in place, to the best place within reach, while any moves; return the error."""
    lines, room = boundaries.size - 1, np.empty(2 * reach + 1)
    for _ in range(sweeps):
        moved = False
        for k in range(1, lines):
            first, last = boundaries[k - 1], boundaries[k + 1]
            low, high = max(boundaries[k] - reach, first), min(boundaries[k] + reach, last)
            found = _best_between(t, first, low, high, last, room)
            moved |= found != boundaries[k]
            boundaries[k] = found
        if not moved:
            break
    total = 0.0
    for k in range(lines):
        _w, _x, _y, _s, _q, e = run_sums(t, boundaries[k], boundaries[k + 1])
        total += e
    return total
