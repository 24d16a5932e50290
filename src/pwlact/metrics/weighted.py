"""Errors times a weight: on the sampling grid, and on the whole interval from a dense set of samples with its extremes.

Double precision gives p(x) to a few 1e-16 of the values nearby. Errors below that are not counted, since a weight may
be so large where f is 0 that it would show nothing else.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.fit import Samples
from pwlact.functions import Activation, features
from pwlact.metrics.dense import CLOSE, NOISE, Dense, highest, local_rounding
from pwlact.metrics.exact import root
from pwlact.metrics.integrals import integrals
from pwlact.metrics.record import Errors
from pwlact.metrics.weight import ErrorWeight
from pwlact.pwl import PWL

FEW_NARROWINGS = 24  # of the error's peaks, which are round
BENT = 0.02  # share of the largest error: where f or w bends by more between samples, these may hide peaks
INNER = np.arange(1, 16) / 16.0  # of such cells
NEAR = 0.9  # share of the largest error above which a peak between samples is looked for
ACCURACY = 1e-9  # of weighted means, relative to the largest weighted error


class Peaks(NamedTuple):
    """Local maxima of a weighted error: where they are (n,), ascending, and how large (n,)."""

    x: Array
    error: Array


def weighted_peaks(activation: Activation, weight: ErrorWeight | None, pwl: PWL, dense: Dense) -> Peaks:
    """Return the local maxima of w(x) |p(x) - f(x)| on the interval; the largest is the maximum.

    The peaks on the samples within a tenth of the largest are refined by golden sections on either side; the smaller
    ones stay where they are.

    Parameters
    ----------
    activation, weight : Activation, ErrorWeight or None
        f and w.
    pwl : PWL
        The approximation p.
    dense : Dense
        Samples, as `dense_samples` gives.
    """

    def error(x: Array) -> Array:
        y = activation.f(x)
        w = np.ones_like(x) if weight is None else weight.on(x, y)
        return weighted_error(pwl, x, y, w, np.interp(x, dense.x, dense.noise))

    corners = pwl.breakpoints
    x, e = dense.x, weighted_error(pwl, dense.x, dense.y, dense.w, dense.noise)
    x, e = _merged(x, e, corners, error(corners))
    inner = _hidden(dense, x, e)
    x, e = _merged(x, e, inner, error(inner))
    padded = np.concatenate(([-1.0], e, [-1.0]))
    top = np.flatnonzero((padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:]))
    near = top[e[top] >= NEAR * e[top].max()]
    left = np.concatenate((x[np.maximum(near - 1, 0)], x[near]))
    right = np.concatenate((x[near], x[np.minimum(near + 1, x.size - 1)]))
    found = highest(error, left, right, FEW_NARROWINGS)
    at, size = np.concatenate((x[top], found)), np.concatenate((e[top], error(found)))
    order = np.argsort(at, kind="stable")
    return Peaks(at[order], size[order])


def _merged(x: Array, e: Array, new_x: Array, new_e: Array) -> tuple[Array, Array]:
    """Return two sets of samples and their errors as one, ascending."""
    if not new_x.size:
        return x, e
    x, index = np.unique(np.concatenate((x, new_x)), return_index=True)
    return x, np.concatenate((e, new_e))[index]


def _hidden(dense: Dense, x: Array, e: Array) -> Array:
    """Return points inside the cells of samples x (n,) that may hide peaks of the error, which is e (n,) there."""
    cell = np.clip(np.searchsorted(dense.x, x[:-1], side="right") - 1, 0, dense.bend.size - 1)
    bend = np.maximum(dense.bend[cell], dense.kink[cell] * np.maximum(e[:-1], e[1:]))
    hides = np.flatnonzero(bend > BENT * e.max())
    return np.asarray((x[hides, None] + (x[hides + 1] - x[hides])[:, None] * INNER).ravel())


def weighted_error(pwl: PWL, x: Array, y: Array, w: Array, noise: Array) -> Array:
    """Return w |p(x) - f(x)| (n,), what rounding may have done to p(x) left out.

    Parameters
    ----------
    pwl : PWL
        The approximation p.
    x, y, w : ndarray, shape (n,)
        Samples on its interval, the function and the weight there.
    noise : ndarray, shape (n,)
        As `local_rounding` gives; twice that, and that of the segment's ends, is left out.
    """
    return np.abs(_signed(pwl, x, y, w, noise))


def _signed(pwl: PWL, x: Array, y: Array, w: Array, noise: Array) -> Array:
    """Return w (p(x) - f(x)) of samples of any shape, moved towards 0 by what rounding may have done to p(x)."""
    k = np.clip(np.searchsorted(pwl.breakpoints, x, side="right") - 1, 0, pwl.segments - 1)
    ends = np.abs(pwl.values)
    rounding = 2.0 * noise + NOISE * np.maximum(ends[k], ends[k + 1])
    off = np.interp(x, pwl.breakpoints, pwl.values) - y
    return np.asarray(w * np.copysign(np.maximum(np.abs(off) - rounding, 0.0), off))


def weighted_grid_errors(pwl: PWL, samples: Samples, w: Array, weights: Array | None) -> Errors:
    """Return maximum, mean and mean square of w_i |p(x_i) - f(x_i)| over all samples.

    Parameters
    ----------
    pwl : PWL
        The approximation p.
    samples : Samples
        x_i and f(x_i).
    w : ndarray, shape (n,)
        Weights of the errors.
    weights : ndarray, shape (n,), or None
        Weights of the means, 1 in all; None is uniform.
    """
    error = weighted_error(pwl, samples.x, samples.y, w, local_rounding(samples.x, samples.y, pwl.segments))
    shares = np.full(error.size, 1.0 / error.size) if weights is None else weights
    return Errors(max=float(error.max()), mean=float(shares @ error), mse=float(shares @ error**2))


def weighted_exact_errors(activation: Activation, weight: ErrorWeight, pwl: PWL, dense: Dense) -> Errors:
    """Return maximum, mean and mean square of w(x) |p(x) - f(x)| on the interval.

    The maximum is that of `weighted_peaks`. The means are adaptive Gauss-Lobatto sums between the breakpoints, the sign
    changes of the error and the jumps of the weight. What rounding may have done to p(x) is left out of all three.

    Parameters
    ----------
    activation, weight, pwl, dense
        As in `weighted_peaks`.
    """
    worst = float(weighted_peaks(activation, weight, pwl, dense).error.max())
    (low, high), x = pwl.interval, dense.x

    def signed(at: Array) -> Array:
        y = activation.f(at)
        return _signed(pwl, at, y, weight.on(at, y), np.interp(at, x, dense.noise))

    off = np.interp(x, pwl.breakpoints, pwl.values) - dense.y
    flips = np.flatnonzero(off[1:] * off[:-1] < 0.0)
    crossings = root(signed, x[flips], x[flips + 1])
    close = np.flatnonzero(np.diff(x) < 1e3 * CLOSE * (high - low))
    bends = features.bends(activation, (low, high))
    edges = np.unique(np.concatenate((pwl.breakpoints, bends, crossings, x[close], x[close + 1])))
    absolute, square = integrals(signed, edges, ACCURACY * worst, worst, CLOSE * (high - low))
    return Errors(max=worst, mean=absolute / (high - low), mse=square / (high - low))
