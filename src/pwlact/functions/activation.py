"""The record of an activation function."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, NamedTuple, overload

from numpy.typing import ArrayLike

from pwlact._types import Array, is_number, real_array
from pwlact.data import Data
from pwlact.errors import IntervalError, warn

ArrayFunction = Callable[[Array], Array]
Interval = tuple[float, float]
Side = Literal["left", "right"]
TailSource = Literal["given", "estimated", "extended"]


class Line(NamedTuple):
    """Straight line y = slope * x + intercept."""

    slope: float
    intercept: float

    def __call__(self, x: Any) -> Any:
        return self.slope * x + self.intercept


class Symmetry(Enum):
    """What reflecting x about zero does to a function."""

    NONE = "none"
    ODD = "odd"  # f(-x) = -f(x)
    EVEN = "even"  # f(-x) = f(x)
    COMPLEMENTARY = "complementary"  # f(-x) = 1 - f(x)
    GATED = "gated"  # f(-x) = f(x) - x, as for f(x) = x g(x) with g(-x) = 1 - g(x)

    def reflect(self, x: Any, y: Any) -> Any:
        """Return f(-x), given x and y = f(x)."""
        match self:
            case Symmetry.NONE:
                raise ValueError("a function without symmetry has no reflection rule; evaluate it at -x")
            case Symmetry.ODD:
                return -y
            case Symmetry.EVEN:
                return y
            case Symmetry.COMPLEMENTARY:
                return 1.0 - y
            case Symmetry.GATED:
                return y - x


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """An activation function with its first two derivatives in closed form.

    Parameters
    ----------
    name : str
        Canonical name; ``pwlact.functions.get(name)`` gives the same record for catalogue functions.
    label : str
        Name for people: titles and tables.
    formula : str
        Definition in plain text, with the parameters bound, in the language of `from_expression`.
    f, df, d2f : callable
        f, f' and f'' on float64 arrays of any shape, elementwise. Where f' or f'' jumps, the value there lies
        between the two one-sided ones.
    left_tail, right_tail : Line or None
        Asymptotic lines for x to -inf and +inf; None where the outer piece is extended instead.
    symmetry : Symmetry
        Reflection property about zero.
    inflections : tuple of float
        Where f'' changes sign and f' is continuous, ascending; of a function with endless turns, those in its interval.
    kinks : tuple of float
        Where f' jumps, ascending.
    interval : (float, float)
        Default fitted range.
    domain : (float, float)
        Where f is defined; a fitted range lies within. Beyond it f keeps its value at the end, so that it is finite.
    source : str
        Where the function is defined.
    expression : str or None
        The user's text when the function was made by `from_expression`.
    estimated_tails : tuple of str
        Sides, "left" or "right", whose tail was estimated from values far out.
    data : Data or None
        The points that stand in for a formula.
    """

    name: str
    label: str
    formula: str
    f: ArrayFunction
    df: ArrayFunction
    d2f: ArrayFunction
    left_tail: Line | None = None
    right_tail: Line | None = None
    symmetry: Symmetry = Symmetry.NONE
    inflections: tuple[float, ...] = ()
    kinks: tuple[float, ...] = ()
    interval: Interval = (-8.0, 8.0)
    domain: Interval = (-math.inf, math.inf)
    source: str = ""
    expression: str | None = None
    estimated_tails: tuple[Side, ...] = ()
    data: Data | None = None

    @property
    def noisy(self) -> bool:
        """Whether it is noisy data, whose errors are measured at the data alone."""
        return self.data is not None and self.data.noisy

    @overload
    def __call__(self, x: float) -> float: ...

    @overload
    def __call__(self, x: ArrayLike) -> Any: ...

    def __call__(self, x: ArrayLike) -> Any:
        """Return f(x): a float for a number, an array of the same shape for anything else.

        Raises
        ------
        ConfigError
            If x holds anything but real numbers.
        """
        y = self.f(real_array(x))
        return float(y) if is_number(x) else y

    def kinks_inside(self, low: float, high: float) -> tuple[float, ...]:
        """Return the kinks strictly between low and high, ascending."""
        return tuple(kink for kink in self.kinks if low < kink < high)

    def tail_source(self, side: Side) -> TailSource:
        """Return whether a side's tail is given or estimated, or the outer piece is extended for want of a tail."""
        if (self.left_tail if side == "left" else self.right_tail) is None:
            return "extended"
        return "estimated" if side in self.estimated_tails else "given"


def check_within(interval: Any, activation: Activation) -> Interval:
    """Return `interval` as two finite ascending floats, within the function's domain.

    Raises
    ------
    IntervalError
        If it is not two finite numbers with the lower one first, or the function is not defined on all of it.
    """
    (low, high), (first, last) = check_interval(interval), activation.domain
    if not first <= low < high <= last:
        name = activation.name
        raise IntervalError(
            f"a range must lie where {name} is defined, {first:g} to {last:g}, got {low:g} {high:g}; choose another -R"
        )
    return low, high


def ascending(interval: Any) -> Any:
    """Return two bounds in ascending order: reversed ones with a `PwlactWarning`; anything else as it is."""
    try:
        low, high = (float(bound) for bound in interval)
    except (TypeError, ValueError):
        return interval
    if not low > high:
        return interval
    warn(f"the range {low:g} {high:g} is reversed, and taken as {high:g} {low:g}")
    return high, low


def check_interval(interval: Any) -> Interval:
    """Return `interval` as two finite ascending floats.

    Raises
    ------
    IntervalError
        If it is not two finite numbers with the lower one first.
    """
    try:
        low, high = (float(bound) for bound in interval)
    except (TypeError, ValueError):
        raise IntervalError(f"a range is two numbers, got {interval!r}; give it as -R LOW HIGH") from None
    if not (math.isfinite(low) and math.isfinite(high)):
        raise IntervalError(f"range bounds must be finite, got {low:g} {high:g}; give finite numbers, as in -R -8 8")
    if low >= high:
        raise IntervalError(f"a range must ascend, got {low:g} {high:g}; give the lower bound first, as in -R -8 8")
    return low, high
