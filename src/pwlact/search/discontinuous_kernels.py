"""Compiled dynamic programme over groups of samples, each with a line of its own.

Each sum of squares grows by merging least-squares lines, and the added error is itself a sum of squares. So there is
no cancellation, even for errors far smaller than the values.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.line_sums import merge_lines

Ints = NDArray[np.int64]


@kernel
def first_cells(level: Array, shares: Array, by: int) -> Array:
    """Return cells (ceil(n / by), 6) of `by` samples each, of values `level` (n,) and weights `shares` (n,)."""
    n = level.size
    cells = np.empty(((n + by - 1) // by, 6))
    for i in range(cells.shape[0]):
        w = x = y = s = q = e = 0.0
        for j in range(i * by, min((i + 1) * by, n)):
            w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, shares[j], float(j), level[j], 0.0, 0.0, 0.0)
        c = cells[i]
        c[0], c[1], c[2], c[3], c[4], c[5] = w, x, y, s, q, e
    return cells


@kernel
def merge_pairs(cells: Array) -> Array:
    """Return the cells (ceil(n / 2), 6) that each hold two neighbours of `cells` (n, 6)."""
    n = cells.shape[0]
    merged = np.empty(((n + 1) // 2, 6))
    for i in range(merged.shape[0]):
        c, m = cells[2 * i], merged[i]
        if 2 * i + 1 == n:
            m[0], m[1], m[2], m[3], m[4], m[5] = c[0], c[1], c[2], c[3], c[4], c[5]
        else:
            d = cells[2 * i + 1]
            m[0], m[1], m[2], m[3], m[4], m[5] = merge_lines(
                c[0], c[1], c[2], c[3], c[4], c[5], d[0], d[1], d[2], d[3], d[4], d[5]
            )
    return merged


@routine
def _active(row: Array, rest: Array, first: int, last: int, limit: float) -> tuple[int, int, float]:
    """Return the first and last k from which the end may be reached within the limit, and the least cost among them."""
    k0, k1, least = last + 1, first - 1, np.inf
    for k in range(first, last + 1):
        if row[k] + rest[k] <= limit:
            k0 = min(k0, k)
            k1 = k
            least = min(least, row[k])
    return k0, k1, least


@kernel
def forward(
    cells: Array, lost: Ints, pins: Array, low: Ints, high: Ints, first: Ints, last: Ints, rest: Array, parent: Ints,
    limit: float, relaxed: Array, bounded: Array,
) -> None:  # fmt: skip
    """Fill the least cost (n + 1, K + 1) of the samples left of node a in k groups.

    Parameters
    ----------
    cells : ndarray, shape (n, 6)
        Cells of samples.
    lost : ndarray of int64, shape (n + 1,)
        Whether cell a - 1 holds more than one sample.
    pins : ndarray, shape (2, 6)
        Cells at the beginning of the first group and at the end of the last, which hold its value, or its whole line
        where their spread is above 0; weight 0 without a pin.
    low, high : ndarray of int64, shape (K + 1,)
        Nodes low[k] .. high[k] are possible for boundary k.
    first, last : ndarray of int64, shape (n + 1,)
        Boundaries first[a] .. last[a] are possible at node a.
    rest, parent : ndarray, ndarray of int64
        rest[parent[a], k] is a lower bound of the cost right of node a.
    limit : float
        Costs above are left out.
    relaxed : ndarray, shape (n + 1, K + 1)
        Infinite; filled with lower bounds. Node a stands for every boundary in cell a - 1: at its right end or, if
        lost[a], inside it; the group on the left is then taken without that cell.
    bounded : ndarray, shape (n + 1, K + 1)
        Infinite; filled with the costs of boundaries at the right ends of cells.
    """
    n, segments = cells.shape[0], low.size - 1
    relaxed[0, 0] = bounded[0, 0] = 0.0
    for a in range(n + 1):
        here, there = relaxed[a], bounded[a]
        for k in range(first[a], min(last[a], segments - 1) + 1):
            if low[k + 1] <= a <= high[k + 1]:
                here[k + 1] = min(here[k + 1], here[k])
                if a < n or k + 1 < segments or pins[1, 0] == 0.0:  # a pinned group is not empty
                    there[k + 1] = min(there[k + 1], there[k])
            if a < n and lost[a + 1] and k + 1 < segments and low[k + 1] <= a + 1 <= high[k + 1]:
                relaxed[a + 1, k + 1] = min(relaxed[a + 1, k + 1], here[k])
        k0, k1, least = _active(here, rest[parent[a]], first[a], min(last[a], segments - 1), limit)
        if k1 < k0:
            continue
        w = x = y = s = q = e = 0.0
        if a == 0:
            c = pins[0]
            w, x, y, s, q = c[0], c[1], c[2], c[3], c[4]
        for j in range(a, n):
            c = cells[j]
            w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, c[0], c[1], c[2], c[3], c[4], c[5])
            if e + least > limit or j >= high[k1 + 1]:
                break
            b = j + 1
            for k in range(max(k0, first[b] - 1), min(k1, last[b] - 1, segments - 2) + 1):
                bounded[b, k + 1] = min(bounded[b, k + 1], there[k] + e)
                if not lost[b]:
                    relaxed[b, k + 1] = min(relaxed[b, k + 1], here[k] + e)
            b += 1
            if b <= n and lost[b]:
                for k in range(max(k0, first[b] - 1), min(k1, last[b] - 1, segments - 2) + 1):
                    relaxed[b, k + 1] = min(relaxed[b, k + 1], here[k] + e)
            if j == n - 1 and k1 == segments - 1:
                c = pins[1]
                w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, c[0], c[1], c[2], c[3], c[4], 0.0)
                relaxed[n, segments] = min(relaxed[n, segments], here[k1] + e)
                bounded[n, segments] = min(bounded[n, segments], there[k1] + e)


@kernel
def backward(
    cells: Array, lost: Ints, pins: Array, low: Ints, high: Ints, first: Ints, last: Ints, before: Array,
    limit: float, relaxed: Array,
) -> None:  # fmt: skip
    """Fill `relaxed` (n + 1, K + 1) with the least cost of the samples right of node a as boundary k, within the limit.

    `relaxed` is infinite before; `before` is `relaxed` of `forward`; the other arguments are those of `forward`.
    """
    n, segments = cells.shape[0], low.size - 1
    relaxed[n, segments] = 0.0
    none = np.zeros(segments + 1)
    for a in range(n, -1, -1):
        here = relaxed[a]
        k0, k1, least = _active(before[a], none, first[a], min(last[a], segments - 1), limit)
        w = x = y = s = q = e = 0.0
        if a == 0:
            c = pins[0]
            w, x, y, s, q = c[0], c[1], c[2], c[3], c[4]
        for j in range(a, n if k1 >= k0 else a):
            c = cells[j]
            w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, c[0], c[1], c[2], c[3], c[4], c[5])
            if e + least > limit or j >= high[k1 + 1]:
                break
            for b in range(j + 1, min(j + 2, n) + 1):
                if lost[b] == b - j - 1:
                    for k in range(max(k0, first[b] - 1), min(k1, last[b] - 1, segments - 2) + 1):
                        here[k] = min(here[k], e + relaxed[b, k + 1])
            if j == n - 1 and k1 == segments - 1:
                c = pins[1]
                w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, c[0], c[1], c[2], c[3], c[4], 0.0)
                here[k1] = min(here[k1], e)
        for k in range(min(last[a], segments - 1), first[a] - 1, -1):
            if low[k + 1] <= a <= high[k + 1]:
                here[k] = min(here[k], here[k + 1])
            if a < n and lost[a + 1] and k + 1 < segments and low[k + 1] <= a + 1 <= high[k + 1]:
                here[k] = min(here[k], relaxed[a + 1, k + 1])


@kernel
def prune_nodes(before: Array, after: Array, limit: float, low: Ints, high: Ints) -> None:
    """Shrink low[k] .. high[k] to the nodes of boundary k that a partition within the limit may have."""
    n, segments = before.shape[0] - 1, low.size - 1
    for k in range(1, segments):
        start, stop = n + 1, -1
        for a in range(low[k], high[k] + 1):
            if before[a, k] + after[a, k] <= limit:
                start = min(start, a)
                stop = a
        low[k], high[k] = start, stop
    for k in range(segments - 1, 0, -1):
        low[k] = min(low[k], low[k + 1])
    for k in range(1, segments):
        high[k] = max(high[k], high[k - 1])


@kernel
def backtrack(cells: Array, pins: Array, bounded: Array) -> Ints:
    """Return the boundaries (K + 1,), as cell indices, of the best partition that `forward` found on cells."""
    segments = bounded.shape[1] - 1
    found = np.empty(segments + 1, dtype=np.int64)
    b = found[segments] = cells.shape[0]
    for k in range(segments - 1, -1, -1):
        best, where = bounded[b, k], b
        w = x = y = s = q = e = 0.0
        if k == segments - 1:
            w, x, y, s, q = pins[1, 0], pins[1, 1], pins[1, 2], pins[1, 3], pins[1, 4]
        for a in range(b - 1, -1, -1):
            c = cells[a]
            # In mirrored order: from right to left.
            w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, c[0], c[1], c[2], c[3], c[4], c[5])
            if k == 0 and a == 0:
                c = pins[0]
                w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, c[0], c[1], c[2], c[3], c[4], 0.0)
            if bounded[a, k] + e < best:
                best, where = bounded[a, k] + e, a
            elif e > best:
                break
        b = found[k] = where
    return found
