"""What a function does on a range, found by sampling: finiteness, inflections, kinks, symmetry."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pwlact._types import Array
from pwlact.functions.activation import Activation, ArrayFunction, Interval, Symmetry

SAMPLES = 16_001
# A relative size below which a value is rounding noise rather than a sign.
NOISE = 1e-12
# Relative moves of x by a few of its last bits, which show how far rounding moves a function.
NUDGES = (-(2.0**-50), 2.0**-50)
# From a scan step down to the spacing of doubles.
HALVINGS = 60


def samples(interval: Interval) -> Array:
    """Return the scan grid: both ends, the middle and evenly spaced points between."""
    return np.linspace(*interval, SAMPLES)


def first_bad_point(function: ArrayFunction, interval: Interval) -> float | None:
    """Return the first sample at which a function is not finite, or None."""
    x = samples(interval)
    bad = ~np.isfinite(function(x))
    return float(x[np.argmax(bad)]) if bad.any() else None


def sign_changes(function: ArrayFunction, interval: Interval, noise: float | None = None) -> tuple[float, ...]:
    """Return where a function changes sign, ascending.

    Values up to `noise`, by default 1e-12 of the largest one on the range, have no sign, nor have those that
    moving x by its last bits can turn over, so that a flat tail of rounding errors gives no roots. Two
    changes closer than the scan step are missed.
    """
    x = samples(interval)
    y = function(x)
    spread = np.maximum(*(np.abs(function(x * (1.0 + nudge)) - y) for nudge in NUDGES))
    floor = NOISE * np.max(np.abs(y)) if noise is None else noise
    signed = np.flatnonzero(np.abs(y) > np.maximum(floor, 8.0 * spread))
    negative = np.signbit(y[signed])
    flips = np.flatnonzero(negative[1:] != negative[:-1])
    low, high, negative = x[signed[flips]], x[signed[flips + 1]], negative[flips]
    # All roots at once by halving, which also converges where a function jumps.
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        value = function(middle)
        before, root = np.signbit(value) == negative, value == 0.0
        low, high = np.where(before | root, middle, low), np.where(~before | root, middle, high)
    return tuple((0.5 * (low + high) + 0.0).tolist())  # adding 0.0 turns -0.0 into 0.0


def rounding_noise(f: ArrayFunction, d2f: ArrayFunction, interval: Interval) -> float:
    """Return the size below which f'' by formula is rounding noise, also where f is piecewise linear."""
    x = samples(interval)
    bend = np.max(np.abs(f(x))) / (interval[1] - interval[0]) ** 2
    return float(NOISE * max(bend, np.max(np.abs(d2f(x)))))


def inflections(
    d2f: ArrayFunction, interval: Interval, kinks: Iterable[float] = (), noise: float | None = None
) -> tuple[float, ...]:
    """Return where f'' changes sign, except at the kinks, where f' jumps."""
    near = 1e-9 * (interval[1] - interval[0])
    roots = sign_changes(d2f, interval, noise)
    return tuple(root for root in roots if all(abs(root - kink) > near for kink in kinks))


def bends(activation: Activation, interval: Interval) -> Array:
    """Return the inflections and kinks strictly inside a range, ascending; f is convex or concave between them."""
    low, high = interval
    known = (*activation.inflections, *activation.kinks)
    if low < activation.interval[0] or high > activation.interval[1]:
        # A custom function knows those on its own interval only.
        noise = rounding_noise(activation.f, activation.d2f, interval)
        known += inflections(activation.d2f, interval, activation.kinks, noise)
    return np.unique(np.array([x for x in known if low < x < high]))


def jumps(df: ArrayFunction, candidates: Iterable[float]) -> tuple[float, ...]:
    """Return those of the candidate points at which f' jumps, ascending and without repeats."""
    found: list[float] = []
    for point in sorted(candidates):
        near = 1e-7 * max(1.0, abs(point))
        far = 100.0 * near
        outer_left, left, right, outer_right = df(point + np.array([-far, -near, near, far]))
        wide, narrow = abs(outer_right - outer_left), abs(right - left)
        # Across a jump the change of f' stays as the step shrinks; otherwise it shrinks too.
        jump = narrow > 0.5 * wide and narrow > 1e-9 * max(abs(left), abs(right))
        if jump and not (found and point - found[-1] <= near):
            found.append(point)
    return tuple(found)


def symmetry(f: ArrayFunction, interval: Interval) -> Symmetry:
    """Return the symmetry that f shows on a range, or NONE when the range lies mostly on one side of zero."""
    low, high = interval
    reach = min(-low, high)
    if reach < 0.5 * max(-low, high):
        return Symmetry.NONE
    x = np.linspace(0.0, reach, 1001)
    right, left = f(x), f(-x)
    tolerance = 1e-12 * max(np.max(np.abs(right)), np.max(np.abs(left)))
    for candidate in Symmetry:
        if candidate is not Symmetry.NONE and np.all(np.abs(candidate.reflect(x, right) - left) <= tolerance):
            return candidate
    return Symmetry.NONE
