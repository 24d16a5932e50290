"""Tables from lists: lines with their breakpoints, or values to be joined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pwlact.errors import BreakpointError
from pwlact.tables.table import Table, check_ascending, check_finite


def lines_between(breakpoints: Sequence[float], slopes: Sequence[float], intercepts: Sequence[float]) -> Table:
    """Return a table of P lines, with the P - 1 breakpoints between them, their P begins, or all P + 1 ends.

    Parameters
    ----------
    breakpoints : sequence of float
        Of P numbers the first is where the first line begins; of P + 1 the last is where the last line ends, and both
        state the range. -inf and inf are lines without an end.
    slopes, intercepts : sequence of float
        The P lines.

    Raises
    ------
    BreakpointError
        If the counts do not match, as in `Table`, or a number is bad.
    """
    at, count = np.asarray(breakpoints, dtype=np.float64), len(slopes)
    begins, ends = at.size >= count, at.size > count
    low, high = at[0] if begins and at.size else -np.inf, at[-1] if ends else np.inf
    check_finite("breakpoints", at[int(np.isneginf(low) and begins) : at.size - int(np.isposinf(high) and ends)])
    check_ascending(at)
    return Table(
        breakpoints=at[int(begins) : at.size - int(ends)],
        slopes=np.asarray(slopes, dtype=np.float64),
        intercepts=np.asarray(intercepts, dtype=np.float64),
        interval=(float(low), float(high)) if np.isfinite(low) and np.isfinite(high) else None,
        first=float(low) if np.isfinite(low) else None,
    )


def lines_through(breakpoints: Sequence[float], values: Sequence[float]) -> Table:
    """Return the continuous table through (b_j, v_j); its outer lines go on beyond the first and the last b_j.

    Parameters
    ----------
    breakpoints, values : sequence of float
        b_j, ascending, and v_j; two or more.

    Raises
    ------
    BreakpointError
        If their counts differ, there are fewer than two, a number is not finite, or the b_j do not ascend.
    """
    b, v = np.asarray(breakpoints, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if b.size != v.size or b.size < 2:
        raise BreakpointError(
            f"a table of values has a value for each of two or more breakpoints, got {v.size} for {b.size}; match them"
        )
    check_finite("breakpoints", b)
    check_finite("values", v)
    check_ascending(b)
    slopes = np.diff(v) / np.diff(b)
    return Table(
        breakpoints=b[1:-1],
        slopes=slopes,
        intercepts=v[:-1] - slopes * b[:-1],
        interval=(float(b[0]), float(b[-1])),
    )
