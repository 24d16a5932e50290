"""Compiled bounds of the mean error of lines on groups of samples, and the cheapest groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import kernel, routine
from pwlact._types import Array

Ints = NDArray[np.int64]
WEIGHT, MOMENT, VALUE = range(3)  # columns of sums: weights, weighted x, weighted y
HALVINGS = 60


@routine
def _between(sums: Array, p: float, column: int) -> float:
    """Return a prefix sum at a fractional number p of samples."""
    i = min(int(p), sums.shape[0] - 2)
    between: float = sums[i, column] + (p - i) * (sums[i + 1, column] - sums[i, column])
    return between


@routine
def _position(sums: Array, weight: float, low: int, high: int) -> float:
    """Return the fractional number of samples, from low to high, whose weight this is."""
    while high - low > 1:
        middle = (low + high) >> 1
        if sums[middle, WEIGHT] <= weight:
            low = middle
        else:
            high = middle
    step = sums[high, WEIGHT] - sums[low, WEIGHT]
    return low + (min(max((weight - sums[low, WEIGHT]) / step, 0.0), 1.0) if step > 0.0 else 0.0)


@routine
def _line_bound(sums: Array, first: int, last: int) -> float:
    """Return a lower bound of the weighted sum of errors of a line on samples first .. last - 1."""
    half = 0.5 * (sums[last, WEIGHT] - sums[first, WEIGHT])
    if last - first < 3 or half <= 0.0:
        return 0.0
    moment = 0.5 * (sums[last, MOMENT] - sums[first, MOMENT])
    near, far = sums[first, WEIGHT], sums[first, WEIGHT] + half  # weight left of the middle part
    begin = end = 0.0
    for _ in range(HALVINGS):
        left = 0.5 * (near + far)
        begin = _position(sums, left, first, last)
        end = _position(sums, left + half, first, last)
        if _between(sums, end, MOMENT) - _between(sums, begin, MOMENT) < moment:
            near = left
        else:
            far = left
        if far - near <= 1e-15 * far:
            break
    inner = _between(sums, end, VALUE) - _between(sums, begin, VALUE)
    return abs(float(sums[last, VALUE] - sums[first, VALUE] - 2.0 * inner))


@routine
def _add_up(y: Array, weights: Array, origin: int, first: int, last: int, sums: Array) -> None:
    """Fill the sums of samples from `origin` up to first + 1 .. last, counted from there: far sums would drown them."""
    if first == origin:
        sums[origin, WEIGHT] = sums[origin, MOMENT] = sums[origin, VALUE] = 0.0
    rise = y[origin + 1] - y[origin] if origin + 1 < y.size else 0.0
    for i in range(first, last):
        x = float(i - origin)
        sums[i + 1, WEIGHT] = sums[i, WEIGHT] + weights[i]
        sums[i + 1, MOMENT] = sums[i, MOMENT] + weights[i] * x
        sums[i + 1, VALUE] = sums[i, VALUE] + weights[i] * (y[i] - y[origin] - rise * x)


@kernel
def group_bounds(y: Array, weights: Array, edges: Ints, runs: Ints, enough: float) -> Array:
    """Return a lower bound (n + 1, n + 1) of the cost of cells a .. b - 1 as one group, in row a and column b.

    Parameters
    ----------
    y, weights : ndarray, shape (samples,)
        Samples at equal distances, and the weights of their errors.
    edges : ndarray of int64, shape (n + 1,)
        First samples of cells, and the end.
    runs : ndarray of int64
        Cells with which convex runs begin.
    enough : float
        Bounds of this size or more need not be told apart.
    """
    n = edges.size - 1
    costs, sums = np.zeros((n + 1, n + 1)), np.zeros((y.size + 1, 3))
    for a in range(n - 1, -1, -1):
        for b in range(a + 1, n + 1):
            cost = max(costs[a + 1, b], costs[a, b - 1])
            if cost < enough:
                _add_up(y, weights, edges[a], edges[b - 1], edges[b], sums)
                cost = max(cost, _line_bound(sums, edges[a], edges[b]))
                for c in runs:
                    if a < c < b:
                        cost = max(cost, costs[a, c] + costs[c, b])
            costs[a, b] = cost
    return costs


@kernel
def cheapest(costs: Array, groups: int) -> float:
    """Return the least cost of all cells in a number of groups, whose boundaries lie anywhere inside cells.

    Parameters
    ----------
    costs : ndarray, shape (n + 1, n + 1)
        Cost of cells a .. b - 1 as one group, in row a and column b.
    groups : int
        Number of groups.
    """
    n = costs.shape[0] - 1
    before = costs[0].copy()  # with the next boundary in cell d
    for _ in range(groups - 2):
        after = np.full(n + 1, np.inf)
        for c in range(n):
            for d in range(c, n):
                cost = before[c] + (costs[c + 1, d] if d > c else 0.0)
                if cost < after[d]:
                    after[d] = cost
        before = after
    if groups == 1:
        return float(costs[0, n])
    best = np.inf
    for c in range(n):
        best = min(best, before[c] + costs[c + 1, n])
    return best
