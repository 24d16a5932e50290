"""The object where pieces need not join: separate lines, one a segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike

from pwlact._types import Array, is_number, real_array
from pwlact.errors import require
from pwlact.functions import Interval
from pwlact.pwl.breakpoints import breakpoints_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeparateLines:
    """Piecewise-linear function whose pieces may jump: on b_k <= x < b_{k+1} through (b_k, v_k) and (b_{k+1}, w_k).

    The outer pieces go on beyond the interval.

    Parameters
    ----------
    breakpoints : ndarray, shape (m,)
        b_1 < ... < b_m, both ends of the interval included; kept as a read-only copy.
    ends : ndarray, shape (m - 1, 2)
        v_k and w_k, the values at the start and at the stop of each line; kept as a read-only copy.

    Raises
    ------
    BreakpointError, IntervalError
        If the breakpoints do not ascend strictly, or are not finite.
    ConfigError
        If there are no two finite ends for each segment.
    """

    breakpoints: Array
    ends: Array

    def __post_init__(self) -> None:
        breakpoints, ends = np.array(self.breakpoints, np.float64), np.array(self.ends, np.float64)
        breakpoints_of(breakpoints[1:-1], (breakpoints[0], breakpoints[-1]))
        fine = ends.shape == (breakpoints.size - 1, 2) and bool(np.all(np.isfinite(ends)))
        require(fine, "separate lines have two finite ends each", ends.tolist(), "match the breakpoints")
        for name, array in (("breakpoints", breakpoints), ("ends", ends)):
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
        k = np.searchsorted(self.points, at, side="right")
        y = self.ends[k, 0] + self.slopes[k] * (at - self.breakpoints[k])
        return float(y) if is_number(x) else y

    def __repr__(self) -> str:
        low, high = self.interval
        points = " ".join(f"{point:.6g}" for point in self.points)
        return f"{self.segments} separate lines on [{low:g}, {high:g}]\npoints {points}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _remake, (self.breakpoints, self.ends)

    @property
    def interval(self) -> Interval:
        """Range [b_1, b_m]."""
        return float(self.breakpoints[0]), float(self.breakpoints[-1])

    @property
    def points(self) -> Array:
        """Interior breakpoints, shape (m - 2,)."""
        return self.breakpoints[1:-1]

    @property
    def segments(self) -> int:
        """Number of lines, m - 1."""
        return self.breakpoints.size - 1

    @property
    def slopes(self) -> Array:
        """Slopes s_k, shape (m - 1,): p(x) = s_k x + c_k on segment k."""
        return np.asarray((self.ends[:, 1] - self.ends[:, 0]) / np.diff(self.breakpoints))

    @property
    def intercepts(self) -> Array:
        """Intercepts c_k, shape (m - 1,)."""
        return np.asarray(self.ends[:, 0] - self.slopes * self.breakpoints[:-1])


def _remake(breakpoints: Array, ends: Array) -> SeparateLines:
    return SeparateLines(breakpoints=breakpoints, ends=ends)
