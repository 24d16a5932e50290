"""What an approximation must keep exactly, whatever its error elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from pwlact._types import is_number
from pwlact.errors import ConfigError, require
from pwlact.functions import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """Properties that every approximation of a problem has, in real numbers or in a unit's outputs.

    Parameters
    ----------
    through : tuple of (float, float)
        Pairs (x, y) with p(x) = y, x ascending; in a unit x is an input code and y an output.
    monotone : bool
        p never falls where f rises on the whole range, and never rises where f falls on the whole range.
    non_negative : bool
        p >= 0.
    last : float or None
        The last piece is this constant.
    slopes : tuple of (int, float)
        Pairs of a segment, counted from 1, and its slope; of noisy data alone.

    Raises
    ------
    ConfigError
        If a value is no finite number or below 0 where none may be, or two pairs have the same x.
    """

    through: tuple[tuple[float, float], ...] = ()
    monotone: bool = False
    non_negative: bool = False
    last: float | None = None
    slopes: tuple[tuple[int, float], ...] = ()

    def __post_init__(self) -> None:
        numbers = [*np.ravel(self.through).tolist(), *([] if self.last is None else [self.last])]
        for _, value in self.slopes:
            require(is_number(value) and bool(np.isfinite(value)), "a slope is finite", repr(value), "try --slope 1 0")
        for value in numbers:
            fine = is_number(value) and np.isfinite(value)
            require(fine, "a value to be met is a finite number", repr(value), "try --through 0 0")
        pairs = tuple(sorted((float(x), float(y)) for x, y in self.through))
        for (x, _), (other, _) in pairwise(pairs):
            require(x < other, "each x has one value to be met", f"x = {x:g} twice", "leave one out")
        lowest = min((y for _, y in pairs), default=0.0)
        fine = not self.non_negative or lowest >= 0.0
        require(fine, "a non-negative approximation meets no value below 0", f"{lowest:g}", "leave one of them out")
        object.__setattr__(self, "through", pairs)

    def __bool__(self) -> bool:
        """Tell whether anything must be kept."""
        return self != NONE

    @property
    def text(self) -> str:
        """The constraints in words, separated by commas; empty without any."""
        parts = [f"through ({x:g}, {y:g})" for x, y in self.through]
        parts += [name for name, on in (("monotone", self.monotone), ("non-negative", self.non_negative)) if on]
        parts += [f"slope {value:g} of segment {k}" for k, value in self.slopes]
        return ", ".join([*parts, *([] if self.last is None else [f"last piece {self.last:g}"])])


NONE = Constraints()


def check_inside(constraints: Constraints, interval: Interval) -> None:
    """Check that the values to be met lie inside the range.

    Raises
    ------
    ConfigError
        If one lies outside.
    """
    low, high = interval
    for x, y in constraints.through:
        inside = low <= x <= high
        require(inside, f"values to be met lie inside the range {low:g} {high:g}", f"({x:g}, {y:g})", "move it")


def check_pins(constraints: Constraints, interval: Interval, pins: tuple[float | None, float | None]) -> None:
    """Check that no other value is to be met at a pinned end.

    Raises
    ------
    ConfigError
        If one is.
    """
    met = dict(constraints.through)
    asked = [(interval[0], pins[0], met.get(interval[0])), (interval[1], pins[1], met.get(interval[1]))]
    for end, pin, value in [*asked, (interval[1], pins[1], constraints.last)]:
        agrees = pin is None or value in (None, pin)
        require(agrees, f"the end x = {end:g} is pinned to {pin}", f"{value} to be met there", "give --ends free")


def pairs_of(numbers: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """Return numbers x y x y ... as pairs (x, y).

    Raises
    ------
    ConfigError
        If their count is odd.
    """
    if len(numbers) % 2:
        raise ConfigError(f"values to be met are pairs x y, got {len(numbers)} numbers; try --through 0 0")
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def slopes_of(numbers: Sequence[float]) -> tuple[tuple[int, float], ...]:
    """Return numbers SEGMENT VALUE SEGMENT VALUE ... as pairs.

    Raises
    ------
    ConfigError
        If their count is odd, or a segment is no whole number from 1 on or named twice.
    """
    if len(numbers) % 2:
        raise ConfigError(f"slopes are pairs of a segment and a value, got {len(numbers)} numbers; try --slope 1 0")
    segments = numbers[::2]
    for k in segments:
        whole = float(k).is_integer() and k >= 1
        require(whole, "segments are counted from 1", f"{k:g}", "try --slope 1 0")
    require(len(set(segments)) == len(segments), "a segment has one slope", "one twice", "leave one out")
    return tuple((int(k), float(value)) for k, value in zip(segments, numbers[1::2], strict=True))


def constraints_to_json(constraints: Constraints) -> dict[str, Any]:
    """Return the JSON keys of constraints: one key, or none where nothing must be kept."""
    if not constraints:
        return {}
    kept = {"through": [list(pair) for pair in constraints.through], "monotone": constraints.monotone}
    more = {"slopes": [list(pair) for pair in constraints.slopes]} if constraints.slopes else {}
    return {"constraints": {**kept, "non_negative": constraints.non_negative, "last": constraints.last, **more}}


def constraints_from_json(data: dict[str, Any]) -> Constraints:
    """Return the constraints of a result's JSON object.

    Raises
    ------
    ConfigError
        If a value is bad.
    """
    stored = data.get("constraints")
    if stored is None:
        return NONE
    through = tuple((float(x), float(y)) for x, y in stored["through"])
    last = stored["last"]
    return Constraints(
        through=through,
        monotone=bool(stored["monotone"]),
        non_negative=bool(stored["non_negative"]),
        last=None if last is None else float(last),
        slopes=tuple((int(k), float(slope)) for k, slope in stored.get("slopes", ())),
    )
