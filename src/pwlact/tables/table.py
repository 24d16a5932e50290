"""A table of lines on the whole real line, as somebody gave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.datapath import Unit
from pwlact.errors import BreakpointError
from pwlact.functions import Activation, Interval

MAX_PIECES = 4096
LARGEST = 1e30  # number in a table: squares of sums and products stay doubles


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Lines p(x) = s_k x + c_k, which need not join; the first and the last one go on without end.

    Parameters
    ----------
    breakpoints : ndarray, shape (P - 1,)
        Where pieces 1, 2, ... begin, ascending.
    slopes, intercepts : ndarray, shape (P,)
        s_k and c_k.
    interval : (float, float) or None
        The range that the table states; None where it states none.
    first : float or None
        Where the first row says that it begins; None where it says nothing.
    activation : Activation or None
        The function that the table names; None where it names none that is known.
    unit : Unit or None
        The hardware unit, where the file holds one.

    Raises
    ------
    BreakpointError
        If the numbers of breakpoints, slopes and intercepts do not match, a number is not finite or above 1e30 in size,
        the breakpoints do not ascend, or there are more than 4,096 pieces.
    """

    breakpoints: Array
    slopes: Array
    intercepts: Array
    interval: Interval | None = None
    first: float | None = None
    activation: Activation | None = None
    unit: Unit | None = None

    def __post_init__(self) -> None:
        counts = (self.breakpoints.size + 1, self.slopes.size, self.intercepts.size)
        if len(set(counts)) > 1 or not self.slopes.size:
            raise BreakpointError(
                f"a table of P pieces has P slopes, P intercepts and P - 1 breakpoints between them, got {counts[1]}, "
                f"{counts[2]} and {counts[0] - 1}; match them"
            )
        if counts[1] > MAX_PIECES:
            raise BreakpointError(f"a table has at most {MAX_PIECES} pieces, got {counts[1]}; audit a part of it")
        for name in ("breakpoints", "slopes", "intercepts"):
            check_finite(name, getattr(self, name))
        check_ascending(self.breakpoints)

    @property
    def pieces(self) -> int:
        """Number of pieces, P."""
        return self.slopes.size

    @property
    def mirrored(self) -> bool:
        """Whether the table is of a unit that reflects its lines for |x|."""
        return self.unit is not None and self.unit.spec.mirrored

    def piece(self, x: Any) -> Any:
        """Return the index of the piece of each x, of the same shape; a breakpoint is of the piece that it begins."""
        return np.searchsorted(self.breakpoints, x, side="right")

    def __call__(self, x: Array) -> Array:
        """Return p(x), of the shape of x."""
        k = self.piece(x)
        return np.asarray(self.slopes[k] * x + self.intercepts[k])


def check_finite(name: str, numbers: Array) -> None:
    """Raise BreakpointError where a number of a column is infinite, above 1e30 in size or not a number."""
    bad = np.flatnonzero(~(np.abs(numbers) <= LARGEST))
    if bad.size:
        raise BreakpointError(
            f"a table's {name} must be finite, at most {LARGEST:g} in size, got {numbers[bad[0]]:g} in place "
            f"{bad[0] + 1}; mend that row"
        )


def check_ascending(breakpoints: Array) -> None:
    """Raise BreakpointError where breakpoints repeat or fall."""
    bad = np.flatnonzero(np.diff(breakpoints) <= 0.0)
    if bad.size:
        one, other = breakpoints[bad[0] : bad[0] + 2].tolist()
        raise BreakpointError(f"a table's breakpoints must ascend without repeats, got {one:g}, {other:g}; sort them")
