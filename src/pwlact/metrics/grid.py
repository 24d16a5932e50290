"""Errors on the sampling grid, as the paper measures them: over every sample, one approximation or many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pwlact.fit import Samples
from pwlact.metrics.record import Errors
from pwlact.pwl import PWL

Array = NDArray[np.float64]


class BatchErrors(NamedTuple):
    """Maximum and mean absolute error and mean square error, each (n,), of n approximations."""

    max: Array
    mean: Array
    mse: Array


def grid_errors(samples: Samples, pwl: PWL) -> Errors:
    """Return max, mean and mean square of |p(x_i) - f(x_i)| over all samples (the paper's step 0.001)."""
    error = np.abs(pwl(samples.x) - samples.y)
    return Errors(max=float(error.max()), mean=float(error.mean()), mse=float(np.mean(error**2)))


def grid_errors_batch(samples: Samples, breakpoints: Array, values: Array) -> BatchErrors:
    """Return the same for each row of breakpoints and values, both (n, m).

    Where maximum and mean are enough, `fit.lstsq_batch` gives them at ten times the speed.
    """
    n = breakpoints.shape[0]
    errors = BatchErrors(np.empty(n), np.empty(n), np.empty(n))
    _all_samples(samples.x, samples.y, breakpoints, values, *errors)
    return errors


@njit(cache=True)
def _all_samples(x: Array, y: Array, breakpoints: Array, values: Array, worst: Array, mean: Array, mse: Array) -> None:
    for row in range(breakpoints.shape[0]):
        b, v = breakpoints[row], values[row]
        top = total = square = 0.0
        k = 0
        for i in range(x.size):
            while k < b.size - 2 and x[i] >= b[k + 1]:
                k += 1
            error = abs(v[k] + (v[k + 1] - v[k]) / (b[k + 1] - b[k]) * (x[i] - b[k]) - y[i])
            top = max(top, error)
            total += error
            square += error * error
        worst[row], mean[row], mse[row] = top, total / x.size, square / x.size
