"""From coded pieces to a unit with its tails, and to the continuous PWL that it stands for."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import Unit, UnitSpec, terms_of
from pwlact.datapath.spec import CoefficientName
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, Overflow, fewest_integer_bits
from pwlact.functions import Line
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.spec import remedy


def assemble(grid: CodeGrid, starts: Codes, slopes: Array, intercepts: Array) -> Unit:
    """Return the unit whose pieces begin at the grid's places starts (K,), the first 0, with tails as needed.

    Raises
    ------
    FormatError
        If a coefficient or a tail does not fit its format, or a tail begins off the addresses.
    """
    rows = _with_tails(grid, starts[None], slopes[None], intercepts[None])
    thresholds, slopes, intercepts = (row[0] for row in rows)
    spec = _trimmed(grid.spec, slopes, intercepts)
    return Unit(
        spec=dataclasses.replace(spec, trim=()),
        thresholds=thresholds,
        slopes=_encoded(spec, "slope", slopes),
        intercepts=_encoded(spec, "intercept", intercepts),
    )


def coded_rows(grid: CodeGrid, starts: Codes, slopes: Array, intercepts: Array) -> tuple[Codes, Codes, Codes]:
    """Return cuts (n, P - 1), slopes and intercepts (n, P) as codes, tails included, of n rows of pieces (n, K)."""
    thresholds, slopes, intercepts = _with_tails(grid, starts, slopes, intercepts)
    return thresholds, grid.spec.slope.encode(slopes), grid.spec.intercept.encode(intercepts)


def _with_tails(grid: CodeGrid, starts: Codes, slopes: Array, intercepts: Array) -> tuple[Codes, Array, Array]:
    """Return places where pieces begin, slopes and intercepts of n rows of pieces (n, K), with tails as needed."""
    activation = grid.activation
    thresholds = grid.orders[starts[:, 1:]]
    if _left(grid) and activation.left_tail is not None:
        thresholds = np.insert(thresholds, 0, grid.orders[0], axis=1)
        slopes, intercepts = _with(slopes, intercepts, _coded(grid, activation.left_tail), 0)
    if _right(grid) and activation.right_tail is not None:
        thresholds = np.insert(thresholds, thresholds.shape[1], grid.orders[-1] + 1, axis=1)
        tail = _coded(grid, activation.right_tail)
        slopes, intercepts = _with(slopes, intercepts, tail, slopes.shape[1])
    return thresholds, slopes, intercepts


def _left(grid: CodeGrid) -> bool:
    """Tell whether the input has finite codes left of the range."""
    lowest = grid.spec.input.limits[0]
    return not grid.spec.mirrored and lowest < float(grid.x[0])


def _right(grid: CodeGrid) -> bool:
    lowest, highest = grid.spec.input.limits
    mirrored = grid.spec.mirrored
    return float(grid.x[-1]) < (max(highest, -lowest) if mirrored else highest)


def _with(slopes: Array, intercepts: Array, tail: Line, at: int) -> tuple[Array, Array]:
    return np.insert(slopes, at, tail.slope, axis=1), np.insert(intercepts, at, tail.intercept, axis=1)


def _coded(grid: CodeGrid, tail: Line) -> Line:
    """Return a tail as its formats hold it: the nearest values, of a slope the largest of its powers of two."""
    spec = grid.spec
    slope, intercept = _nearest(grid, "slope", tail.slope), _nearest(grid, "intercept", tail.intercept)
    if spec.shift_terms:
        slope = sum(sign << exponent for sign, exponent in terms_of(slope)[: spec.shift_terms])
    return Line(float(spec.slope.decode(slope)), float(spec.intercept.decode(intercept)))


def _nearest(grid: CodeGrid, name: CoefficientName, value: float) -> int:
    """Return the code nearest to a tail's coefficient; raise FormatError where it lies beyond the limits."""
    format_ = getattr(grid.spec, name)
    code = int(format_.encode(value, overflow=Overflow.SATURATE))
    step = float(format_.ulp(value))
    if abs(float(format_.decode(code)) - value) > 0.5 * step:
        low, high = format_.limits
        tails = (grid.activation.left_tail, grid.activation.right_tail)
        needed = [getattr(tail, name) for tail in tails if tail is not None]
        raise FormatError(
            f"{name} format {format_.name} must hold the tails' {name}s, got {value:g}, which would be code "
            f"{value / step:.0f}, beyond {low:g} to {high:g}; {remedy(format_, min(low, *needed), max(high, *needed))}"
        )
    return code


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
        value, (low, high) = float(values[off[0]]), format_.limits
        raise FormatError(
            f"{name} format {format_.name} must hold {value:g}, beyond {low:g} to {high:g}; "
            f"{remedy(format_, float(values.min()), float(values.max()))}"
        )
    return codes


def knots(grid: CodeGrid, starts: Codes, slopes: Array, intercepts: Array) -> tuple[Array, Array]:
    """Return breakpoints and values (K + 1,) of the continuous PWL that pieces (K,) stand for.

    A value is midway between the two pieces that meet there; the ends are the range's. A piece of the range's last code
    alone begins midway to the code before.
    """
    low = 0.0 if grid.spec.mirrored else grid.interval[0]
    inner = grid.x[starts[1:]]
    if inner.size and inner[-1] >= grid.interval[1]:
        inner[-1] = 0.5 * (grid.x[starts[-1] - 1] + grid.interval[1])
    b = np.concatenate(([low], inner, [grid.interval[1]]))
    left, right = slopes * b[:-1] + intercepts, slopes * b[1:] + intercepts
    values = np.concatenate((left[:1], 0.5 * (right[:-1] + left[1:]), right[-1:]))
    return b + 0.0, values  # no -0, which floats have as a code
