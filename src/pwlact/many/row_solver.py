"""Solve rows: each function by the exact or near-exact method of its objective."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes, Flags
from pwlact.many import paths, squares
from pwlact.many.family import Family, FamilyObjective
from pwlact.many.file import ROWS, TABLES
from pwlact.many.measure import measure_rows
from pwlact.many.rows import Rows
from pwlact.many.splines import ACCURACY, Splines, splines_of
from pwlact.many.units import joined_units

FamilyMethod = Literal["minimax", "dp", "uniform"]
METHOD_FOR: dict[FamilyObjective, FamilyMethod] = {"max": "minimax", "mse": "dp"}
TRUST = 1e-7  # share of a bound that is subtracted for the arithmetic of the path
NARROW = 12.0  # steps of the grid: where a segment is narrower, square errors are lowered and measured on a finer grid
FINER = 8

Placed = tuple[Array, Array, Codes, Array]
"""Breakpoints and values (n, m), segments (n,) and lower bounds (n,)."""


def solve_rows(rows: Rows, segments: Codes, objective: FamilyObjective, method: FamilyMethod) -> Family:
    """Return the approximations of functions, on this processor.

    Parameters
    ----------
    rows : Rows
        The functions.
    segments : ndarray of int64, shape (n,)
        Most linear pieces of each.
    objective : {"max", "mse"}
        What is minimised for each.
    method : {"minimax", "dp", "uniform"}
        "minimax" places for the maximum error, exactly; "dp" for the mean square error, within a small share of the
        best; "uniform" takes equal segments, with the values that serve the objective.
    """
    found, narrow = _solve(rows, segments, objective, method, 1)
    index = np.flatnonzero(narrow)
    if method != "dp" or not index.size:
        return found
    again, _ = _solve(rows.subset(index), segments[index], objective, method, FINER)
    return _replaced(found, index, again)


def _replaced(family: Family, index: NDArray[np.int64], part: Family) -> Family:
    """Return a family with some rows replaced by those of another, which has no more columns."""
    most = family.breakpoints.shape[1] - 1
    for name in ROWS:
        getattr(family, name)[index] = getattr(part, name)
    for name in TABLES:
        getattr(family, name)[index] = _padded(getattr(part, name), most)
    return family


def _solve(
    rows: Rows, segments: Codes, objective: FamilyObjective, method: FamilyMethod, finer: int
) -> tuple[Family, Flags]:
    """Return the approximations, and which have segments that hold few samples of the grid."""
    most = int(segments.max())
    splines = splines_of(rows, most, finer)
    breakpoints, values, used, bounds = _place(splines, segments, objective, method)
    if splines.y is not rows.y and objective == "max":  # tables on other positions are off by a known share
        bounds = np.maximum(bounds - ACCURACY * np.abs(rows.y).max(axis=1), 0.0)
    worst, mses = np.empty(used.size), np.empty(used.size)
    measure_rows(*splines.curves, *splines.grid[1:], breakpoints, values, used, worst, mses)
    inner = np.arange(most) < used[:, None]
    narrow = np.any(inner & (np.diff(breakpoints, axis=1) < NARROW * splines.step), axis=1)
    at_end = np.arange(most + 1) >= used[:, None]
    breakpoints += splines.low
    breakpoints[:, 0] = rows.x[0]
    breakpoints[at_end] = rows.x[-1]
    family = Family(
        objective=objective,
        segments=used,
        breakpoints=breakpoints,
        values=values,
        max_errors=worst,
        mses=mses,
        lower_bounds=bounds,
        names=rows.names,
        digest=rows.digest,
    )
    return family, narrow


def _place(splines: Splines, segments: Codes, objective: FamilyObjective, method: FamilyMethod) -> Placed:
    """Place the breakpoints of each row, counted from the left end, and fit its values."""
    n, most = segments.size, int(segments.max())
    breakpoints, values, bounds = np.empty((n, most + 1)), np.empty((n, most + 1)), np.full(n, np.nan)
    if method == "minimax":
        used = np.empty(n, dtype=np.int64)
        paths.smallest_errors(*splines.curves, segments, breakpoints, values, used, bounds)
        return breakpoints, values, used, bounds * (1.0 - TRUST)
    for count in np.unique(segments):
        alike = np.flatnonzero(segments == count)
        part = splines.subset(alike)
        if method == "dp":
            b, v, bounds[alike] = squares.least_squares(part, int(count))
        else:
            b, v = _equal_segments(part, int(count), objective)
        breakpoints[alike], values[alike] = _padded(b, most), _padded(v, most)
    return breakpoints, values, segments.copy(), bounds


def _equal_segments(splines: Splines, segments: int, objective: FamilyObjective) -> tuple[Array, Array]:
    """Return breakpoints and values (n, segments + 1) of equal segments."""
    breakpoints, values = squares.equal_segments(splines, segments)
    if objective == "max":
        paths.settle_rows(*splines.curves, breakpoints, values)
    return breakpoints, values


def _padded(table: Array, most: int) -> Array:
    """Return a table (n, most + 1) that repeats the last column of one with fewer."""
    return np.pad(table, ((0, 0), (0, most + 1 - table.shape[1])), mode="edge")


def joined(parts: list[Family], rows: Rows) -> Family:
    """Return one family of several, in their order.

    Parameters
    ----------
    parts : list of Family
        Families of one objective.
    rows : Rows
        All their functions.
    """
    most = max(part.breakpoints.shape[1] for part in parts) - 1

    def stack(name: str) -> NDArray[np.float64]:
        tables = [getattr(part, name) for part in parts]
        return np.concatenate([_padded(table, most) if table.ndim == 2 else table for table in tables])

    units = [part.units for part in parts if part.units is not None]
    units = [part.units for part in parts if part.units is not None]
    return Family(
        objective=parts[0].objective,
        segments=np.concatenate([part.segments for part in parts]),
        breakpoints=stack("breakpoints"),
        values=stack("values"),
        max_errors=stack("max_errors"),
        mses=stack("mses"),
        lower_bounds=stack("lower_bounds"),
        names=rows.names,
        digest=rows.digest,
        units=joined_units(units) if units else None,
    )
