"""From coded pieces to a unit with its tails, and to the continuous PWL that it stands for."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact.datapath import Unit, UnitSpec
from pwlact.datapath.spec import CoefficientName
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, Overflow, fewest_integer_bits
from pwlact.functions import Line, Symmetry
from pwlact.search.codes.grid import CodeGrid

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


def assemble(grid: CodeGrid, starts: Codes, slopes: Array, intercepts: Array) -> Unit:
    """Return the unit whose pieces begin at the grid's places starts (K,), the first 0, with tails as needed.

    Raises
    ------
    FormatError
        If a coefficient or a tail does not fit its format, or a tail begins off the addresses.
    """
    activation, spec = grid.activation, grid.spec
    cuts = grid.orders[starts[1:]]
    if _left(grid) and activation.left_tail is not None:
        cuts = np.concatenate((grid.orders[:1], cuts))
        slopes, intercepts = _with(slopes, intercepts, activation.left_tail, 0)
    if _right(grid) and activation.right_tail is not None:
        cuts = np.concatenate((cuts, grid.orders[-1:] + 1))
        slopes, intercepts = _with(slopes, intercepts, activation.right_tail, slopes.size)
    spec = _trimmed(spec, slopes, intercepts)
    return Unit(
        spec=dataclasses.replace(spec, trim=()),
        cuts=cuts,
        slopes=_encoded(spec, "slope", slopes),
        intercepts=_encoded(spec, "intercept", intercepts),
    )


def _left(grid: CodeGrid) -> bool:
    """Tell whether the input has finite codes left of the range."""
    lowest = grid.spec.input.limits[0]
    return grid.spec.symmetry is Symmetry.NONE and lowest < float(grid.x[0])


def _right(grid: CodeGrid) -> bool:
    lowest, highest = grid.spec.input.limits
    mirrored = grid.spec.symmetry is not Symmetry.NONE
    return float(grid.x[-1]) < (max(highest, -lowest) if mirrored else highest)


def _with(slopes: Array, intercepts: Array, tail: Line, at: int) -> tuple[Array, Array]:
    return np.insert(slopes, at, tail.slope), np.insert(intercepts, at, tail.intercept)


def _trimmed(spec: UnitSpec, slopes: Array, intercepts: Array) -> UnitSpec:
    """Leave the integer bits out of the formats to be trimmed that no coefficient needs."""
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
    overflow = Overflow.SATURATE
    codes = np.asarray(format_.encode(values, overflow=overflow))
    off = np.flatnonzero(format_.decode(codes) != values)
    if off.size:
        value = float(values[off[0]])
        remedy = "try bf16"
        if isinstance(format_, FixedPoint):
            integer = fewest_integer_bits(float(values.min()), float(values.max()), format_.fraction)
            remedy = f"{FixedPoint(integer, format_.fraction).name} would do"
        raise FormatError(f"{name} format {format_.name} must hold {value:g}, got limits {format_.limits}; {remedy}")
    return codes


def knots(grid: CodeGrid, starts: Codes, slopes: Array, intercepts: Array) -> tuple[Array, Array]:
    """Return breakpoints and values (K + 1,) of the continuous PWL that pieces (K,) stand for.

    A value is midway between the two pieces that meet there; the ends are the range's.
    """
    low = 0.0 if grid.spec.symmetry is not Symmetry.NONE else grid.interval[0]
    b = np.concatenate(([low], grid.x[starts[1:]], [grid.interval[1]]))
    left, right = slopes * b[:-1] + intercepts, slopes * b[1:] + intercepts
    values = np.concatenate((left[:1], 0.5 * (right[:-1] + left[1:]), right[-1:]))
    return b + 0.0, values  # no -0, which floats have as a code
