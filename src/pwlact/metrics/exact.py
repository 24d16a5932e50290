"""Exact errors on the interval: the maximum from f' = slope, the integrals to rounding."""

from __future__ import annotations

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
    middle = (
        [0.0] if pwl.breakpoints[0] < 0.0 < pwl.breakpoints[-1] else []
    )  # where the sharpest bends of most functions are
    ends = np.unique(np.concatenate((pwl.breakpoints, features.bends(activation, pwl.interval), middle)))
    left, right, slope, origin, anchor = _lines(pwl, ends)

    def error(x: Array) -> Array:
        return activation.f(x) - (origin + slope * (x - anchor))

    extremum = _root(lambda x: activation.df(x) - slope, left, right)
    worst = max(float(np.max(np.abs(error(x)))) for x in (left, extremum, right))
    roots = (_root(error, left, extremum), _root(error, extremum, right))
    edges = np.unique(np.concatenate((ends, extremum, *roots)))
    tolerance = ACCURACY * worst + ROUNDING * float(np.max(np.abs(pwl.values)))
    absolute, square = integrals(lambda x: activation.f(x) - pwl(x), edges, tolerance, worst)
    low, high = pwl.interval
    return Errors(max=worst, mean=absolute / (high - low), mse=square / (high - low))


def _lines(pwl: PWL, edges: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Return the ends of each part between edges, and the line of p on it: slope, value and point of that value."""
    left, right = edges[:-1], edges[1:]
    k = np.clip(np.searchsorted(pwl.breakpoints, left, side="right") - 1, 0, pwl.segments - 1)
    slopes = pwl.slopes
    return left, right, slopes[k], pwl.values[k], pwl.breakpoints[k]


def _root(function: ArrayFunction, left: Array, right: Array) -> Array:
    """Bisect a monotone function on each [left, right]; without a sign change, return the end nearer to a root.

    Values are taken just inside the ends, since f' has two values at a kink.
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
