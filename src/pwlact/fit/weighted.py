"""Least squares with a weight for each sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.kernels import locate
from pwlact.fit.lstsq import FREE, Fits, Pins, pin_values
from pwlact.fit.samples import Samples
from pwlact.fit.tridiagonal import PIVOT, eliminate

MIN_PIVOT = 1e-290  # smaller ones leave the normal range of doubles when squared distances multiply them


def weighted_batch(samples: Samples, weights: Array, breakpoints: Array, pins: Pins = FREE) -> Fits:
    """Fit every row of `breakpoints` (n, m): the values v that minimise sum_i w_i (p(x_i) - y_i)^2.

    p interpolates (b_j, v_j) linearly. A value that the weighted samples do not determine, as where whole segments have
    no weight, is the function's own, interpolated between samples; the rank counts the others. The time grows with
    the number of samples, while that of `lstsq_batch` depends on the breakpoints alone.

    Parameters
    ----------
    samples : Samples
        The sampled function: x_i, y_i.
    weights : ndarray, shape (samples,)
        w_i, zero or more, which add up to 1.
    breakpoints : ndarray of float64, shape (n, m)
        Rows strictly ascending, first and last at the ends of the range. Not checked.
    pins : (float or None, float or None)
        Values that p must have at the first and last breakpoint; None leaves an end free.

    Returns
    -------
    Fits
        With max_error over all samples, of any weight, and mean_error = sum_i w_i |p(x_i) - y_i|.
    """
    n = breakpoints.shape[0]
    fits = Fits(np.empty(breakpoints.shape), np.empty(n, dtype=np.int64), np.empty(n), np.empty(n))
    left, right = pin_values(pins)
    _weighted_many(breakpoints, samples.interval[0], samples.step, samples.y, weights, left, right, *fits)
    return fits


@routine
def sum_up(
    b: Array, low: float, step: float, y: Array, weights: Array, starts: NDArray[np.int64], values: Array, work: Array
) -> None:
    """Fill the normal equations: diagonal, coupling and least pivots in `work`, the right side in `values`."""
    diagonal, coupling, least = work[0], work[1], work[4]
    diagonal[:], values[:], least[:] = 0.0, 0.0, MIN_PIVOT
    for k in range(b.size - 1):
        width = b[k + 1] - b[k]
        heaviest = coupled = 0.0
        for i in range(starts[k], starts[k + 1]):
            right = min(max((low + i * step - b[k]) / width, 0.0), 1.0)
            left = 1.0 - right
            w = weights[i]
            heaviest = max(heaviest, w)
            diagonal[k] += w * left * left
            diagonal[k + 1] += w * right * right
            coupled += w * left * right
            values[k] += w * left * y[i]
            values[k + 1] += w * right * y[i]
        coupling[k] = coupled
        # The pivot that determines a value is relative to the weights around it.
        least[k] = max(least[k], PIVOT * heaviest)
        least[k + 1] = max(least[k + 1], PIVOT * heaviest)


@routine
def _measure(
    b: Array, values: Array, low: float, step: float, y: Array, weights: Array, starts: NDArray[np.int64]
) -> tuple[float, float]:
    """Return the maximum and the weighted mean absolute error."""
    worst = total = 0.0
    for k in range(b.size - 1):
        slope = (values[k + 1] - values[k]) / (b[k + 1] - b[k])
        for i in range(starts[k], starts[k + 1]):
            error = abs(values[k] + slope * (low + i * step - b[k]) - y[i])
            worst = max(worst, error)
            total += weights[i] * error
    return worst, total


@kernel
def _weighted_many(
    breakpoints: Array,
    low: float,
    step: float,
    y: Array,
    weights: Array,
    left_pin: float,
    right_pin: float,
    values: Array,
    rank: NDArray[np.int64],
    worst: Array,
    mean: Array,
) -> None:
    """Fit each row of `breakpoints` (n, m); fill values (n, m), rank, maximum and mean error (n,)."""
    m = breakpoints.shape[1]
    starts = np.empty(m, dtype=np.int64)
    work = np.empty((5, m))
    for row in range(breakpoints.shape[0]):
        b, v = breakpoints[row], values[row]
        locate(b, low, step, y.size, starts)
        sum_up(b, low, step, y, weights, starts, v, work)
        rank[row] = eliminate(b, low, step, y, left_pin, right_pin, v, work)
        worst[row], mean[row] = _measure(b, v, low, step, y, weights, starts)
