"""What a unit computes beside its function, on every finite input code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes, Flags
from pwlact.datapath.inputs import codes_within
from pwlact.datapath.unit import Unit
from pwlact.formats import Format, Overflow, Rounding
from pwlact.functions import Activation, Interval

_QUIET = np.errstate(over="ignore", invalid="ignore")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodeValues:
    """A unit and its function on n input codes, ascending by value; each array has the shape (n,).

    Parameters
    ----------
    unit : Unit
        The unit.
    codes, x : ndarray
        The input codes, and their values.
    outputs, y : ndarray
        The unit's output codes, and their values.
    exact : ndarray
        f(x).
    inside : ndarray of bool
        Whether x lies in the range.
    counted : ndarray of bool
        Whether x lies in the range, or the output format can hold f(x): elsewhere no output is right.
    """

    unit: Unit
    codes: Codes
    x: Array
    outputs: Codes
    y: Array
    exact: Array
    inside: Flags
    counted: Flags

    @property
    @_QUIET
    def errors(self) -> Array:
        """Errors y - f(x)."""
        return np.asarray(self.y - self.exact)

    @property
    @_QUIET
    def places(self) -> Array:
        """Errors in units in the last place of f(x), as `Format.ulp` has them."""
        return np.asarray(self.errors / self.unit.spec.output.ulp(self.exact))

    @property
    def turns(self) -> Flags:
        """Whether the output falls where f rises, or rises where f falls, from a code to the next, shape (n - 1,)."""
        return np.asarray(np.diff(self.y) * np.sign(np.diff(self.exact)) < 0)

    @property
    @_QUIET
    def line_errors(self) -> Array:
        """Errors of the unit's lines, in doubles: with its coefficients, ahead of rounding."""
        return np.asarray(self.lines - self.exact)

    @property
    @_QUIET
    def lines(self) -> Array:
        """Values of the unit's lines, in doubles: with its coefficients, ahead of rounding."""
        return _lines(self.unit, self.codes, self.x)

    @property
    def saturated(self) -> Flags:
        """Whether a line goes beyond the output format by more than rounding: the output is then the format's limit."""
        low, high = self.unit.spec.output.limits
        half = 0.5 * float(self.unit.spec.output.ulp(high))
        return np.asarray((self.lines < low - half) | (self.lines > high + half))

    @property
    @_QUIET
    def rounding_errors(self) -> Array:
        """Errors of f(x) rounded to the nearest output: no unit has smaller ones."""
        output = self.unit.spec.output
        nearest = output.encode(self.exact, Rounding.NEAREST_EVEN, Overflow.SATURATE)
        return np.asarray(output.decode(nearest) - self.exact)


@_QUIET
def code_values(unit: Unit, activation: Activation, interval: Interval) -> CodeValues:
    """Return a unit's outputs beside its function on every finite input code.

    Parameters
    ----------
    unit : Unit
        The unit.
    activation : Activation
        The exact function.
    interval : (float, float)
        The range; both ends belong to it.

    Raises
    ------
    FormatError
        If the input format has more than 20 bits, or no code in the range.
    """
    spec = unit.spec
    codes, inside = codes_within(spec.input, interval)
    x, outputs = spec.input.decode(codes), unit(codes)
    exact = activation(x)
    known = (x >= activation.domain[0]) & (x <= activation.domain[1])
    return CodeValues(
        unit=unit,
        codes=codes,
        x=x,
        outputs=outputs,
        y=spec.output.decode(outputs),
        exact=exact,
        inside=inside,
        counted=inside | (known & _holds(spec.output, exact)),
    )


def _holds(output: Format, exact: Array) -> Flags:
    """Tell where a value, rounded, is within the limits of a format; a NaN is not."""
    low, high = output.limits
    half = 0.5 * float(output.ulp(high))
    return np.asarray((exact >= low - half) & (exact <= high + half))


def _lines(unit: Unit, codes: Codes, x: Array) -> Array:
    """Return the lines of a unit at input codes and their values x; of a mirrored table, reflected where x < 0."""
    spec, k = unit.spec, unit.piece(codes)
    at = np.abs(x) if spec.mirrored else x
    y = spec.slope.decode(unit.slopes[k]) * at + spec.intercept.decode(unit.intercepts[k])
    if not spec.mirrored:
        return np.asarray(y)
    return np.where(x < 0.0, spec.symmetry.reflect(at, y), y)
