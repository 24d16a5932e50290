"""The best pieces of tiny units by trying everything: all lines of codes by the datapath's model, all partitions."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from random_units import begins_octave
from search.codes.kinds import Array, Codes

from pwlact.datapath import UnitSpec
from pwlact.datapath.fixed_point import evaluate_fixed
from pwlact.datapath.floating_point import evaluate_floats
from pwlact.formats import FixedPoint, Overflow
from pwlact.functions import Symmetry
from pwlact.search.codes.grid import CodeGrid


def coefficient_codes(grid: CodeGrid, every_slope: bool = False) -> tuple[Codes, Codes]:
    """Return the codes of slopes, the grid's or all of their format, and of every finite intercept."""
    spec = grid.spec
    slopes = spec.slope.codes()
    if not every_slope:
        slopes = slopes[np.isin(spec.slope.decode(slopes), grid.slopes)]
    slopes = slopes[np.isfinite(spec.slope.decode(slopes))]
    intercepts = spec.intercept.codes()
    intercepts = intercepts[np.isfinite(spec.intercept.decode(intercepts))]
    if not spec.fixed:  # reflected lines have coefficients that the format holds
        if spec.symmetry is Symmetry.GATED:
            slopes = slopes[_held(spec, spec.slope.decode(slopes) - 1.0)]
        if spec.symmetry is Symmetry.COMPLEMENTARY:
            intercepts = intercepts[_held(spec, 1.0 - spec.intercept.decode(intercepts))]
    return slopes, intercepts


def _held(spec: UnitSpec, values: Array) -> Any:
    return np.isin(values, spec.input.decode(spec.input.codes()))


def line_errors(grid: CodeGrid, slopes: Codes, intercepts: Codes) -> Array:
    """Return the error (slopes, intercepts, codes) of every line at every code, the worse of the inputs x and -x.

    It is inf where a fixed-point sum wraps round.
    """
    codes = _codes_at(grid)
    errors = _side_errors(grid, codes, slopes, intercepts)
    if grid.spec.symmetry is Symmetry.NONE:
        return errors
    other = _side_errors(grid, _reflected(grid.spec, codes), slopes, intercepts)
    twin = np.isin(_reflected(grid.spec, codes), grid.spec.input.codes())
    return np.maximum(np.where(grid.direct, errors, 0.0), np.where(twin, other, 0.0))


def _codes_at(grid: CodeGrid) -> Codes:
    """Return the input codes of the grid: |x| is its own code."""
    return np.asarray(grid.spec.input.from_order(grid.order_keys))


def _reflected(spec: UnitSpec, codes: Codes) -> Codes:
    return -codes if spec.fixed else codes | (1 << (spec.input.bits - 1))


def _side_errors(grid: CodeGrid, codes: Codes, slopes: Codes, intercepts: Codes) -> Array:
    spec = grid.spec
    wanted = grid.activation(spec.input.decode(codes))
    with np.errstate(invalid="ignore"):
        errors = np.abs(_outputs(spec, codes, slopes, intercepts) - wanted)
    if spec.overflow is Overflow.WRAP:
        assert isinstance(spec.output, FixedPoint)
        roomy = FixedPoint(24 - spec.output.fraction, spec.output.fraction)
        unwrapped = _outputs(dataclasses.replace(spec, output=roomy), codes, slopes, intercepts)
        errors = np.where(unwrapped == _outputs(spec, codes, slopes, intercepts), errors, np.inf)
    return np.where(np.isnan(errors), np.inf, errors)


def _outputs(spec: UnitSpec, codes: Codes, slopes: Codes, intercepts: Codes) -> Array:
    evaluate: Any = evaluate_fixed if spec.fixed else evaluate_floats
    shape = (slopes.size, intercepts.size, codes.size)
    arrays = (codes[None, None, :], slopes[:, None, None], intercepts[None, :, None])
    return spec.output.decode(evaluate(spec, *(np.ascontiguousarray(np.broadcast_to(each, shape)) for each in arrays)))


def row_errors(errors: Array) -> Array:
    """Return the least error (n + 1, n + 1) of one line on the codes i .. j - 1."""
    lines = errors.reshape(-1, errors.shape[-1])
    n = lines.shape[1]
    best = np.full((n + 1, n + 1), np.inf)
    for i in range(n):
        best[i, i + 1 :] = np.maximum.accumulate(lines[:, i:], axis=1).min(axis=0)
    return best


def possible_starts(grid: CodeGrid) -> list[int]:
    """Return the indices at which a row may begin, and the end."""
    spec = grid.spec
    keys = grid.order_keys.tolist()
    if spec.mantissa_bits is not None:
        return [0, *(i for i in range(1, grid.size) if begins_octave(spec, keys[i])), grid.size]
    return [0, *(i for i in range(1, grid.size) if keys[i] % (1 << spec.address_shift) == 0), grid.size]


def least_errors(best: Array, starts: list[int], max_rows: int) -> list[float]:
    """Return the least maximum error of at most 1, 2, ... pieces, by going over every partition."""
    reached = {0: 0.0}
    found = []
    for _ in range(max_rows):
        further = dict(reached)
        for i, error in reached.items():
            for j in starts:
                if j > i:
                    further[j] = min(further.get(j, np.inf), max(error, float(best[i, j])))
        reached = further
        found.append(reached.get(starts[-1], np.inf))
    return found
