"""A table as a hardware unit: breakpoints, slopes and intercepts become codes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import Unit, UnitSpec, fewest_terms, order_key_limits
from pwlact.datapath.spec import CoefficientName
from pwlact.errors import ConfigError, FormatError
from pwlact.formats import FixedPoint, Format, Overflow, Rounding
from pwlact.search.codes.spec import remedy
from pwlact.tables.table import Table

Side = Literal["right", "left"]

FAR = 1 << 40  # an order key beyond all formats


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTable:
    """A table's unit, and what became of its numbers.

    Parameters
    ----------
    unit : Unit
        The unit; its first and last piece go on to the ends of the input format.
    rounded : int
        Number of slopes and intercepts that are no values of their formats, and were rounded to the nearest.
    unreached : int
        Number of pieces that no input code reaches, which the unit lacks.
    """

    unit: Unit
    rounded: int
    unreached: int


def coded_table(table: Table, spec: UnitSpec, at_breakpoint: Side = "right") -> CodedTable:
    """Return the unit of a table; one that holds a unit keeps it.

    Parameters
    ----------
    table : Table
        The table; of |x| where the spec is mirrored.
    spec : UnitSpec
        Formats and arithmetic.
    at_breakpoint : str
        Piece of an input that equals a breakpoint: "right", the one that begins there, or "left".

    Raises
    ------
    FormatError
        If a coefficient is beyond its format or has too many powers of two, or a piece begins off the addresses.
    """
    if at_breakpoint not in get_args(Side):
        raise ConfigError(f"an input at a breakpoint belongs to the right or left piece, got {at_breakpoint!r}; choose")
    if table.unit is not None:
        return CodedTable(unit=table.unit, rounded=0, unreached=0)
    low, high = order_key_limits(spec)
    keys = np.clip(threshold_keys(spec.input, table.breakpoints, at_breakpoint), low, high + 1)
    reached = np.diff(np.concatenate(([low], keys, [high + 1]))) > 0
    begins = np.concatenate(([low], keys))[reached]
    slopes, off_slopes = _nearest(spec, "slope", table.slopes[reached])
    intercepts, off_intercepts = _nearest(spec, "intercept", table.intercepts[reached])
    unit = Unit(spec=dataclasses.replace(spec, trim=()), thresholds=begins[1:], slopes=slopes, intercepts=intercepts)
    return CodedTable(unit=unit, rounded=off_slopes + off_intercepts, unreached=int(np.sum(~reached)))


def threshold_keys(format_: Format, breakpoints: Array, at_breakpoint: Side) -> Codes:
    """Return the order keys at which pieces begin, shape (n,): of the first input at, or above, each breakpoint.

    Parameters
    ----------
    format_ : Format
        The input format.
    breakpoints : ndarray, shape (n,)
        Where pieces begin.
    at_breakpoint : str
        "right" or "left", as in `coded_table`.
    """
    left = at_breakpoint == "left"
    if isinstance(format_, FixedPoint):
        steps = np.clip(breakpoints / format_.step, -FAR, FAR)
        return np.asarray(np.floor(steps) + 1.0 if left else np.ceil(steps), dtype=np.int64)
    codes = format_.encode(breakpoints, Rounding.DOWN if left else Rounding.UP, Overflow.SATURATE)
    keys = format_.order(codes) + left
    lowest, highest = format_.limits
    keys = np.where(breakpoints < lowest if left else breakpoints <= lowest, -FAR, keys)
    return np.where(breakpoints >= highest if left else breakpoints > highest, FAR, keys)


def _nearest(spec: UnitSpec, name: CoefficientName, values: Array) -> tuple[Codes, int]:
    """Return the nearest codes of coefficients, and how many of them were rounded."""
    format_: Format = getattr(spec, name)
    codes = format_.encode(values, overflow=Overflow.SATURATE)
    rounded = format_.decode(codes)
    beyond = np.abs(rounded - values) > format_.ulp(values)
    if beyond.any():
        low, high = format_.limits
        raise FormatError(
            f"{name} format {format_.name} must hold the table's {name}s, got {values[beyond][0]:g}, beyond {low:g} to "
            f"{high:g}; {remedy(format_, float(values.min()), float(values.max()))}"
        )
    if name == "slope" and spec.shift_terms and np.any(fewest_terms(codes) > spec.shift_terms):
        terms = int(fewest_terms(codes).max())
        raise FormatError(
            f"a table's slopes are sums of {spec.shift_terms} powers of two, got one of {terms}; "
            f"try --unit.shift-terms {terms}"
        )
    return np.asarray(codes), int(np.sum(rounded != values))
