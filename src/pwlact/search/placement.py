"""The answer of a method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pwlact._types import Array
from pwlact.search.codes.table_rows import TableRows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placement:
    """The answer of a method.

    Parameters
    ----------
    points : ndarray, shape (points,)
        Interior points, strictly ascending.
    values : ndarray, shape (points + 2,), or None
        Values at the breakpoints, from a method that sets them itself; None takes the problem's fit.
    table_rows : TableRows or None
        Coded pieces of a unit, from a method that chooses the codes itself; None takes the problem's fit.
    evaluations : int
        How many breakpoint sets were evaluated.
    lower_bound : float or None
        Proven lower bound of the objective, from a method that finds one.
    details : mapping
        Further figures, JSON values.
    """

    points: Array
    values: Array | None = None
    table_rows: TableRows | None = None
    evaluations: int
    lower_bound: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
