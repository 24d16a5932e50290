"""`approximate_many`: many functions in, one table of their approximations out."""

from __future__ import annotations

from typing import Any

from pwlact.api import checks
from pwlact.many import Family
from pwlact.many.family import FamilyObjective
from pwlact.many.rows import rows_of
from pwlact.many.solve import solve_family

SEGMENTS = 8


def approximate_many(
    x: Any,
    y: Any,
    *,
    segments: int = SEGMENTS,
    objective: FamilyObjective = "max",
    names: Any = None,
) -> Family:
    """Return piecewise-linear approximations of many functions on one range.

    Parameters
    ----------
    x : array_like, shape (k,)
        Positions, ascending.
    y : array_like, shape (n, k)
        Exact samples of smooth functions, one function a row.
    segments : int
        Linear pieces of each.
    objective : {"max", "mse"}
        What is minimised for each: the maximum error on the range, or the mean square error.
    names : sequence of str, optional
        A name for each function.

    Returns
    -------
    Family
        Breakpoints, values, slopes, intercepts, errors and lower bounds; ``family(x)`` evaluates, ``family[i]`` is one
        PWL, ``family.save("tables.npz")`` writes.

    Raises
    ------
    InputError
        If a shape, a type or a number is wrong; the message says the rule, the value and the remedy.
    """
    rows = rows_of(x, y, names=names)
    return solve_family(
        rows,
        checks.whole("segments", segments, SEGMENTS),
        checks.choice("objective", objective, FamilyObjective),
    )
