"""Errors on the sampling grid, as in the paper: of one approximation or many, over every sample."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._jit import kernel
from pwlact._types import Array
from pwlact.fit import Samples
from pwlact.functions import ArrayFunction
from pwlact.metrics.record import Errors


class BatchErrors(NamedTuple):
    """Maximum and mean absolute error and mean square error, each (n,), of n approximations."""

    max: Array
    mean: Array
    mse: Array


def grid_errors(samples: Samples, pwl: ArrayFunction, weights: Array | None = None) -> Errors:
    """Return max, mean and mean square of |p(x_i) - f(x_i)| over all samples.

    Parameters
    ----------
    samples : Samples
        x_i and f(x_i), in the paper's step of 0.001.
    pwl : callable
        The approximation p on float64 arrays.
    weights : ndarray, shape (n,), or None
        Weights of the means, 1 in all; None is uniform.

    Notes
    -----
    Source: the paper (ISOCC 2023), maximum and mean error.
    """
    error = np.abs(pwl(samples.x) - samples.y)
    if weights is None:
        return Errors(max=float(error.max()), mean=float(error.mean()), mse=float(np.mean(error**2)))
    return Errors(max=float(error.max()), mean=float(weights @ error), mse=float(weights @ error**2))


def grid_errors_batch(
    samples: Samples,
    breakpoints: Array,
    values: Array,
    weights: Array | None = None,
    error_weights: Array | None = None,
) -> BatchErrors:
    """Return max, mean and mean square of |p(x_i) - f(x_i)| over all samples for n approximations.

    Where maximum and mean suffice, `fit.lstsq_batch` gives them ten times faster.

    Parameters
    ----------
    samples : Samples
        x_i and f(x_i).
    breakpoints, values : ndarray, shape (n, m)
        One approximation p a row, breakpoints ascending.
    weights : ndarray, shape (samples,), or None
        Weights of the means, 1 in all; None is uniform.
    error_weights : ndarray, shape (samples,), or None
        What each error is multiplied by; None is 1.
    """
    n = breakpoints.shape[0]
    errors = BatchErrors(np.empty(n), np.empty(n), np.empty(n))
    shares = np.full(samples.x.size, 1.0 / samples.x.size) if weights is None else weights
    factors = np.ones(samples.x.size) if error_weights is None else error_weights
    _all_samples(samples.x, samples.y, shares, factors, breakpoints, values, *errors)
    return errors


@kernel
def _all_samples(
    x: Array, y: Array, shares: Array, factors: Array, breakpoints: Array, values: Array,
    worst: Array, mean: Array, mse: Array,
) -> None:  # fmt: skip
    for row in range(breakpoints.shape[0]):
        b, v = breakpoints[row], values[row]
        top = total = square = 0.0
        k = 0
        for i in range(x.size):
            while k < b.size - 2 and x[i] >= b[k + 1]:
                k += 1
            error = abs(v[k] + (v[k + 1] - v[k]) / (b[k + 1] - b[k]) * (x[i] - b[k]) - y[i]) * factors[i]
            top = max(top, error)
            total += shares[i] * error
            square += shares[i] * error * error
        worst[row], mean[row], mse[row] = top, total, square
