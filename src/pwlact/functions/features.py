"""Features of a function on a range, found by sampling: finiteness, inflections, kinks, symmetry."""

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
# Between neighbouring samples, f may be off its chord by this share of its span; in the first and the last cell, where
# a root or a logarithm is steep, by the second one.
OFF_CHORD, OFF_CHORD_AT_ENDS = 0.1, 0.5
# f' may be off by the first share in the second share of the cells: at kinks, but not everywhere.
OFF_SLOPE, FEW_CELLS = 0.25, 0.01
# Where in a cell that is looked at, as shares of its width.
INNER = (0.118, 0.5, 0.764)
# From a scan step down to the spacing of doubles.
HALVINGS = 60
ROUNDING = 1e-15  # of f by rounding, relative to its largest value


def samples(interval: Interval) -> Array:
    """Return the scan grid, shape (16001,): both ends, the middle and evenly spaced points between."""
    return np.linspace(*interval, SAMPLES)


def first_bad_point(function: ArrayFunction, interval: Interval) -> float | None:
    """Return the first sample of the scan grid at which a function is infinite or NaN; None if there is none."""
    x = samples(interval)
    bad = ~np.isfinite(function(x))
    return float(x[np.argmax(bad)]) if bad.any() else None


@np.errstate(all="ignore")
def unresolved(f: ArrayFunction, x: Array, df: ArrayFunction | None = None) -> float | None:
    """Return where a function changes too quickly for samples to show its course; None if nowhere.

    Between samples, f must be near the chord: off it by at most a tenth of its span, and by half of it in the first and
    the last cell. f' must be near its chord in all but a hundredth of the cells, where f may have kinks.

    Parameters
    ----------
    f : callable
        The function, on float64 arrays.
    x : ndarray, shape (n,)
        Samples, ascending.
    df : callable, optional
        f', if its course counts too.
    """
    off = _off_chord(f, x) / OFF_CHORD
    off[[0, -1]] *= OFF_CHORD / OFF_CHORD_AT_ENDS
    if np.any(off > 1.0):
        return float(x[int(np.argmax(off))])
    if df is None or x.size < 4:
        return None
    bent = _off_chord(df, x[1:-1]) > OFF_SLOPE
    return float(x[1 + int(np.argmax(bent))]) if np.mean(bent) > FEW_CELLS else None


def _off_chord(f: ArrayFunction, x: Array) -> Array:
    """Return the largest distance of f from its chord between neighbouring samples (n - 1,), as a share of its span."""
    y = f(x)
    width, rise = np.diff(x), np.diff(y)
    span = float(np.ptp(y))
    inner = [(f(x[:-1] + share * width), y[:-1] + share * rise) for share in INNER]
    span = max(span, *(float(np.ptp(value)) for value, _ in inner))
    if not 0.0 < span < np.inf:
        return np.zeros(x.size - 1)
    off = np.max([np.abs(value - chord) for value, chord in inner], axis=0)
    return np.asarray(np.maximum(off - ROUNDING * float(np.max(np.abs(y))), 0.0) / span)


