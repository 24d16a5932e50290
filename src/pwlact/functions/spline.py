"""The C2 spline through exact samples, on no more of them than their rounding calls for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError

if TYPE_CHECKING:
    from scipy.interpolate import CubicSpline

FIRST_KNOTS = 8
SPREAD = 4096  # samples that show how values are rounded
COARSE = 256  # samples that show how steep the function is
DIGITS = range(3, 13)  # significant digits and decimals that are looked for
DOUBLE = 1e-12  # rounding of values that show none, relative to the largest
LEFT = 16.0 * 2.0**-53  # of f'' by rounding, times the largest value and over the distance of knots squared
MISS = 1.5  # roundings by which a spline through rounded samples may miss the others
STEEPEST = 1e100  # slope between samples
COARSEST = 1e-3  # rounding that is trusted, relative to the span of the values


def spline_through(x: Array, y: Array) -> CubicSpline:
    """Return the cubic spline through samples; where fewer knots meet all samples to their rounding, on those.

    Derivatives of a spline through rounded values are noise where samples are dense: rounding by q makes an error of
    12 q / h^2 in f'' at knots h apart. So the spline has the fewest knots, of 8, 16, 32, ... samples at even places in
    their order, that leave all others within 1.5 roundings. Its ends are not-a-knot: of the usual ends without
    known slopes, natural ones bend the function to f'' = 0 there.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Positions, strictly ascending, two or more.
    y : ndarray, shape (n,)
        Values.

    Source: C. de Boor, A Practical Guide to Splines, 1978, chapter IV (not-a-knot ends).
    """
    from scipy.interpolate import CubicSpline  # loads more than other functions need

    allowed, count = MISS * (rounding(y) + _by_rounded_x(x, y)), FIRST_KNOTS
    while count < x.size:
        knots = np.linspace(0, x.size - 1, count).round().astype(np.intp)
        spline = CubicSpline(x[knots], y[knots])
        if _meets(spline, x, y, allowed):
            return spline
        count *= 2
    return CubicSpline(x, y)


def rounding(y: Array) -> float:
    """Return by how much the largest values seem to be rounded: to decimals, to digits, or to float32 or float16.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Values.

    Returns
    -------
    float
        A unit in the last place of the largest |y|, at least 1e-12 of it, and at most 1e-3 of the span of the values.
    """
    some = y[:: 1 + y.size // SPREAD]
    size, span = float(np.max(np.abs(y))), float(np.ptp(y))
    found = [float(np.finfo(kind).eps) * size for kind in (np.float16, np.float32) if _held(some, kind)]
    decimals = next((d for d in DIGITS if _equal(np.round(some, d), some)), None)
    digits = next((d for d in DIGITS if _equal(_to_digits(some, d), some)), None)
    found += [] if decimals is None else [10.0**-decimals]
    found += [] if digits is None else [float(np.max(_last_place(some, digits)))]
    return max(min(max(found, default=0.0), COARSEST * span), DOUBLE * size)


def _by_rounded_x(x: Array, y: Array) -> float:
    """Return what a unit in the last place of even x (n,) is in y (n,); 0 where x are uneven by more than that."""
    off = float(np.max(np.abs(x - np.linspace(x[0], x[-1], x.size))))
    if off > rounding(x):
        return 0.0
    far = slice(None, None, 1 + x.size // COARSE)
    return 2.0 * off * float(np.max(np.abs(np.diff(y[far]) / np.diff(x[far])), initial=0.0))


def _meets(spline: CubicSpline, x: Array, y: Array, allowed: float) -> bool:
    """Tell whether a spline meets all samples; a few of many are looked at first."""
    parts = (slice(None, None, 1 + x.size // SPREAD), slice(None))
    return all(np.max(np.abs(spline(x[part]) - y[part])) <= allowed for part in parts)


def _held(y: Array, kind: type[np.floating[Any]]) -> bool:
    with np.errstate(over="ignore"):
        return bool(np.array_equal(y.astype(kind), y))


def _equal(rounded: Array, y: Array) -> bool:
    return bool(np.all(np.abs(rounded - y) <= 4.0 * np.finfo(np.float64).eps * np.abs(y)))


def _last_place(y: Array, digits: int) -> Array:
    """Return one unit in the last of `digits` significant digits of y (n,); 0 for 0."""
    with np.errstate(divide="ignore"):
        return np.where(y == 0.0, 0.0, 10.0 ** (np.floor(np.log10(np.abs(y))) - digits + 1))


def _to_digits(y: Array, digits: int) -> Array:
    unit = _last_place(y, digits)
    unit[unit == 0.0] = 1.0
    return np.asarray(np.round(y / unit) * unit)


def bends(spline: CubicSpline) -> tuple[float, ...]:
    """Return where f'' of a cubic spline changes sign, ascending; it is linear between knots.

    Parameters
    ----------
    spline : CubicSpline
        The spline. Values of f'' up to 1e-12 of the largest, or that rounding of y leaves, have no sign.
    """
    x, bend = spline.x, spline(spline.x, 2)
    near = np.minimum(np.diff(x, prepend=-np.inf), np.diff(x, append=np.inf))
    floor = np.maximum(DOUBLE * np.max(np.abs(bend)), LEFT * np.max(np.abs(spline(x))) / near**2)
    signed = np.flatnonzero(np.abs(bend) > floor)
    flips = np.flatnonzero(np.signbit(bend[signed[1:]]) != np.signbit(bend[signed[:-1]]))
    left, right = signed[flips], signed[flips + 1]
    share = bend[left] / (bend[left] - bend[right])
    return tuple((x[left] + share * (x[right] - x[left]) + 0.0).tolist())


def check_steepness(x: Array, y: Array) -> None:
    """Check that samples (n,) rise by slopes whose squares are numbers.

    Raises
    ------
    ConfigError
        If two neighbours are too close for that.
    """
    with np.errstate(over="ignore"):
        steep = np.flatnonzero(~(np.abs(np.diff(y)) <= STEEPEST * np.diff(x)))
    if steep.size:
        k = int(steep[0])
        raise ConfigError(
            f"exact samples rise by slopes up to {STEEPEST:g}, got x = {x[k]!r} and {x[k + 1]!r} with y from {y[k]:g} "
            f"to {y[k + 1]:g}; leave one out"
        )
