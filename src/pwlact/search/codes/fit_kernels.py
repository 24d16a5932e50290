"""Compiled fit of coded lines to rows with given starts, and their errors by the unit's own arithmetic."""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_left
from pwlact._jit import kernel, reordered, routine
from pwlact._types import Array, Codes
from pwlact.search.codes.rounding_kernels import SATURATE, TIES_UP, Arithmetic, plus, product, rounded, unbounded


@reordered
def _plain_errors(x: Array, y: Array, slope: float, intercept: float, how: Arithmetic) -> tuple[float, float, float]:
    """Return the errors of `_errors` for fixed point, fused, nearest_up and saturating, in a form that vectorises."""
    step, inverse, low, high = how.output.step, 1.0 / how.output.step, how.output.low, how.output.high
    largest, total, squares = 0.0, 0.0, 0.0
    for i in range(x.size):
        out = np.floor((slope * x[i] + intercept) * inverse + 0.5) * step
        off = abs(min(max(out, low), high) - y[i])
        largest = max(largest, off)
        total += off
        squares += off * off
    return largest, total, squares


@routine
def _errors(
    x: Array, y: Array, weights: Array, slope: float, intercept: float, how: Arithmetic
) -> tuple[float, float, float]:
    """Return the largest error, the sum of absolute and the sum of squared errors of one line, all weighted."""
    if (
        weights.size == 0
        and how.output.step > 0.0
        and not how.separate
        and how.mode == TIES_UP
        and how.overflow == SATURATE
    ):
        return _plain_errors(x, y, slope, intercept, how)
    largest, total, squares = 0.0, 0.0, 0.0
    for i in range(x.size):
        off = abs(rounded(plus(product(slope, x[i], how), intercept, how), how) - y[i])
        if weights.size:
            off *= weights[i]
        largest = max(largest, off)
        total += off
        squares += off * off
    return largest, total, squares


@kernel
def line_errors(
    x: Array, y: Array, weights: Array, starts: Codes, slopes: Array, intercepts: Array, how: Arithmetic
) -> Array:
    """Return (K, 3): the largest error, the sum of absolute and the sum of squared errors of each row.

    Row k serves x[starts[k]] .. x[starts[k + 1] - 1] by slopes[k] and intercepts[k]; x and y are (n,), starts (K + 1,).
    Errors are taken times their weights (n,), or as they are where there are none, (0,).
    """
    errors = np.empty((slopes.size, 3))
    for k in range(slopes.size):
        i, j = starts[k], starts[k + 1]
        errors[k, 0], errors[k, 1], errors[k, 2] = _errors(x[i:j], y[i:j], weights[i:j], slopes[k], intercepts[k], how)
    return errors


@routine
def _nearest(value: float, slopes: Array) -> float:
    """Return the nearest of ascending slopes."""
    k = min(max(bisect_left(slopes, value), 1), slopes.size - 1)
    return slopes[k - 1] if value - slopes[k - 1] <= slopes[k] - value else slopes[k]


@routine
def _coded(intercept: float, how: Arithmetic) -> float:
    """Return the nearest value of an intercept in its format."""
    return min(max(unbounded(intercept, how.product, 0), how.product.low), how.product.high)


@reordered
def _plain_extremes(x: Array, y: Array, slope: float) -> tuple[float, float]:
    highest, lowest = -np.inf, np.inf
    for i in range(x.size):
        rest = y[i] - slope * x[i]
        highest = max(highest, rest)
        lowest = min(lowest, rest)
    return highest, lowest


@routine
def _extremes(x: Array, y: Array, slope: float, how: Arithmetic) -> tuple[float, float]:
    """Return the largest and the smallest y - product(slope, x)."""
    if not how.separate:
        return _plain_extremes(x, y, slope)
    highest, lowest = -np.inf, np.inf
    for i in range(x.size):
        rest = y[i] - product(slope, x[i], how)
        highest = max(highest, rest)
        lowest = min(lowest, rest)
    return highest, lowest