def sign_changes(function: ArrayFunction, interval: Interval, noise: float | None = None) -> tuple[float, ...]:
    """Return where a function changes sign, ascending, to the spacing of doubles.

    Two changes closer than the scan step are missed. A value whose sign changes when x moves by its last bits has no
    sign, so that a flat tail of rounding errors gives no roots.

    Parameters
    ----------
    function : callable
        On float64 arrays of any shape, elementwise; finite on the range.
    interval : (float, float)
        The range.
    noise : float, optional
        Values up to this size have no sign; by default 1e-12 of the largest value on the range.
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
    """Return the size below which f'' by formula is rounding noise, also where f is piecewise linear.

    It is 1e-12 max(max |f| / (high - low)^2, max |f''|), with the maxima over the scan grid; of f'', which may be
    infinite at an end, without the ends.

    Parameters
    ----------
    f, d2f : callable
        f and f'' on float64 arrays of any shape, elementwise.
    interval : (float, float)
        The range, (low, high).
    """
    x = samples(interval)
    width = interval[1] - interval[0]
    bend = np.max(np.abs(f(x))) / (width * width)  # a product may be infinite, a power raises then
    return float(NOISE * max(bend, np.max(np.abs(d2f(x[1:-1])))))


def inflections(
    d2f: ArrayFunction, interval: Interval, kinks: Iterable[float] = (), noise: float | None = None
) -> tuple[float, ...]:
    """Return where f'' changes sign, ascending, except at the kinks, where f' jumps.

    Parameters
    ----------
    d2f : callable
        f'' on float64 arrays of any shape, elementwise.
    interval : (float, float)
        The range.
    kinks : iterable of float
        Where f' jumps.
    noise : float, optional
        Values of f'' up to this size have no sign, as in `sign_changes`.
    """
    near = 1e-9 * (interval[1] - interval[0])
    roots = sign_changes(d2f, interval, noise)
    return tuple(root for root in roots if all(abs(root - kink) > near for kink in kinks))


def bends(activation: Activation, interval: Interval) -> Array:
    """Return the inflections and kinks strictly inside a range, ascending; f is convex or concave between them.

    Parameters
    ----------
    activation : Activation
        The function f.
    interval : (float, float)
        The range. Beyond the activation's own range, inflections are looked for again, and kinks are not.

    Returns
    -------
    ndarray, shape (n,)
        Without repeats.
    """
    low, high = interval
    known = (*activation.inflections, *activation.kinks)
    if low < activation.interval[0] or high > activation.interval[1]:
        # A custom function knows those on its own interval only.
        noise = rounding_noise(activation.f, activation.d2f, interval)
        known += inflections(activation.d2f, interval, activation.kinks, noise)
    return np.unique(np.array([x for x in known if low < x < high]))


def jumps(df: ArrayFunction, candidates: Iterable[float]) -> tuple[float, ...]:
    """Return those of the candidate points at which f' jumps, ascending and without repeats.

    Across a jump the change of f' stays as the step shrinks; elsewhere it shrinks too.

    Parameters
    ----------
    df : callable
        f' on float64 arrays of any shape, elementwise.
    candidates : iterable of float
        Points at which f' may jump. Two within 1e-7 of each other, relative to their size, are one.
    """
    found: list[float] = []
    for point in sorted(candidates):
        near = 1e-7 * max(1.0, abs(point))
        far = 100.0 * near
        outer_left, left, right, outer_right = df(point + np.array([-far, -near, near, far]))
        wide, narrow = abs(outer_right - outer_left), abs(right - left)
        jump = narrow > 0.5 * wide and narrow > 1e-9 * max(abs(left), abs(right))
        if jump and not (found and point - found[-1] <= near):
            found.append(point)
    return tuple(found)


def symmetry(f: ArrayFunction, interval: Interval, rounding: float = 0.0) -> Symmetry:
    """Return the symmetry that f shows on a range, or NONE when the range lies mostly on one side of zero.

    Parameters
    ----------
    f : callable
        On float64 arrays of any shape, elementwise.
    interval : (float, float)
        The range. 1001 pairs x, -x in it must agree to 1e-12 of the largest value.
    rounding : float
        Or to twice this, by which values are rounded.
    """
    low, high = interval
    reach = min(-low, high)
    if reach < 0.5 * max(-low, high):
        return Symmetry.NONE
    x = np.linspace(0.0, reach, 1001)
    right, left = f(x), f(-x)
    tolerance = max(1e-12 * max(np.max(np.abs(right)), np.max(np.abs(left))), 2.0 * rounding)
    for candidate in Symmetry:
        if candidate is not Symmetry.NONE and np.all(np.abs(candidate.reflect(x, right) - left) <= tolerance):
            return candidate
    return Symmetry.NONE
