"""Activations from any Python function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.errors import FunctionError
from pwlact.functions import features
from pwlact.functions.activation import Activation, ArrayFunction, Interval, Line, check_interval
from pwlact.functions.tails import with_tails

# Steps that balance the h^2 error of the central differences against rounding, eps / h and eps / h^2. Both
# formulas average the derivative with positive weights, so that a jump of it makes no false change of sign.
FIRST_STEP, SECOND_STEP = 2.0**-17, 2.0**-12
# What rounding may leave in f'' by differences, relative to the largest value of f and f''.
DIFFERENCE_NOISE = 1e-7


def from_callable(
    f: Callable[[Any], Any],
    *,
    name: str,
    df: Callable[[Any], Any] | None = None,
    d2f: Callable[[Any], Any] | None = None,
    left_tail: Line | None = None,
    right_tail: Line | None = None,
    interval: Interval = (-8.0, 8.0),
    kinks: tuple[float, ...] = (),
) -> Activation:
    """Return an activation from a Python function of arrays or of single numbers.

    Parameters
    ----------
    f : callable
        The function. One that takes only single numbers, such as `math.tanh`, is called number by number.
    name : str
        Its name in titles, tables and files.
    df, d2f : callable, optional
        f' and f''. A missing one is found by central differences, whose error for a function that varies on a
        scale of 1 is about 1e-10 in f', 1e-8 in f'' from f alone, and 1e-10 in f'' from a given f', times the
        size of f. They call f up to 2.5e-4 max(1, abs(x)) beyond each end of the range. Closer than that to a
        kink, or to an end beyond which f has no value, they are taken at that distance from it.
    left_tail, right_tail : Line, optional
        Asymptotic lines for x to -inf and +inf. A missing one is estimated from values of f beyond the range, see
        `estimate_tail`; where f has none, or fails there, the outer piece of an approximation is extended.
    interval : (float, float)
        Range on which f, f' and f'' must be finite, and on which inflections and symmetry are looked for.
    kinks : tuple of float
        Where f' jumps; an unlisted kink is blurred by the differences.

    Returns
    -------
    Activation
        Symmetry and inflections are found by sampling.

    Raises
    ------
    IntervalError
        If the range is bad.
    FunctionError
        If f, f' or f'' is no callable, fails or is not finite somewhere on the range; if the name is no text, a tail no
        `Line` or a kink no number.
    """
    _check_types(f, df, d2f, name)
    interval, ordered = check_interval(interval), _ascending(kinks)
    value = _on_arrays(f, interval)
    first = _first_difference(value, ordered, interval) if df is None else _on_arrays(df, interval)
    if d2f is not None:
        second = _on_arrays(d2f, interval)
    elif df is None:
        second = _second_difference(value, ordered, interval)
    else:
        second = _first_difference(first, ordered, interval)
    for title, function in (("f", value), ("f'", first), ("f''", second)):
        _check_finite(title, function, name, interval)
    if d2f is None:
        x = features.samples(interval)
        noise = DIFFERENCE_NOISE * max(np.max(np.abs(value(x))), np.max(np.abs(second(x))))
    else:
        noise = features.rounding_noise(value, second, interval)
    activation = Activation(
        name=name,
        label=name,
        formula=f"{name}(x)",
        f=value,
        df=first,
        d2f=second,
        symmetry=features.symmetry(value, interval),
        inflections=features.inflections(second, interval, ordered, noise),
        kinks=ordered,
        interval=interval,
        source="Python function",
    )
    return with_tails(activation, left_tail, right_tail)


def _check_types(f: Any, df: Any, d2f: Any, name: Any) -> None:
    if not isinstance(name, str):
        raise FunctionError(f"a function's name is text, got {name!r}; try name='bump'")
    if not name.isprintable() or not name.strip():
        raise FunctionError(f"a function's name is one line of text, got {name!r}; try name='bump'")
    for title, part in (("f", f), ("df", df), ("d2f", d2f)):
        if not callable(part) and (part is not None or title == "f"):
            raise FunctionError(
                f"{title} of {name!r} must be a callable of numbers or arrays, got {part!r}; try np.tanh"
            )


def _ascending(kinks: Any) -> tuple[float, ...]:
    try:
        return tuple(sorted(float(kink) for kink in kinks))
    except (TypeError, ValueError):
        raise FunctionError(f"kinks are numbers in a row, got {kinks!r}; try kinks=(0.0,)") from None


def _on_arrays(function: Callable[[Any], Any], interval: Interval) -> ArrayFunction:
    """Return a function of arrays, which calls the original number by number where that accepts no arrays."""
    probe = np.linspace(*interval, 3)
    try:
        with np.errstate(all="ignore"):
            knows_arrays = np.shape(function(probe)) == probe.shape
    except (TypeError, ValueError):
        knows_arrays = False
    each = function if knows_arrays else np.vectorize(function, otypes=[np.float64])

    def evaluate(x: Array) -> Array:
        with np.errstate(all="ignore"):  # from_callable has checked the range; beyond it, inf and nan are the answer
            return np.asarray(each(np.asarray(x, dtype=np.float64)), dtype=np.float64)

    return evaluate


def _known(f: ArrayFunction, interval: Interval, step: float) -> Interval:
    """Return the range, and an end as infinite where f has values a difference of this step beyond it."""
    low, high = (end + way * step * max(1.0, abs(end)) for end, way in zip(interval, (-1.0, 1.0), strict=True))
    return (-np.inf if _has_value(f, low) else interval[0]), (np.inf if _has_value(f, high) else interval[1])


def _has_value(f: ArrayFunction, x: float) -> bool:
    try:
        return bool(np.isfinite(f(np.array([x]))[0]))
    except (ArithmeticError, TypeError, ValueError):  # as of math.sqrt below zero
        return False


def _first_difference(f: ArrayFunction, kinks: tuple[float, ...], interval: Interval) -> ArrayFunction:
    first, last = _known(f, interval, FIRST_STEP)

    def df(x: Array) -> Array:
        h = FIRST_STEP * np.maximum(1.0, np.abs(x))
        x = np.clip(_clear_of(kinks, x, h), first + h, last - h)
        low, high = x - h, x + h
        return (f(high) - f(low)) / (high - low)

    return df


def _second_difference(f: ArrayFunction, kinks: tuple[float, ...], interval: Interval) -> ArrayFunction:
    first, last = _known(f, interval, SECOND_STEP)

    def d2f(x: Array) -> Array:
        h = SECOND_STEP * np.maximum(1.0, np.abs(x))
        x = np.clip(_clear_of(kinks, x, h), first + h, last - h)
        low, high = x - h, x + h
        middle = f(x)
        # Slopes over the steps as rounded: x + h - x is not exactly h.
        return 2.0 * ((f(high) - middle) / (high - x) - (middle - f(low)) / (x - low)) / (high - low)

    return d2f


def _clear_of(kinks: tuple[float, ...], x: Array, reach: Array) -> Array:
    """Return the points moved to where differences of this reach do not straddle a kink."""
    for kink in kinks:
        x = np.where(np.abs(x - kink) < reach, kink + np.copysign(reach, x - kink), x)
    return x


def _check_finite(title: str, function: ArrayFunction, name: str, interval: Interval) -> None:
    low, high = interval
    try:
        bad = features.first_bad_point(function, interval)
    except (ArithmeticError, TypeError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FunctionError(
            f"{title} of {name!r} must work on the whole range {low:g} {high:g}, and fails with {reason!r}; choose "
            "another range or function"
        ) from error
    if bad is not None:
        raise FunctionError(
            f"{title} of {name!r} must be finite on the whole range {low:g} {high:g}, and is not at x = {bad:g}; "
            "choose another range or give the derivative"
        )
