"""Exact errors on the interval: the maximum from f' = slope, the integrals to rounding."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.functions import Activation, ArrayFunction, features
from pwlact.metrics.integrals import integrals
from pwlact.metrics.record import Errors
from pwlact.pwl import PWL

BISECTIONS = 80  # enough to halve any interval of doubles down to its last bit
ACCURACY = 1e-13  # of the mean and the mean square, relative to the maximum error
ROUNDING = 1e-15  # of f, relative to its largest value


def exact_errors(activation: Activation, pwl: PWL) -> Errors:
    """Return max, mean and mean square of |f - p| on the interval, to rounding.

    Between the breakpoints, the kinks and the inflections of f, the error e = f - p is convex or concave: its extremum
    is the root of f'(x) = slope, and it changes sign at most once on either side of that root. The mean
    (1 / (b_m - b_1)) int |e| dx and the mean square are adaptive Gauss-Lobatto sums between these roots.

    Parameters
    ----------
    activation : Activation
        The function f.
    pwl : PWL
        The approximation p.
    """
    parts = _parts(activation, pwl)

    def error(x: Array) -> Array:
        return parts.error(activation, x)

    worst = _worst(activation, parts)[0]
    roots = (root(error, parts.left, parts.extremum), root(error, parts.extremum, parts.right))
    edges = np.unique(np.concatenate((parts.left, parts.right, parts.extremum, *roots)))
    tolerance = ACCURACY * worst + ROUNDING * float(np.max(np.abs(pwl.values)))
    absolute, square = integrals(lambda x: activation.f(x) - pwl(x), edges, tolerance, worst)
    low, high = pwl.interval
    return Errors(max=worst, mean=absolute / (high - low), mse=square / (high - low))


def exact_worst(activation: Activation, pwl: PWL) -> tuple[float, float]:
    """Return the largest |f - p| on the interval, and an x at which it is.

    Parameters
    ----------
    activation : Activation
        The function f.
    pwl : PWL
        The approximation p.
    """
    return _worst(activation, _parts(activation, pwl))


def error_extrema(activation: Activation, pwl: PWL) -> tuple[Array, Array]:
    """Return where p - f may be largest or smallest on the interval, ascending, and p - f there: each of shape (n,).

    Between two neighbours the error is monotone, so that lines through these points show every peak.

    Parameters
    ----------
    activation : Activation
        The function f.
    pwl : PWL
        The approximation p.
    """
    parts = _parts(activation, pwl)
    x = np.concatenate((parts.left, parts.extremum, parts.right))
    error = np.concatenate([parts.error(activation, at) for at in (parts.left, parts.extremum, parts.right)])
    x, first = np.unique(x, return_index=True)
    return x, -error[first]


class _Parts(NamedTuple):
    """Parts (n,) of the interval on which e = f - p is convex or concave: ends, extremum, and the line of p there.

    The line is origin + slope (x - anchor).
    """

    left: Array
    right: Array
    extremum: Array
    slope: Array
    origin: Array
    anchor: Array

    def error(self, activation: Activation, x: Array) -> Array:
        """Return e at one x in each part."""
        return activation.f(x) - (self.origin + self.slope * (x - self.anchor))


def _parts(activation: Activation, pwl: PWL) -> _Parts:
    """Divide the interval at breakpoints, kinks, inflections and zero, where most functions bend most sharply."""
    low, high = pwl.interval
    middle = [0.0] if low < 0.0 < high else []
    ends = np.unique(np.concatenate((pwl.breakpoints, features.bends(activation, pwl.interval), middle)))
    left, right = ends[:-1], ends[1:]
    k = np.clip(np.searchsorted(pwl.breakpoints, left, side="right") - 1, 0, pwl.segments - 1)
    slope = pwl.slopes[k]
    extremum = root(lambda x: activation.df(x) - slope, left, right)
    return _Parts(left, right, extremum, slope, pwl.values[k], pwl.breakpoints[k])


def _worst(activation: Activation, parts: _Parts) -> tuple[float, float]:
    x = np.concatenate((parts.left, parts.extremum, parts.right))
    size = np.abs(np.concatenate([parts.error(activation, at) for at in (parts.left, parts.extremum, parts.right)]))
    worst = int(np.argmax(size))
    return float(size[worst]), float(x[worst])


def root(function: ArrayFunction, left: Array, right: Array) -> Array:
    """Bisect a monotone function on each [left, right]; without a sign change, return the end nearer to a root.

    Values are taken just inside the ends, since f' has two values at a kink.

    Parameters
    ----------
    function : callable
        Of one x in each of n intervals, shape (n,), to values there.
    left, right : ndarray, shape (n,)
        Ends of the intervals.
    """
    inset = 1e-12 * (right - left)
    start, stop = left + inset, right - inset
    at_start, at_stop = function(start), function(stop)
    sign = np.sign(at_start)  # products of the values themselves may underflow
    crosses = sign * np.sign(at_stop) < 0
    nearer = np.where(np.abs(at_start) <= np.abs(at_stop), left, right)
    for _ in range(BISECTIONS):
        middle = 0.5 * (start + stop)
        same = np.sign(function(middle)) * sign > 0
        start, stop = np.where(same, middle, start), np.where(same, stop, middle)
    return np.where(crosses, 0.5 * (start + stop), nearer)
