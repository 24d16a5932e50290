"""Half tables of floats: the line of a piece for negative inputs, whose coefficients the formats must hold.

A half table serves x >= 0. With T = slope * |x| + intercept, the function at x < 0 is 1 - T (complementary) or
T - |x| (gated), a line of |x| again, so that the unit multiplies, adds and rounds once on both sides of zero.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Codes
from pwlact.datapath.exact import two_sum
from pwlact.datapath.spec import FUSED_FLOATS, UnitSpec
from pwlact.errors import FormatError
from pwlact.functions import Symmetry


def has_reflected_lines(spec: UnitSpec) -> bool:
    """Tell whether the unit has other coefficients for x < 0: a half table of floats, complementary or gated."""
    return not spec.fixed and spec.symmetry in FUSED_FLOATS


def reflected_line(symmetry: Symmetry, slope: Any, intercept: Any) -> tuple[Any, Any]:
    """Return slope and intercept of a piece as a line of |x| for x < 0, values of the shapes given.

    complementary: 1 - (s |x| + c) = -s |x| + (1 - c); gated: (s |x| + c) - |x| = (s - 1) |x| + c; else the line itself,
    since odd functions change the sign of the output.
    """
    match symmetry:
        case Symmetry.COMPLEMENTARY:
            return -slope, 1.0 - intercept
        case Symmetry.GATED:
            return slope - 1.0, intercept
    return slope, intercept


def reflected_codes(spec: UnitSpec, slopes: Codes, intercepts: Codes) -> tuple[Codes, Codes]:
    """Return the codes of `reflected_line` of slopes and intercepts, codes of any one shape, of a unit in floats."""
    format_ = spec.input
    line = reflected_line(spec.symmetry, format_.decode(slopes), format_.decode(intercepts))
    return format_.encode(line[0]), format_.encode(line[1])


def has_reflection(spec: UnitSpec, slopes: Any, intercepts: Any) -> NDArray[np.bool_]:
    """Tell for each pair of values, of one shape, whether the format holds its reflected line exactly."""
    if not has_reflected_lines(spec):
        return np.full(np.broadcast(slopes, intercepts).shape, True)
    gated = spec.symmetry is Symmetry.GATED
    with np.errstate(invalid="ignore"):
        value, lost = two_sum(-1.0, slopes) if gated else two_sum(1.0, -intercepts)
    held = spec.input.decode(spec.input.encode(value)) == value
    exact = held & (lost == 0.0) | ~np.isfinite(slopes if gated else intercepts)
    return np.asarray(np.broadcast_arrays(exact, slopes, intercepts)[0])


def check_reflection(spec: UnitSpec, slopes: Codes, intercepts: Codes) -> None:
    """Check that the format holds the reflected line of each piece.

    Parameters
    ----------
    spec : UnitSpec
        The unit's spec.
    slopes, intercepts : ndarray of int64, shape (pieces,)
        Codes.

    Raises
    ------
    FormatError
        If it does not.
    """
    s, c = spec.slope.decode(slopes), spec.intercept.decode(intercepts)
    lost = np.flatnonzero(~has_reflection(spec, s, c))
    if lost.size:
        rule, value = ("slope less 1", s) if spec.symmetry is Symmetry.GATED else ("1 less its intercept", c)
        raise FormatError(
            f"{spec.input.name} must hold each {rule} for x < 0 in a mirrored {spec.symmetry.value} table, got "
            f"{float(value[lost[0]])!r}; round it to a multiple of {2.0 ** -(spec.input.mantissa + 1):g}"  # type: ignore[union-attr]
        )
