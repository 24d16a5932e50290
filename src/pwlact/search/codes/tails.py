"""The tails of a unit: table rows for the input codes outside the range."""

from __future__ import annotations

import dataclasses

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import Unit, terms_of
from pwlact.datapath.spec import CoefficientName
from pwlact.errors import FormatError
from pwlact.formats import Overflow
from pwlact.functions import Line
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.spec import remedy


def with_tails(grid: CodeGrid, starts: Codes, slopes: Array, intercepts: Array) -> tuple[Codes, Array, Array]:
    """Add tails to n tables of K rows each.

    Parameters
    ----------
    grid : CodeGrid
        The codes in the range.
    starts : ndarray of int64, shape (n, K)
        Indices in the grid at which rows begin, the first 0.
    slopes, intercepts : ndarray, shape (n, K)
        Values of the coefficients.

    Returns
    -------
    (ndarray, ndarray, ndarray), shapes (n, P - 1), (n, P) and (n, P)
        Thresholds, as order keys, slopes and intercepts of the P pieces; tails stand where the function has them and
        the input has finite codes on that side of the range.

    Raises
    ------
    FormatError
        If a tail does not fit the coefficient formats.
    """
    activation = grid.activation
    thresholds = grid.order_keys[starts[:, 1:]]
    if _left(grid) and activation.left_tail is not None:
        thresholds = np.insert(thresholds, 0, grid.order_keys[0], axis=1)
        slopes, intercepts = _inserted(slopes, intercepts, _coded(grid, activation.left_tail), 0)
    if _right(grid) and activation.right_tail is not None:
        thresholds = np.insert(thresholds, thresholds.shape[1], grid.order_keys[-1] + 1, axis=1)
        tail = _coded(grid, activation.right_tail)
        slopes, intercepts = _inserted(slopes, intercepts, tail, slopes.shape[1])
    return thresholds, slopes, intercepts


def encoded_tables(grid: CodeGrid, starts: Codes, slopes: Array, intercepts: Array) -> tuple[Codes, Codes, Codes]:
    """Return what `with_tails` does, with slopes and intercepts as codes."""
    thresholds, slopes, intercepts = with_tails(grid, starts, slopes, intercepts)
    return thresholds, grid.spec.slope.encode(slopes), grid.spec.intercept.encode(intercepts)


def line_unit(grid: CodeGrid, slope: float, intercept: float) -> Unit:
    """Return the unit of a single piece.

    Parameters
    ----------
    grid : CodeGrid
        A grid of the kind of unit.
    slope, intercept : float
        Values of its formats.
    """
    spec, none = dataclasses.replace(grid.spec, trim=()), np.empty(0, dtype=np.int64)
    slopes, intercepts = spec.slope.encode(np.array([slope])), spec.intercept.encode(np.array([intercept]))
    return Unit(spec=spec, thresholds=none, slopes=slopes, intercepts=intercepts)


def tail_units(grid: CodeGrid) -> tuple[Unit | None, Unit | None]:
    """Return the left and the right tail as units of a single piece; None where there is none.

    Raises
    ------
    FormatError
        If a tail does not fit the coefficient formats.
    """
    left, right = grid.activation.left_tail, grid.activation.right_tail
    lines = left if _left(grid) else None, right if _right(grid) else None
    first, last = (None if line is None else line_unit(grid, *_coded(grid, line)) for line in lines)
    return first, last


def over_range(grid: CodeGrid, errors: Array) -> Array:
    """Return errors of units over all input codes in the range, given those over the codes of the grid.

    Parameters
    ----------
    grid : CodeGrid
        The codes that table rows serve; its `left_over` are the tails'.
    errors : ndarray, shape (n, 3)
        Maximum, mean and mean square error over the grid, weighted; the result has their shape.

    Raises
    ------
    FormatError
        If a tail does not fit the coefficient formats.
    """
    off = left_over_errors(grid)
    if not off.size:
        return errors
    share = grid.size / (grid.size + off.size)
    means = share * errors[:, 1:] + (1.0 - share) * np.array([off.mean(), np.mean(off**2)])
    return np.column_stack((np.maximum(errors[:, 0], off.max()), means))


def left_over_errors(grid: CodeGrid) -> Array:
    """Return the weighted errors of the tails at the codes of the range that they serve, shape (k,).

    Raises
    ------
    FormatError
        If a tail does not fit the coefficient formats.
    """
    if not grid.left_over.size:
        return np.empty(0)
    x = grid.spec.input.decode(grid.left_over)
    right = (np.abs(x) if grid.spec.mirrored else x) > grid.x[-1]
    errors = [
        grid.left_weights[side] * np.abs(grid.spec.output.decode(unit(grid.left_over[side])) - grid.activation(x[side]))
        for unit, side in zip(tail_units(grid), (~right, right), strict=True)
        if unit is not None
    ]
    return np.concatenate((np.empty(0), *errors))


def _left(grid: CodeGrid) -> bool:
    """Tell whether the input has finite codes left of the range."""
    return not grid.spec.mirrored and grid.spec.input.limits[0] < float(grid.x[0])


def _right(grid: CodeGrid) -> bool:
    """Tell whether the input, or its size where the table is mirrored, has finite codes right of the range."""
    lowest, highest = grid.spec.input.limits
    return float(grid.x[-1]) < (max(highest, -lowest) if grid.spec.mirrored else highest)


def _inserted(slopes: Array, intercepts: Array, tail: Line, at: int) -> tuple[Array, Array]:
    return np.insert(slopes, at, tail.slope, axis=1), np.insert(intercepts, at, tail.intercept, axis=1)


def _coded(grid: CodeGrid, tail: Line) -> Line:
    """Return a tail in its formats: the nearest values, and of a shifted slope the largest powers of two."""
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
