"""The smallest range outside which the tails miss a function no more than the best approximation does inside."""

from __future__ import annotations

import math

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit import curve_of
from pwlact.functions import Activation, ArrayFunction, Line
from pwlact.search.chosen_range import SmallestRange
from pwlact.search.crossing import fewest_lines
from pwlact.search.problem import tail_pins

REACH = 8.0  # times the function's own range: how far out a range may end
NODES = 1 << 16  # at which the tails' errors are looked at
NARROWEST = 0.01  # distance of an end from 0 at least
LARGEST_ERROR, SMALLEST_ERROR = 1e3, 1e-12
STEPS = 60  # of the bisection of the error, whose logarithm it halves, and of an end


def smallest_range(activation: Activation, segments: int, *, pinned: bool = False) -> SmallestRange:
    """Choose the range for the smallest maximum error on the whole real line, with the tails outside.

    For an error e, every range that will do contains the smallest one outside which the tails miss f by at most e.
    So e is reached if and only if that many linked lines cross the tube f +- e on that range, and bisection finds it.

    Parameters
    ----------
    activation : Activation
        The function, with both tails.
    segments : int
        Linear pieces inside the range.
    pinned : bool
        Whether the approximation meets the tails at the ends.

    Raises
    ------
    ConfigError
        If the function lacks a tail.
    """
    left, right = activation.left_tail, activation.right_tail
    if left is None or right is None:
        raise ConfigError(f"a range is chosen between two tails, got {activation.name} without; give a range with -R")
    ends = (_Tail(activation, left, -1.0), _Tail(activation, right, 1.0))

    def reached(error: float) -> bool:
        interval = ends[0].end(error), ends[1].end(error)
        pins = tail_pins(activation, interval) if pinned else (None, None)
        return fewest_lines(curve_of(activation, interval), error, segments, pins) is not None

    fails, holds = SMALLEST_ERROR, LARGEST_ERROR
    for _ in range(STEPS):
        middle = math.sqrt(fails * holds)
        fails, holds = (fails, middle) if reached(middle) else (middle, holds)
        if holds <= fails * (1.0 + 1e-9):
            break
    return SmallestRange(interval=(ends[0].end(holds), ends[1].end(holds)), error=holds, lower_bound=fails)


class _Tail:
    """The error of a tail, from far out (first node) to 0 (last)."""

    def __init__(self, activation: Activation, tail: Line, side: float) -> None:
        low, high = activation.interval
        far = side * REACH * max(-low, high)
        self.x: Array = np.clip(np.linspace(far, side * NARROWEST, NODES), *activation.domain)
        self.error: ArrayFunction = lambda x: np.abs(tail(x) - activation.f(x))
        self.errors: Array = np.asarray(self.error(self.x))

    def end(self, error: float) -> float:
        """Return the place nearest to 0 beyond which the tail misses f by at most `error`."""
        above = np.flatnonzero(self.errors > error)
        first = int(above[0]) if above.size else NODES - 1
        outer, inner = float(self.x[max(first - 1, 0)]), float(self.x[first])
        for _ in range(STEPS if above.size and first else 0):
            middle = 0.5 * (outer + inner)
            outer, inner = (middle, inner) if self.error(np.array([middle]))[0] <= error else (outer, middle)
        return outer
