"""The object: a piecewise-linear function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike

from pwlact._types import Array, is_number, real_array
from pwlact.errors import BreakpointError, require
from pwlact.functions import Activation, Interval, Line
from pwlact.pwl.breakpoints import breakpoints_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PWL:
    """Piecewise-linear function in knot form, continuous on its interval by construction.

    p(x) interpolates (b_j, v_j) linearly on [b_1, b_m]; outside, the tails hold.

    Parameters
    ----------
    breakpoints : ndarray, shape (m,)
        b_1 < ... < b_m, both ends of the interval included; kept as a read-only copy.
    values : ndarray, shape (m,)
        v_j = p(b_j); kept as a read-only copy.
    left_tail, right_tail : Line
        Lines used below b_1 and above b_m. `make_pwl` extends the outer pieces where a function has no tail.

    Raises
    ------
    BreakpointError
        If the breakpoints or values are no numbers, the breakpoints do not ascend strictly, the values do not match
        them or are not finite, or two breakpoints are so close that the slope between them overflows.
    ConfigError
        If a tail is no Line.
    IntervalError
        If the first and last breakpoint do not ascend or are not finite.
    """

    breakpoints: Array
    values: Array
    left_tail: Line
    right_tail: Line

    def __post_init__(self) -> None:
        for tail in (self.left_tail, self.right_tail):
            require(isinstance(tail, Line), "a tail is a Line", repr(tail), "try Line(0.0, 0.0)")
            require(bool(np.all(np.isfinite(tail))), "a tail is finite", repr(tail), "try Line(0.0, 0.0)")
        breakpoints, values = _row("breakpoints", self.breakpoints), _row("values", self.values)
        if breakpoints.ndim != 1 or breakpoints.size < 2:
            raise BreakpointError(f"a PWL has at least two breakpoints, got shape {breakpoints.shape}; add both ends")
        breakpoints_of(breakpoints[1:-1], (breakpoints[0], breakpoints[-1]))
        if values.shape != breakpoints.shape or not np.all(np.isfinite(values)):
            raise BreakpointError(
                f"a PWL has a finite value per breakpoint, got {values.size} values for {breakpoints.size}; match them"
            )
        with np.errstate(over="ignore"):
            steep = np.flatnonzero(~np.isfinite(np.diff(values) / np.diff(breakpoints)))
        if steep.size:
            near, next_one = breakpoints[steep[0] : steep[0] + 2].tolist()
            raise BreakpointError(
                f"breakpoints must be far enough apart for a finite slope, got {near!r} and {next_one!r}; remove one"
            )
        for name, array in (("breakpoints", breakpoints), ("values", values)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    @overload
    def __call__(self, x: float) -> float: ...

    @overload
    def __call__(self, x: ArrayLike) -> Any: ...

    def __call__(self, x: ArrayLike) -> Any:
        """Return p(x): a float for a number, an array of the same shape for anything else.

        Raises
        ------
        ConfigError
            If x holds anything but real numbers.
        """
        at = real_array(x)
        inside = np.interp(at, self.breakpoints, self.values)
        below, above = at < self.breakpoints[0], at > self.breakpoints[-1]
        y = np.where(below, _on(self.left_tail, at), np.where(above, _on(self.right_tail, at), inside))
        return float(y) if is_number(x) else y

    def __repr__(self) -> str:
        low, high = self.interval
        points = " ".join(f"{point:.6g}" for point in self.points)
        return f"PWL of {self.segments} segments on [{low:g}, {high:g}]\npoints {points}"

    def __reduce__(self) -> tuple[Any, ...]:
        # By its constructor, so that the arrays of a copy, pickled or deep, are read-only too.
        return _remake, (self.breakpoints, self.values, self.left_tail, self.right_tail)

    @property
    def interval(self) -> Interval:
        """Range [b_1, b_m]."""
        return float(self.breakpoints[0]), float(self.breakpoints[-1])

    @property
    def points(self) -> Array:
        """Interior breakpoints b_2 .. b_{m-1}, shape (m - 2,)."""
        return self.breakpoints[1:-1]

    @property
    def segments(self) -> int:
        """Number of linear pieces inside the interval, m - 1."""
        return self.breakpoints.size - 1

    @property
    def slopes(self) -> Array:
        """Slopes s_k of the segments, shape (m - 1,): p(x) = s_k x + c_k on segment k."""
        return np.asarray(np.diff(self.values) / np.diff(self.breakpoints))

    @property
    def intercepts(self) -> Array:
        """Intercepts c_k of the segments, shape (m - 1,)."""
        return np.asarray(self.values[:-1] - self.slopes * self.breakpoints[:-1])

    @property
    def betas(self) -> Array:
        """Betas of the hinge form, shape (m,): p(x) = beta_1 + sum_j beta_{j+1} max(x - b_j, 0), j = 1 .. m - 1.

        beta_1 = v_1, beta_2 = s_1 and beta_{j+1} = s_j - s_{j-1}.
        """
        slopes = self.slopes
        return np.concatenate((self.values[:1], slopes[:1], np.diff(slopes)))


def make_pwl(activation: Activation, breakpoints: Array, values: Array) -> PWL:
    """Return a PWL with the function's tails; where it has none, the outer piece is extended.

    Parameters
    ----------
    activation : Activation
        The function whose tails are used.
    breakpoints, values : ndarray, shape (m,)
        b_j and v_j, as in `PWL`.

    Raises
    ------
    BreakpointError, IntervalError
        As `PWL` does.
    """
    return knot_pwl(breakpoints, values, activation.left_tail, activation.right_tail)


def knot_pwl(breakpoints: Array, values: Array, left_tail: Line | None = None, right_tail: Line | None = None) -> PWL:
    """Return a PWL by its knots; where no tail is given, the outer piece is extended.

    Parameters
    ----------
    breakpoints, values : ndarray, shape (m,)
        b_j and v_j, as in `PWL`.
    left_tail, right_tail : Line, optional
        Lines used below b_1 and above b_m.

    Raises
    ------
    BreakpointError, IntervalError
        As `PWL` does.
    """
    return PWL(
        breakpoints=breakpoints,
        values=values,
        left_tail=left_tail or _line_through(breakpoints[:2], values[:2]),
        right_tail=right_tail or _line_through(breakpoints[-2:], values[-2:]),
    )


def _row(name: str, numbers: Any) -> Array:
    """Return a copy as an array of numbers."""
    try:
        return np.array(numbers, dtype=np.float64)
    except (TypeError, ValueError):
        raise BreakpointError(f"{name} are numbers in a row, got {numbers!r}; try [-8, 0, 8]") from None


def _remake(breakpoints: Array, values: Array, left_tail: Line, right_tail: Line) -> PWL:
    return PWL(breakpoints=breakpoints, values=values, left_tail=left_tail, right_tail=right_tail)


def _on(line: Line, x: Array) -> Array:
    """Evaluate a line; a level one also at infinity, where 0 * x is not a number."""
    return line(x) if line.slope else np.full_like(x, line.intercept)


def _line_through(x: Array, y: Array) -> Line:
    slope = float((y[1] - y[0]) / (x[1] - x[0]))
    return Line(slope, float(y[0] - slope * x[0]))
