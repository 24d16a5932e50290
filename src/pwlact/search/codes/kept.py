"""What the rows of a table must keep, as limits of their sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A row of slope 0: its intercept, and the smallest and the largest sum that give the same outputs."""

    intercept: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """Limits of the sums at n input codes, and properties of whole rows.

    Parameters
    ----------
    low, high : ndarray, shape (n,)
        Smallest and largest sum at each code.
    direction : int
        1 where outputs never fall and slopes are zero or more, -1 where outputs never rise and slopes are zero or less,
        0 where both may be.
    last : Constant or None
        The last row; None leaves it free.
    """

    low: Array
    high: Array
    direction: int = 0
    last: Constant | None = None

    @property
    def any(self) -> bool:
        """Whether anything is kept."""
        limited = bool(np.any(self.low > -np.inf) or np.any(self.high < np.inf))
        return limited or self.direction != 0 or self.last is not None

    def part(self, start: int, stop: int) -> Kept:
        """Return what the codes start .. stop - 1 keep."""
        return Kept(low=self.low[start:stop], high=self.high[start:stop], direction=self.direction, last=self.last)


def nothing_kept(n: int) -> Kept:
    """Return limits that any sum at n codes is within."""
    return Kept(low=np.full(n, -np.inf), high=np.full(n, np.inf))