@routine
def _row_moments(x: Array, y: Array, weights: Array, sums: Array, i: int, j: int) -> tuple[float, float, float, float]:
    """Return the means of x and y over codes i .. j - 1, and the sums of squares and products about them.

    Without weights they are differences of prefix sums. With weights, which may differ by many orders of magnitude,
    such differences would lose the small ones, and the row is summed anew; weights are then relative to its largest.
    """
    if weights.size == 0:
        n = sums[j, 5] - sums[i, 5]
        mean_x, mean_y = (sums[j, 0] - sums[i, 0]) / n, (sums[j, 1] - sums[i, 1]) / n
        xx = sums[j, 2] - sums[i, 2] - n * mean_x * mean_x
        return mean_x, mean_y, xx, sums[j, 3] - sums[i, 3] - n * mean_x * mean_y
    largest = weights[i:j].max()
    n, mean_x, mean_y, xx, xy = 0.0, 0.0, 0.0, 0.0, 0.0
    for k in range(i, j):
        w = (weights[k] / largest) ** 2
        n, mean_x, mean_y = n + w, mean_x + w * x[k], mean_y + w * y[k]
    mean_x, mean_y = mean_x / n, mean_y / n
    for k in range(i, j):
        part = (weights[k] / largest) ** 2 * (x[k] - mean_x)
        xx, xy = xx + part * (x[k] - mean_x), xy + part * (y[k] - mean_y)
    return mean_x, mean_y, xx, xy


@routine
def fit_line(
    x: Array, y: Array, weights: Array, sums: Array, i: int, j: int, slopes: Array, least_squares: bool, how: Arithmetic
) -> tuple[float, float]:
    """Return slope and intercept of the row that serves codes i .. j - 1; `sums` are the prefix sums of `moments`.

    With `least_squares`, the least-squares line with both coefficients rounded. Otherwise the quick fit: the slope with
    the smaller maximum error of two, the nearest to that of the chord and to that of the least-squares line; the
    intercept is midway between the extremes. `fit.best_rows` has the best coefficients of all.
    """
    mean_x, mean_y, xx, xy = _row_moments(x, y, weights, sums, i, j)
    regression = xy / xx if j - i > 1 and xx > 0.0 else 0.0
    if least_squares or x[j - 1] == x[i]:  # one code, or the two zeros of a float
        slope = _nearest(regression, slopes)
        return slope, _coded(mean_y - slope * mean_x, how)
    chord = (y[j - 1] - y[i]) / (x[j - 1] - x[i])
    first, second = _nearest(chord, slopes), _nearest(regression, slopes)
    best, chosen, middle = np.inf, 0.0, 0.0
    for slope in (first, second):
        if slope == second and chosen == second and best < np.inf:
            break
        highest, lowest = _extremes(x[i:j], y[i:j], slope, how)
        if highest - lowest < best:
            best, chosen, middle = highest - lowest, slope, 0.5 * (highest + lowest)
    return chosen, _coded(middle, how)


@kernel
def fit_pieces(
    x: Array, y: Array, weights: Array, sums: Array, starts: Codes, slopes: Array, least_squares: bool, how: Arithmetic
) -> tuple[Array, Array]:
    """Return slopes and intercepts (K,) of the rows that begin at starts (K + 1,); weights as in `line_errors`."""
    count = starts.size - 1
    found, intercepts = np.empty(count), np.empty(count)
    for k in range(count):
        found[k], intercepts[k] = fit_line(x, y, weights, sums, starts[k], starts[k + 1], slopes, least_squares, how)
    return found, intercepts


@kernel
def fit_rows(
    x: Array, y: Array, weights: Array, sums: Array, starts: Codes, slopes: Array, least_squares: bool, how: Arithmetic
) -> tuple[Array, Array, Array]:
    """Fit n tables, each with K rows that begin at starts (n, K + 1).

    Errors are weighted as in `line_errors`. Returns (n, 3), maximum, mean and mean square error, and slopes and
    intercepts, (n, K) each.
    """
    n, count = starts.shape[0], starts.shape[1] - 1
    errors, found, intercepts = np.empty((n, 3)), np.empty((n, count)), np.empty((n, count))
    for row in range(n):
        found[row], intercepts[row] = fit_pieces(x, y, weights, sums, starts[row], slopes, least_squares, how)
        parts = line_errors(x, y, weights, starts[row], found[row], intercepts[row], how)
        errors[row, 0] = parts[:, 0].max()
        errors[row, 1] = parts[:, 1].sum() / x.size
        errors[row, 2] = parts[:, 2].sum() / x.size
    return errors, found, intercepts
