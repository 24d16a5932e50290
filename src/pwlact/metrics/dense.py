"""Samples that show a function and a weight of errors: close where the weight jumps, peaks or is steep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.functions import Activation, ArrayFunction, Interval, features
from pwlact.metrics.exact import root
from pwlact.metrics.weight import ErrorWeight

NOISE = 4e-16  # of p(x) by rounding, relative to the values at the ends of its segment and to those of f nearby
BLOCKS = 8  # of the range for each segment: f is nearby in a block and its neighbours
HALVES = 0.5 ** np.arange(1, 61)  # of the outer cells
THIRDS = (1.0 / 3.0, 2.0 / 3.0)  # of a cell: one of them shows a bend, also beside an inflection
DOUBLES = np.arange(-16.0, 17.0)  # beside a zero, where f changes by rounding alone
STEEP = 0.25  # largest change of log w between neighbouring samples that are not close
CLOSE = 1e-12  # of the range: closer samples are not parted
MAX_SPLITS = 60_000  # samples that are added
GOLDEN = 0.5 * (3.0 - np.sqrt(5.0))
NARROWINGS = 50  # by golden sections, of the weight's peaks, which may be spikes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dense:
    """A function and a weight of errors on samples that are close where the weight is steep.

    Parameters
    ----------
    x, y, w : ndarray, shape (n,)
        Samples, ascending, the function and the weight there.
    noise : ndarray, shape (n,)
        What rounding may do to p there, by the size of f nearby.
    bend : ndarray, shape (n - 1,)
        Distance of f from its chord between neighbouring samples, times the larger of their weights.
    kink : ndarray, shape (n - 1,)
        Distance of log w from its chord.
    """

    x: Array
    y: Array
    w: Array
    noise: Array
    bend: Array
    kink: Array


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
        y, w = activation.f(x), np.ones(x.size)
        bend, kink = _off_chord(activation.f, x, y), np.zeros(x.size - 1)
        return Dense(x=x, y=y, w=w, noise=local_rounding(x, y, segments), bend=bend, kink=kink)

    def weights(at: Array) -> Array:
        return weight.on(at, activation.f(at))

    w, zeros = weights(x), _near_zeros(activation.f, x)
    peaks = np.flatnonzero((w[1:-1] >= w[:-2]) & (w[1:-1] >= w[2:]) & (w[1:-1] > np.minimum(w[:-2], w[2:]))) + 1
    x = np.unique(np.concatenate((x, highest(weights, x[peaks - 1], x[peaks + 1], NARROWINGS), zeros)))
    x = _parted(weights, x, CLOSE * (interval[1] - interval[0]))
    y, w = activation.f(x), weights(x)
    bend = np.maximum(w[:-1], w[1:]) * _off_chord(activation.f, x, y)
    kink = _off_chord(lambda at: np.log(weights(at)), x, np.log(w))
    return Dense(x=x, y=y, w=w, noise=local_rounding(x, y, segments), bend=bend, kink=kink)


def _near_ends(x: Array) -> Array:
    """Return samples in the outer cells that approach the ends, where f may be steep without bounds, as sqrt at 0."""
    return np.concatenate((_towards(x[0], x[1]), _towards(x[-1], x[-2])))


def _near_zeros(function: ArrayFunction, x: Array) -> Array:
    """Return where a function changes its sign between samples, the doubles beside it, and samples that approach it.

    A weight that grows there by decades has its maximum at one double.
    """
    sign = np.sign(function(x))
    inner = np.flatnonzero((sign[1:-1] == 0) & (sign[:-2] * sign[2:] != 0)) + 1
    flips = np.flatnonzero(sign[1:] * sign[:-1] < 0)
    at = np.concatenate((x[inner], root(function, x[flips], x[flips + 1])))
    left, right = np.concatenate((x[inner - 1], x[flips])), np.concatenate((x[inner + 1], x[flips + 1]))
    sides = [_towards(zero, side) for zero, *ends in zip(at, left, right, strict=True) for side in ends]
    return np.concatenate(((at[:, None] + DOUBLES * np.spacing(at)[:, None]).ravel(), *sides))


def _towards(end: float, start: float) -> Array:
    """Return samples that approach an end from a start, each half as far as the one before."""
    far = HALVES * (start - end)
    return np.asarray(end + far[np.abs(far) > CLOSE * abs(end)])


def _off_chord(function: ArrayFunction, x: Array, y: Array) -> Array:
    """Return how far a function, y (n,) at samples x (n,), is from its chord between them: shape (n - 1,)."""
    off = [np.abs(function(x[:-1] + t * np.diff(x)) - y[:-1] - t * np.diff(y)) for t in THIRDS]
    return np.maximum(*off)


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


def highest(function: ArrayFunction, left: Array, right: Array, steps: int) -> Array:
    """Return where a function with one maximum in each interval is largest, by golden sections.

    Parameters
    ----------
    function : callable
        Of x, shape (n,), to values there.
    left, right : ndarray, shape (n,)
        Ends of the intervals.
    steps : int
        Golden sections.
    """
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
