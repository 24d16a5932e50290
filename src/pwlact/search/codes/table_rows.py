"""The rows of a unit's table as values on a grid: what a search on codes finds, and what becomes of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import Unit, UnitSpec
from pwlact.datapath.spec import CoefficientName
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, Overflow, fewest_integer_bits
from pwlact.pwl import PWL, make_pwl
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.spec import remedy
from pwlact.search.codes.tails import with_tails
from pwlact.search.mirror import reflected


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableRows:
    """Pieces of a unit without its tails: one row of the table for each.

    Parameters
    ----------
    starts : ndarray of int64, shape (K + 1,)
        Row k serves the codes starts[k] .. starts[k + 1] - 1 of the grid; starts[0] is 0 and starts[K] the grid's size.
    slopes, intercepts : ndarray, shape (K,)
        Values of the coefficients, exact in their formats.
    """

    starts: Codes
    slopes: Array
    intercepts: Array


def build_unit(grid: CodeGrid, rows: TableRows) -> Unit:
    """Return the unit of table rows, with tails where the input has codes outside the range.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    rows : TableRows
        The table without tails.

    Raises
    ------
    FormatError
        If a coefficient or a tail does not fit its format, or a tail begins off the addresses.
    """
    tables = with_tails(grid, rows.starts[None, :-1], rows.slopes[None], rows.intercepts[None])
    thresholds, slopes, intercepts = (row[0] for row in tables)
    spec = trimmed(grid.spec, slopes, intercepts)
    return Unit(
        spec=dataclasses.replace(spec, trim=()),
        thresholds=thresholds,
        slopes=_encoded(spec, "slope", slopes),
        intercepts=_encoded(spec, "intercept", intercepts),
    )


def build_pwl(grid: CodeGrid, rows: TableRows, segments: int) -> PWL:
    """Return the continuous PWL that stands for table rows.

    A value is midway between the two pieces at its breakpoint. The end breakpoints are those of the range; a last row
    of one code begins midway to the code before. A mirrored table is reflected.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    rows : TableRows
        The table without tails.
    segments : int
        Segments on the whole range.
    """
    low, high = 0.0 if grid.spec.mirrored else grid.interval[0], grid.interval[1]
    inner = grid.x[rows.starts[1:-1]]
    if inner.size and inner[-1] >= high:
        inner[-1] = 0.5 * (grid.x[rows.starts[-2] - 1] + high)
    b = np.concatenate(([low], inner, [high]))
    left, right = rows.slopes * b[:-1] + rows.intercepts, rows.slopes * b[1:] + rows.intercepts
    values = np.concatenate((left[:1], 0.5 * (right[:-1] + left[1:]), right[-1:]))
    pwl = make_pwl(grid.activation, b + 0.0, values)  # no -0, which floats have as a code
    return reflected(grid.activation, pwl, segments) if grid.spec.mirrored else pwl


def trimmed(spec: UnitSpec, slopes: Array, intercepts: Array) -> UnitSpec:
    """Return a spec whose formats in `trim` are without the integer bits that no coefficient needs.

    Parameters
    ----------
    spec : UnitSpec
        The spec; formats of floats stay.
    slopes, intercepts : ndarray, any shape
        Values of the coefficients.
    """
    found: dict[CoefficientName, Array] = {"slope": slopes, "intercept": intercepts}
    changed: dict[str, Any] = {}
    for name in spec.trim:
        format_ = getattr(spec, name)
        if isinstance(format_, FixedPoint):
            integer = fewest_integer_bits(float(found[name].min()), float(found[name].max()), format_.fraction)
            changed[name] = FixedPoint(integer, format_.fraction)
    return dataclasses.replace(spec, **changed)


def _encoded(spec: UnitSpec, name: CoefficientName, values: Array) -> Codes:
    """Return the codes of coefficients, which must be values of their format."""
    format_ = getattr(spec, name)
    codes = np.asarray(format_.encode(values, overflow=Overflow.SATURATE))
    off = np.flatnonzero(format_.decode(codes) != values)
    if off.size:
        value, (low, high) = float(values[off[0]]), format_.limits
        raise FormatError(
            f"{name} format {format_.name} must hold {value:g}, beyond {low:g} to {high:g}; "
            f"{remedy(format_, float(values.min()), float(values.max()))}"
        )
    return codes
