"""Compiled least absolute errors on codes: the best slope of a row, with the median as its intercept."""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_left
from pwlact._jit import kernel, routine
from pwlact._types import Array, Codes
from pwlact.search.codes.rounding_kernels import Arithmetic, product


@routine
def _median_and_cost(x: Array, y: Array, weights: Array, slope: float, how: Arithmetic) -> tuple[float, float]:
    """Return the intercept with the least sum of weighted absolute errors for a slope, and that sum."""
    rest = np.empty(x.size)
    for i in range(x.size):
        rest[i] = y[i] - product(slope, x[i], how)
    order = np.argsort(rest)
    half, below, middle = 0.5 * weights.sum(), 0.0, rest[order[-1]]
    for i in order:
        below += weights[i]
        if below >= half:
            middle = rest[i]
            break
    return middle, np.sum(weights * np.abs(rest - middle))


@kernel
def least_absolute(x: Array, y: Array, weights: Array, slopes: Array, how: Arithmetic) -> tuple[int, float, float]:
    """Return the index of the slope with the least sum of weighted absolute errors, its intercept, and that sum.

    min over s in slopes and real c of sum_i w_i |s x_i + c - y_i|, which is convex in s: a ternary search finds it,
    exactly where products are not rounded. The best intercept for a slope is the weighted median of y_i - s x_i.

    Parameters
    ----------
    x, y, weights : ndarray, shape (n,)
        Samples and the weights of their errors.
    slopes : ndarray, shape (s,)
        Values of slopes, ascending.
    how : Arithmetic
        The unit's arithmetic.
    """
    low, high = 0, slopes.size - 1
    while high - low > 2:
        third = (slopes[high] - slopes[low]) / 3.0  # in value: slopes about zero hardly differ in floats
        left = max(low + 1, min(bisect_left(slopes, slopes[low] + third), high - 2))
        right = max(left + 1, min(bisect_left(slopes, slopes[high] - third), high - 1))
        if (
            _median_and_cost(x, y, weights, slopes[left], how)[1]
            <= _median_and_cost(x, y, weights, slopes[right], how)[1]
        ):
            high = right
        else:
            low = left
    best, least, intercept = low, np.inf, 0.0
    for k in range(low, high + 1):
        middle, cost = _median_and_cost(x, y, weights, slopes[k], how)
        if cost < least:
            best, least, intercept = k, cost, middle
    return best, intercept, least


@kernel
def absolute_costs(x: Array, y: Array, weights: Array, possible: Codes, slopes: Array, how: Arithmetic) -> Array:
    """Return the sums of `least_absolute` (m, m) of a row between two of m possible starts; inf elsewhere."""
    m = possible.size
    costs = np.full((m, m), np.inf)
    for a in range(m):
        for b in range(a + 1, m):
            i, j = possible[a], possible[b]
            _, _, costs[a, b] = least_absolute(x[i:j], y[i:j], weights[i:j], slopes, how)
    return costs
