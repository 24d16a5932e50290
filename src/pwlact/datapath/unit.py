"""A PWL unit in integers, which computes its outputs bit for bit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pwlact._types import Codes
from pwlact.datapath.address import check_thresholds
from pwlact.datapath.fixed_point import evaluate_fixed
from pwlact.datapath.floating_point import evaluate_floats
from pwlact.datapath.reflection import check_reflection
from pwlact.datapath.shifts import fewest_terms
from pwlact.datapath.spec import UnitSpec
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, Format
from pwlact.functions import ArrayFunction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unit:
    """Pieces of a PWL unit as codes, tails included; called on input codes, it returns output codes.

    Parameters
    ----------
    spec : UnitSpec
        Formats and arithmetic.
    thresholds : ndarray of int64, shape (pieces - 1,)
        Order keys at which pieces 1, 2, ... begin, ascending; with a mirrored table, of |x|.
    slopes, intercepts : ndarray of int64, shape (pieces,)
        Codes in their formats.

    Raises
    ------
    FormatError
        If shapes do not match, thresholds do not ascend or are off the addresses, a coefficient is no code of its
        format, a slope has too many powers of two, or floats do not hold a reflected line of a mirrored table.
    """

    spec: UnitSpec
    thresholds: Codes
    slopes: Codes
    intercepts: Codes

    def __post_init__(self) -> None:
        for name in ("thresholds", "slopes", "intercepts"):
            array = np.array(getattr(self, name), dtype=np.int64)
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        pieces = self.slopes.size
        if self.slopes.ndim != 1 or self.intercepts.shape != (pieces,) or self.thresholds.shape != (pieces - 1,):
            raise FormatError(
                f"a unit of P pieces has P slopes, P intercepts and P - 1 thresholds, got {pieces}, "
                f"{self.intercepts.size} and {self.thresholds.size}; match them"
            )
        if np.any(np.diff(self.thresholds) <= 0):
            raise FormatError(
                f"thresholds must ascend, got {self.thresholds.tolist()}; sort them and leave out repeats"
            )
        check_thresholds(self.spec, self.thresholds)
        _check_codes("slope", self.spec.slope, self.slopes)
        _check_codes("intercept", self.spec.intercept, self.intercepts)
        check_reflection(self.spec, self.slopes, self.intercepts)
        terms = self.spec.shift_terms
        if terms and np.any(fewest_terms(self.slopes) > terms):
            raise FormatError(f"slopes are sums of {terms} powers of two, got {self.slopes.tolist()}; allow more terms")

    def __repr__(self) -> str:
        table = f"table of |x| ({self.spec.symmetry.value})" if self.spec.mirrored else "table of all x"
        return f"Unit of {self.pieces} pieces\n  {self.spec}\n  pieces found by {self.spec.selection}, {table}"

    @property
    def pieces(self) -> int:
        """Number of pieces, tails included."""
        return self.slopes.size

    def __call__(self, codes: Any) -> Codes:
        """Return the output codes of input codes, of the same shape, any."""
        codes = np.asarray(codes, dtype=np.int64)
        k = self.piece(codes)
        return evaluate(self.spec, codes, self.slopes[k], self.intercepts[k])

    def piece(self, codes: Codes) -> Codes:
        """Return the index of the piece of each input code, of the codes' shape."""
        return np.searchsorted(self.thresholds, order_key(self.spec, codes), side="right")


def evaluate(spec: UnitSpec, codes: Codes, slopes: Codes, intercepts: Codes) -> Codes:
    """Return the output codes of input codes by the lines of their pieces; all are codes, of one shape.

    Parameters
    ----------
    spec : UnitSpec
        What the unit is built like.
    codes, slopes, intercepts : ndarray of int64, any shape
        Input codes, and the coefficients of their pieces.
    """
    arithmetic = evaluate_fixed if spec.fixed else evaluate_floats
    return arithmetic(spec, codes, slopes, intercepts)


def on_reals(unit: Unit) -> ArrayFunction:
    """Return a unit as a function of finite real numbers: it reads and gives the nearest values of its formats.

    Parameters
    ----------
    unit : Unit
        The unit.
    """
    spec = unit.spec
    return lambda x: spec.output.decode(unit(spec.input.encode(x)))


def order_key(spec: UnitSpec, codes: Codes) -> Codes:
    """Return the order keys of input codes, which thresholds are compared with; of |x| where the table is mirrored.

    Parameters
    ----------
    spec : UnitSpec
        What the unit is built like.
    codes : ndarray of int64, any shape
        Input codes; the keys have their shape.
    """
    if not spec.mirrored:
        return spec.input.order(codes)
    if spec.fixed:
        return np.abs(codes)
    return np.asarray(codes & ((1 << (spec.input.bits - 1)) - 1))


def order_key_limits(spec: UnitSpec) -> tuple[int, int]:
    """Return the smallest and the largest order key of all input codes, NaNs included."""
    input_, mirrored = spec.input, spec.mirrored
    if isinstance(input_, FixedPoint):
        return (0, max(-input_.lowest, input_.highest)) if mirrored else (input_.lowest, input_.highest)
    half = 1 << (input_.bits - 1)
    return 0 if mirrored else -half, half - 1


def _check_codes(name: str, format_: Format, codes: Codes) -> None:
    """Raise FormatError where a coefficient is no code of its format."""
    if isinstance(format_, FixedPoint):
        low, high = format_.lowest, format_.highest
    else:
        low, high = 0, (1 << format_.bits) - 1
    beyond = codes[(codes < low) | (codes > high)]
    if beyond.size:
        raise FormatError(
            f"{name}s must be codes of {format_.name}, {low} to {high}, got {beyond[0]}; give more integer bits"
        )
