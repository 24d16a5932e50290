"""Compiled least-squares fit with its errors on the grid, in O(m log n) for m breakpoints and n samples.

Two facts make it fast. First, the normal equations of the hat basis are tridiagonal, and their entries are sums over
the samples of a segment: closed forms in the sample index on the left side, differences of prefix sums on the right.
Second, on a convex run of the samples the error of a line is convex too: bisection finds its extremum and its sign
changes, two at most, and prefix sums give the sum of its absolute value.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, kernel, routine
from pwlact._types import Array
from pwlact.fit.tridiagonal import PIVOT, eliminate

# Below this number of samples a direct sum is as quick as prefix sums, and has no cancellation.
DIRECT = 24


@kernel
def prefix_sums(y: Array) -> Array:
    """Return prefix sums (n + 1, 4) of y (n,) and of i * y, each as an unevaluated sum of a high and a low double."""
    sums = np.zeros((y.size + 1, 4))
    for i in range(y.size):
        for column, term in ((0, y[i]), (2, i * y[i])):
            high = sums[i, column]
            total = high + term
            part = total - high
            sums[i + 1, column] = total
            sums[i + 1, column + 1] = sums[i, column + 1] + ((high - (total - part)) + (term - part))
    return sums


@inlined
def _sum_y(sums: Array, start: int, stop: int) -> float:
    return (sums[stop, 0] - sums[start, 0]) + (sums[stop, 1] - sums[start, 1])


@inlined
def moments(y: Array, sums: Array, start: int, stop: int) -> tuple[float, float]:
    """Return sum of y and sum of (i - start) * y over samples start .. stop - 1."""
    if stop - start <= DIRECT:
        total = 0.0
        first = 0.0
        for i in range(start, stop):
            total += y[i]
            first += (i - start) * y[i]
        return total, first
    total = _sum_y(sums, start, stop)
    first = (sums[stop, 2] - sums[start, 2]) + (sums[stop, 3] - sums[start, 3])
    return total, first - start * total


@inlined
def _first_sample(b: float, low: float, step: float, count: int) -> int:
    """Return the index of the first sample at or right of b."""
    index = min(max(int(np.ceil((b - low) / step)), 0), count)
    # The division rounds: the samples themselves decide, computed as `numpy.linspace` does.
    while index > 0 and low + (index - 1) * step >= b:
        index -= 1
    while index < count and low + index * step < b:
        index += 1
    return index


@routine
def locate(breakpoints: Array, low: float, step: float, count: int, starts: NDArray[np.int64]) -> None:
    """Fill `starts` (m,): segment k holds the samples starts[k] .. starts[k + 1] - 1."""
    segments = breakpoints.size - 1
    starts[0] = 0
    for k in range(1, segments):
        starts[k] = _first_sample(breakpoints[k], low, step, count)
    starts[segments] = count


@routine
def _solve(
    breakpoints: Array,
    low: float,
    step: float,
    y: Array,
    sums: Array,
    starts: NDArray[np.int64],
    left_pin: float,
    right_pin: float,
    values: Array,
    work: Array,
) -> int:
    """Fill `values` (m,) with the least-squares values at the breakpoints; return the rank.

    A pin, unless it is nan, is the value at that end. A value that the samples do not determine (with three
    breakpoints between two samples, say) is the function's own, interpolated between samples. The result is still a
    least-squares solution, of lower rank.
    """
    m = breakpoints.size
    diagonal, coupling = work[0], work[1]
    for j in range(m):
        diagonal[j], work[4, j], values[j] = 0.0, PIVOT, 0.0
    for k in range(m - 1):
        start, stop = starts[k], starts[k + 1]
        coupling[k] = 0.0
        if stop == start:
            continue
        n = float(stop - start)
        width = breakpoints[k + 1] - breakpoints[k]
        # Distances, in segment widths, of the first sample to the left end and of the last one to the right end.
        s = step / width if stop - start > 1 else 0.0
        left = min(max((low + start * step - breakpoints[k]) / width, 0.0), 1.0)
        right = max(1.0 - left - s * (n - 1.0), 0.0)  # from `left`, so that every sample's weights add up to 1
        linear = s * n * (n - 1.0)
        square = s * s * (n - 1.0) * n * (2.0 * n - 1.0) / 6.0
        diagonal[k] += n * right * right + right * linear + square
        diagonal[k + 1] += n * left * left + left * linear + square
        coupling[k] = n * left * right + 0.5 * (left + right) * linear + s * s * (n - 2.0) * (n - 1.0) * n / 6.0
        total, first = moments(y, sums, start, stop)
        values[k] += right * total + s * ((n - 1.0) * total - first)
        values[k + 1] += left * total + s * first
    return eliminate(breakpoints, low, step, y, left_pin, right_pin, values, work)


@inlined
def _same_sign_sum(y: Array, sums: Array, origin: float, slope: float, start: int, stop: int) -> float:
    """Return |sum of y_i - (origin + slope * i)| over start .. stop - 1, where the error keeps its sign."""
    if stop <= start:
        return 0.0
    n = stop - start
    if n <= DIRECT:
        total = 0.0
        for i in range(start, stop):
            total += y[i] - (origin + slope * i)
        return abs(total)
    return abs(_sum_y(sums, start, stop) - n * (origin + slope * 0.5 * (start + stop - 1)))


@inlined
def crossing(y: Array, origin: float, slope: float, sign: float, start: int, stop: int) -> int:
    """Return the first index in start .. stop - 1 with sign * error >= 0, where sign * error rises."""
    while start < stop:
        middle = (start + stop) >> 1
        if sign * (y[middle] - (origin + slope * middle)) >= 0.0:
            stop = middle
        else:
            start = middle + 1
    return start


@inlined
def lowest(y: Array, slope: float, sign: float, start: int, stop: int) -> int:
    """Return the index in start .. stop - 1 at which sign * (y_i - slope * i) is smallest, where that is convex."""
    low, high = start, stop - 1
    while low < high:
        middle = (low + high) >> 1
        if sign * (y[middle + 1] - y[middle] - slope) >= 0.0:
            high = middle
        else:
            low = middle + 1
    return low


@inlined
def _run_errors(
    y: Array, sums: Array, origin: float, slope: float, sign: float, start: int, stop: int
) -> tuple[float, float]:
    """Return the maximum and the sum of the absolute error of the line origin + slope * i on a convex run."""
    low = lowest(y, slope, sign, start, stop)
    bottom = sign * (y[low] - (origin + slope * low))
    first = sign * (y[start] - (origin + slope * start))
    last = sign * (y[stop - 1] - (origin + slope * (stop - 1)))
    worst = max(abs(bottom), abs(first), abs(last))
    if bottom >= 0.0:
        return worst, _same_sign_sum(y, sums, origin, slope, start, stop)
    falling = start if first < 0.0 else crossing(y, origin, slope, -sign, start, low)
    rising = stop if last < 0.0 else crossing(y, origin, slope, sign, low, stop)
    total = _same_sign_sum(y, sums, origin, slope, start, falling)
    total += _same_sign_sum(y, sums, origin, slope, falling, rising)
    return worst, total + _same_sign_sum(y, sums, origin, slope, rising, stop)


@routine
def sample_errors(
    breakpoints: Array,
    values: Array,
    low: float,
    step: float,
    y: Array,
    sums: Array,
    convex_runs: NDArray[np.int64],
    signs: NDArray[np.int64],
    starts: NDArray[np.int64],
) -> tuple[float, float]:
    """Return maximum and mean absolute error over all samples.

    Parameters
    ----------
    breakpoints, values : ndarray, shape (m,)
        The approximation.
    low, step : float
        First sample and distance between samples.
    y, sums : ndarray, shapes (n,) and (n + 1, 4)
        The function there, and the prefix sums of `prefix_sums`.
    convex_runs, signs : ndarray of int64, shapes (r + 1,) and (r,)
        As in `Samples`.
    starts : ndarray of int64, shape (m,)
        As `locate` fills it.
    """
    worst = 0.0
    total = 0.0
    run = 0
    for k in range(breakpoints.size - 1):
        start = starts[k]
        slope = (values[k + 1] - values[k]) / (breakpoints[k + 1] - breakpoints[k])
        origin = values[k] + slope * (low - breakpoints[k])
        slope *= step
        while start < starts[k + 1]:
            while convex_runs[run + 1] <= start:
                run += 1
            stop = min(convex_runs[run + 1], starts[k + 1])
            high, part = _run_errors(y, sums, origin, slope, float(signs[run]), start, stop)
            worst = max(worst, high)
            total += part
            start = stop
    return worst, total / y.size


@kernel
def lstsq_many(
    breakpoints: Array,
    low: float,
    step: float,
    y: Array,
    sums: Array,
    convex_runs: NDArray[np.int64],
    signs: NDArray[np.int64],
    left_pin: float,
    right_pin: float,
    values: Array,
    rank: NDArray[np.int64],
    worst: Array,
    mean: Array,
) -> None:
    """Fit each row of `breakpoints` (n, m) by least squares.

    Fills values (n, m), rank, maximum and mean error (n,); pins are nan where an end is free. The samples are given as
    in `sample_errors`.
    """
    m = breakpoints.shape[1]
    starts = np.empty(m, dtype=np.int64)
    work = np.empty((5, m))
    for row in range(breakpoints.shape[0]):
        b, v = breakpoints[row], values[row]
        locate(b, low, step, y.size, starts)
        rank[row] = _solve(b, low, step, y, sums, starts, left_pin, right_pin, v, work)
        worst[row], mean[row] = sample_errors(b, v, low, step, y, sums, convex_runs, signs, starts)
