"""The lines of a unit in fixed point as real numbers, on both sides of zero, neither rounded nor overflowed."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import Unit
from pwlact.datapath.record import threshold_codes
from pwlact.formats import FixedPoint
from pwlact.functions import Symmetry


def both_sides(unit: Unit) -> tuple[Array, Array, Array]:
    """Return thresholds (P - 1,), slopes (P,) and intercepts (P,) as numbers, on both sides of zero if mirrored."""
    spec = unit.spec
    codes, step = threshold_codes(unit), float(spec.input.decode(1))
    slopes, intercepts = spec.slope.decode(unit.slopes), spec.intercept.decode(unit.intercepts)
    if not spec.mirrored:
        return np.asarray(codes * step), slopes, intercepts
    left_slopes, left_intercepts = _reflected(spec.symmetry, slopes, intercepts)
    thresholds = np.concatenate((1 - codes[::-1], [0], codes)) * step
    return thresholds, np.concatenate((left_slopes[::-1], slopes)), np.concatenate((left_intercepts[::-1], intercepts))


def _reflected(symmetry: Symmetry, slopes: Array, intercepts: Array) -> tuple[Array, Array]:
    """Return the pieces of x < 0 from those of |x|: f(-x) is -f(x), f(x), 1 - f(x) or f(x) - x."""
    match symmetry:
        case Symmetry.ODD:
            return slopes, -intercepts
        case Symmetry.COMPLEMENTARY:
            return slopes, 1.0 - intercepts
        case Symmetry.GATED:
            return 1.0 - slopes, intercepts
    return -slopes, intercepts


def end_codes(unit: Unit) -> Codes:
    """Return the first and last codes of all pieces, where a line is smallest or largest."""
    input_ = unit.spec.input
    assert isinstance(input_, FixedPoint)
    begins = input_.encode(both_sides(unit)[0])
    codes = np.unique(np.concatenate(([input_.lowest, input_.highest], begins, begins - 1)))
    return codes[codes >= input_.lowest]


def line_values(unit: Unit, codes: Codes) -> Array:
    """Return slope * x + intercept at input codes, of their shape."""
    thresholds, slopes, intercepts = both_sides(unit)
    x = unit.spec.input.decode(codes)
    k = np.searchsorted(thresholds, x, side="right")
    return np.asarray(slopes[k] * x + intercepts[k])
