"""Rules that breakpoints obey."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pwlact._types import Array
from pwlact.errors import BreakpointError
from pwlact.functions import Interval, check_interval


def breakpoints_of(points: Iterable[float], interval: Interval) -> Array:
    """Return the breakpoints b_1 < ... < b_m: the interior points with both ends of the range added.

    Parameters
    ----------
    points : iterable of float
        Interior points, strictly ascending, strictly inside the range; may be empty.
    interval : (float, float)
        The range.

    Raises
    ------
    IntervalError
        If the range is bad.
    BreakpointError
        If a point is not finite, outside the range, on one of its ends, out of order or repeated.
    """
    low, high = check_interval(interval)
    inner = np.asarray(list(points), dtype=np.float64)
    if not np.all(np.isfinite(inner)):
        bad = inner[~np.isfinite(inner)][0]
        raise BreakpointError(f"points must be finite numbers, got {bad:g}; remove it")
    outside = inner[(inner <= low) | (inner >= high)]
    if outside.size:
        raise BreakpointError(
            f"points must lie strictly inside the range ({low:g}, {high:g}), got {outside[0]:g}; "
            "move the point or widen the range with -R"
        )
    step = np.diff(inner)
    if np.any(step <= 0):
        j = int(np.flatnonzero(step <= 0)[0])
        fault = "repeats" if step[j] == 0 else "comes after a larger one"
        raise BreakpointError(f"points must ascend without repeats, got {inner[j + 1]:g} which {fault}; sort them")
    return np.concatenate(([low], inner, [high]))
