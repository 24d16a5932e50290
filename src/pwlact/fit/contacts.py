"""Errors of an approximation where they can be largest, for many approximations: at breakpoints and inside pieces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, kernel
from pwlact._types import Array
from pwlact.fit.kernels import _run_errors, locate, lowest
from pwlact.fit.samples import Samples


def contact_errors(samples: Samples, breakpoints: Array, values: Array, weights: Array | None = None) -> Array:
    """Measure n approximations with m breakpoints: (n, 3 m - 2) errors.

    In a row: the absolute errors at the breakpoints (m,), f being interpolated between samples; the largest errors
    inside the pieces, where the error turns (m - 1,); and the pieces' shares of the mean error (m - 1,).

    Parameters
    ----------
    samples : Samples
        The function.
    breakpoints, values : ndarray, shape (n, m)
        The approximations; breakpoints ascend from end to end of the range.
    weights : ndarray, shape (samples,), or None
        Weight of each sample in the mean, 1 in all; None is uniform.
    """
    n, m = breakpoints.shape
    found = np.zeros((n, 3 * m - 2))
    rest = (samples.convex_runs, samples.signs, np.empty(0) if weights is None else weights)
    _contact_errors(breakpoints, values, samples.interval[0], samples.step, samples.y, samples.sums, *rest, found)
    return found


@inlined
def _between(y: Array, place: float) -> float:
    i = min(max(int(place), 0), y.size - 2)
    return y[i] + (place - i) * (y[i + 1] - y[i])


@kernel
def _contact_errors(
    breakpoints: Array, values: Array, low: float, step: float, y: Array, sums: Array, convex_runs: NDArray[np.int64],
    signs: NDArray[np.int64], weights: Array, found: Array,
) -> None:  # fmt: skip
    m = breakpoints.shape[1]
    starts = np.empty(m, dtype=np.int64)
    for row in range(breakpoints.shape[0]):
        b, v = breakpoints[row], values[row]
        locate(b, low, step, y.size, starts)
        for j in range(m):
            found[row, j] = abs(v[j] - _between(y, (b[j] - low) / step))
        run = 0
        for k in range(m - 1):
            start = starts[k]
            slope = (v[k + 1] - v[k]) / (b[k + 1] - b[k])
            origin = v[k] + slope * (low - b[k])
            slope *= step
            while start < starts[k + 1]:
                while convex_runs[run + 1] <= start:
                    run += 1
                stop = min(convex_runs[run + 1], starts[k + 1])
                _worst, part = _run_errors(y, sums, origin, slope, float(signs[run]), start, stop)
                low_index = lowest(y, slope, float(signs[run]), start, stop)
                if starts[k] < low_index < starts[k + 1] - 1:
                    turned = abs(y[low_index] - origin - slope * low_index)
                    found[row, m + k] = max(found[row, m + k], turned)
                if weights.size == 0:
                    found[row, 2 * m - 1 + k] += part / y.size
                for i in range(start, stop if weights.size else start):
                    found[row, 2 * m - 1 + k] += weights[i] * abs(y[i] - origin - slope * i)
                start = stop
