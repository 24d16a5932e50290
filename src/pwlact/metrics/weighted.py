"""Errors times a weight: on the sampling grid, and on the whole interval from a dense set of samples with its extremes.

Double precision gives p(x) to a few 1e-16 of the values nearby. Errors below that are not counted, since a weight may
be so large where f is 0 that it would show nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.fit import Samples
from pwlact.functions import Activation, ArrayFunction, Interval, features
from pwlact.metrics.exact import root
from pwlact.metrics.integrals import integrals
from pwlact.metrics.record import Errors
from pwlact.metrics.weight import ErrorWeight
from pwlact.pwl import PWL

NOISE = 4e-16  # of p(x) by rounding, relative to the values at the ends of its segment and to those of f nearby
BLOCKS = 8  # of the range for each segment: f is nearby in a block and its neighbours
HALVES = 0.5 ** np.arange(1, 61)  # of the outer cells
STEEP = 0.25  # largest change of log w between neighbouring samples that are not close
CLOSE = 1e-12  # of the range: closer samples are not parted
MAX_SPLITS = 60_000  # samples that are added
GOLDEN = 0.5 * (3.0 - np.sqrt(5.0))
NARROWINGS = 50  # by golden sections, of the weight's peaks, which may be spikes
FEW_NARROWINGS = 24  # of the error's peaks, which are round
NEAR = 0.9  # share of the largest error above which a peak between samples is looked for
ACCURACY = 1e-9  # of weighted means, relative to the largest weighted error


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dense:
    """A function and a weight of errors on samples that are close where the weight is steep.

    Parameters
    ----------
    x, y, w : ndarray, shape (n,)
        Samples, ascending, the function and the weight there.
    noise : ndarray, shape (n,)
        What rounding may do to p there, by the size of f nearby.
    """

    x: Array
    y: Array
    w: Array
    noise: Array


class Peaks(NamedTuple):
    """Local maxima of a weighted error: where they are (n,), ascending, and how large (n,)."""

    x: Array
    error: Array


def dense_samples(
    activation: Activation, weight: ErrorWeight | None, interval: Interval, x: Array, segments: int
) -> Dense:
    """Return samples that show a weight of errors: the given ones, and more where it jumps, peaks or is steep.

    Parameters
    ----------
    activation : Activation
        The function f.
    weight : ErrorWeight or None
        The weight w; None is 1.
    interval : (float, float)
        The range; bends of f inside it are samples too.
    x : ndarray, shape (n,)
        Samples from one end of the range to the other.
    segments : int
        Segments of the approximations that are measured, which set what is nearby.

    Raises
    ------
    ConfigError
        If a weight is not a finite number above 0.
    """
    x = np.unique(np.concatenate((x, features.bends(activation, interval), _near_ends(x))))
    if weight is None:
        y = activation.f(x)
        return Dense(x=x, y=y, w=np.ones(x.size), noise=local_rounding(x, y, segments))

    def weights(at: Array) -> Array:
        return weight.on(at, activation.f(at))

    w = weights(x)
    peaks = np.flatnonzero((w[1:-1] >= w[:-2]) & (w[1:-1] >= w[2:]) & (w[1:-1] > np.minimum(w[:-2], w[2:]))) + 1
    x = np.union1d(x, _highest(weights, x[peaks - 1], x[peaks + 1], NARROWINGS))
    x = _parted(weights, x, CLOSE * (interval[1] - interval[0]))
    y = activation.f(x)
    return Dense(x=x, y=y, w=weight.on(x, y), noise=local_rounding(x, y, segments))


def _near_ends(x: Array) -> Array:
    """Return samples in the outer cells that approach the ends, where f may be steep without bounds, as sqrt at 0."""
    left, right = HALVES * (x[1] - x[0]), HALVES * (x[-1] - x[-2])
    return np.concatenate((x[0] + left[left > CLOSE * abs(x[0])], x[-1] - right[right > CLOSE * abs(x[-1])]))


def local_rounding(x: Array, y: Array, segments: int) -> Array:
    """Return what rounding may do to p at samples (n,), by the size of f nearby.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Samples from one end of the range to the other, ascending, and the function there.
    segments : int
        Segments of p.
    """
    count = BLOCKS * segments
    block = np.clip(((x - x[0]) / (x[-1] - x[0]) * count).astype(np.int64), 0, count - 1)
    size = np.zeros(count + 2)
    np.maximum.at(size, block + 1, np.abs(y))
    return np.asarray(NOISE * np.maximum(np.maximum(size[block], size[block + 1]), size[block + 2]))


def _parted(weights: ArrayFunction, x: Array, close: float) -> Array:
    """Return samples x with more between them, until log w changes little between neighbours or they are close."""
    added: list[Array] = []
    left, right = x[:-1], x[1:]
    at_left, at_right = np.log(weights(left)), np.log(weights(right))
    while left.size:
        steep = (np.abs(at_right - at_left) > STEEP) & (right - left > close)
        if not steep.any() or sum(part.size for part in added) > MAX_SPLITS:
            break
        left, right, at_left, at_right = left[steep], right[steep], at_left[steep], at_right[steep]
        middle = 0.5 * (left + right)
        added.append(middle)
        at = np.log(weights(middle))
        left, right = np.concatenate((left, middle)), np.concatenate((middle, right))
        at_left, at_right = np.concatenate((at_left, at)), np.concatenate((at, at_right))
    return np.unique(np.concatenate((x, *added)))


def _highest(function: ArrayFunction, left: Array, right: Array, steps: int) -> Array:
    """Return an x (n,) in each [left, right] where a function with one maximum there is largest, by golden sections."""
    a, b = left + GOLDEN * (right - left), right - GOLDEN * (right - left)
    at_a, at_b = function(a), function(b)
    for _ in range(steps):
        rises = at_a < at_b  # the maximum lies right of a
        left, right = np.where(rises, a, left), np.where(rises, right, b)
        width = GOLDEN * (right - left)
        kept, at_kept = np.where(rises, b, a), np.where(rises, at_b, at_a)
        new = np.where(rises, right - width, left + width)
        at_new = function(new)
        a, at_a = np.where(rises, kept, new), np.where(rises, at_kept, at_new)
        b, at_b = np.where(rises, new, kept), np.where(rises, at_new, at_kept)
    return np.asarray(np.where(at_a > at_b, a, b))


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
    x = np.concatenate((dense.x, corners))
    e = np.concatenate((weighted_error(pwl, dense.x, dense.y, dense.w, dense.noise), error(corners)))
    x, index = np.unique(x, return_index=True)
    e = e[index]
    padded = np.concatenate(([-1.0], e, [-1.0]))
    top = np.flatnonzero((padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:]))
    near = top[e[top] >= NEAR * e[top].max()]
    left = np.concatenate((x[np.maximum(near - 1, 0)], x[near]))
    right = np.concatenate((x[near], x[np.minimum(near + 1, x.size - 1)]))
    found = _highest(error, left, right, FEW_NARROWINGS)
    at, size = np.concatenate((x[top], found)), np.concatenate((e[top], error(found)))
    order = np.argsort(at, kind="stable")
    return Peaks(at[order], size[order])


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
