"""Asymptotic lines of a function, estimated from its values far out, and what is known of a function's tails."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

import numpy as np

from pwlact._types import Array, is_number
from pwlact.errors import FunctionError
from pwlact.functions.activation import Activation, ArrayFunction, Interval, Line, Side
from pwlact.functions.features import samples

SIDES: tuple[Side, ...] = get_args(Side)

DOUBLINGS = 40  # of the distance from zero, at which the function is evaluated
START = 8.0  # the first distance, at least
MIN_RUN = 3  # doublings over which slope and intercept must be constant
TOLERANCE = 1e-6  # their largest change in one doubling, relative to the size of the function
ROUNDING = 16.0 * np.finfo(np.float64).eps
SAFETY = 8.0  # uncertainty of an estimate, in units of its last change
CHECKS = 64  # points between the doublings, where the line must hold too
GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)


def with_tails(activation: Activation, left_tail: Line | None, right_tail: Line | None) -> Activation:
    """Return an activation with the tails given; a missing one is estimated.

    Parameters
    ----------
    activation : Activation
        The function, whose own tails are replaced.
    left_tail, right_tail : Line or None
        Tails given; None is estimated, and stays None where f has no limit line.

    Raises
    ------
    FunctionError
        If a tail is neither, or is infinite or not a number.
    """
    found = {"left": left_tail, "right": right_tail}
    for side, tail in found.items():
        if not isinstance(tail, Line | None):
            raise FunctionError(f"the {side} tail of {activation.name!r} is a Line, got {tail!r}; try Line(0.0, 0.0)")
        if tail is not None and not all(is_number(part) and math.isfinite(part) for part in tail):
            raise FunctionError(
                f"the {side} tail of {activation.name!r} has a finite slope and intercept, got {tail[0]} {tail[1]}; "
                "try 0 0"
            )
    missing = tuple(side for side in SIDES if found[side] is None)
    for side in missing:
        found[side] = estimate_tail(activation.f, side, activation.interval)
    return replace(activation, left_tail=found["left"], right_tail=found["right"], estimated_tails=missing)


def estimate_tail(f: ArrayFunction, side: Side, interval: Interval) -> Line | None:
    """Return the line that f nears for x to -inf or +inf, or None where its values show none.

    With x_k = x_0 2^k, the slope is estimated by (f(2 x_k) - f(x_k)) / x_k and the intercept by 2 f(x_k) - f(2 x_k).
    From some k on both must be constant up to rounding; the k at which they change least gives the line, rounded to
    the fewest decimals within its own uncertainty. Between the doublings f must lie on it too.

    Parameters
    ----------
    f : callable
        On float64 arrays. Far out it may overflow, be NaN or raise: values from there on are ignored.
    side : str
        "left" or "right".
    interval : (float, float)
        The range, beyond which the line shall hold.
    """
    x = _doublings(side, interval)
    y = _values(f, x)
    finite = int(np.argmin(np.isfinite(np.append(y, np.nan))))
    if finite < MIN_RUN + 2:
        return None
    with np.errstate(all="ignore"):
        slopes, intercepts = np.diff(y[:finite]) / np.diff(x[:finite]), 2.0 * y[: finite - 1] - y[1:finite]
        changes, rounding = np.abs(np.diff(intercepts)), ROUNDING * np.abs(y[2:finite])
    tolerance = TOLERANCE * float(np.max(np.abs(f(samples(interval)))))
    best = _steadiest(changes, rounding, tolerance)
    if best is None:
        return None
    slope, intercept, move = float(slopes[best]), float(intercepts[best]), float(changes[best] + rounding[best])
    slope_move = abs(float(slopes[best + 1]) - slope) + ROUNDING * abs(slope)
    line = Line(_rounded(slope, SAFETY * slope_move), _rounded(intercept, SAFETY * move))
    return line if _holds(f, line, float(x[best]), SAFETY * move) else None


def describe_tails(activation: Activation) -> str:
    """Return in words what holds beyond a range: each side's line and whether it is given, estimated or extended."""
    left, right = (_description(activation, side) for side in SIDES)
    return f"left {left}; right {right}"


def _description(activation: Activation, side: Side) -> str:
    line = activation.left_tail if side == "left" else activation.right_tail
    if line is None:
        return "the outer piece goes on, for no limit is known"
    slope = f"{line.slope:.6g} x" if line.slope else ""
    sign = "" if not slope else " - " if line.intercept < 0 else " + "
    return f"y = {slope}{sign}{abs(line.intercept) if slope else line.intercept:.6g} ({activation.tail_source(side)})"


def _doublings(side: Side, interval: Interval) -> Array:
    distance = max(START, *(abs(bound) for bound in interval))
    first = 2.0 ** math.ceil(math.log2(distance))
    sign = -1.0 if side == "left" else 1.0
    return np.ldexp(sign * first, np.arange(DOUBLINGS))


def _values(f: ArrayFunction, x: Array) -> Array:
    """Return f(x), NaN from the first point on at which f fails."""
    y = np.full(x.size, np.nan)
    with np.errstate(all="ignore"):
        try:
            for k in range(x.size):
                y[k] = f(x[k : k + 1])[0]
        except Exception:  # beyond its range a function may do anything
            return y
    return y


def _steadiest(changes: Array, rounding: Array, tolerance: float) -> int | None:
    """Return the doubling at which the estimate changes least, where it is constant from there on; None if nowhere."""
    loose = np.flatnonzero(~(changes <= tolerance + rounding))
    start = int(loose[-1]) + 1 if loose.size else 0
    if changes.size - start < MIN_RUN:
        return None
    best = start + int(np.argmin((changes + rounding)[start:]))
    return best if changes[best] + rounding[best] <= max(tolerance, float(rounding[0])) else None


def _holds(f: ArrayFunction, line: Line, start: float, uncertainty: float) -> bool:
    """Return whether f lies on the line between the doublings too; a periodic function does not."""
    x = start * (1.0 + 3.0 * np.mod(GOLDEN * np.arange(1, CHECKS + 1), 1.0))
    y = _values(f, x)
    return bool(np.all(np.abs(y - line(x)) <= uncertainty + SAFETY * ROUNDING * np.abs(y)))


def _rounded(value: float, uncertainty: float) -> float:
    """Return the value with the fewest decimals that its uncertainty allows."""
    for decimals in range(13):
        if abs(round(value, decimals) - value) <= uncertainty:
            return round(value, decimals) + 0.0  # adding 0.0 turns -0.0 into 0.0
    return value
