"""Errors of a unit over every input code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Codes
from pwlact.datapath.spec import UnitSpec
from pwlact.datapath.unit import Unit
from pwlact.errors import FormatError
from pwlact.formats import Format
from pwlact.functions import Activation, Interval
from pwlact.metrics import Errors

MAX_INPUT_BITS = 20  # where every code is tried: a million of them


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReport:
    """Errors of a unit against the exact function.

    Parameters
    ----------
    errors : Errors
        Errors over the input codes in the range, each of the same weight.
    ulp : float
        Largest error in units in the last place of the output format at f(x).
    worst : float
        Input of the largest error.
    outside : float or None
        Largest error over the finite input codes outside the range and within f's domain; None where there are none,
        or f overflows doubles.
    reversals : int
        Number of steps from an input code in the range to the next at which the output falls where f rises, or rises
        where f falls.
    inputs : int
        Number of input codes in the range.
    """

    errors: Errors
    ulp: float
    worst: float
    outside: float | None
    reversals: int
    inputs: int


def input_codes(format_: Format) -> Codes:
    """Return every finite code of an input format, shape (codes,), by ascending value.

    Raises
    ------
    FormatError
        If the format has more than 20 bits.
    """
    require_enumerable(format_)
    codes = format_.codes()
    codes = codes[np.isfinite(format_.decode(codes))]
    return codes[np.argsort(format_.order(codes), kind="stable")]


def require_enumerable(format_: Format) -> None:
    """Check that every code of an input format can be tried.

    Raises
    ------
    FormatError
        If the format has more than 20 bits.
    """
    if format_.bits > MAX_INPUT_BITS:
        raise FormatError(
            f"an input format of which every code is tried has at most {MAX_INPUT_BITS} bits, got {format_.name} with "
            f"{format_.bits}; use fewer fraction bits"
        )


def codes_within(spec: UnitSpec, activation: Activation, interval: Interval) -> tuple[Codes, NDArray[np.bool_]]:
    """Return every finite input code, by ascending value, and whether it lies in the range; both of shape (codes,).

    With a right tail, the right end of the range is the tail's. With a left tail, so is the left end where the table is
    mirrored or the addresses are of floats. A mirrored unit's range has the negative of every input in it.

    Parameters
    ----------
    spec : UnitSpec
        The unit's spec.
    activation : Activation
        The function, with its tails.
    interval : (float, float)
        The range.

    Raises
    ------
    FormatError
        If the format has no code in the range, or more than 20 bits.
    """
    codes = input_codes(spec.input)
    x = spec.input.decode(codes)
    low, high = interval
    inside = (x >= low) & ((x < high) if activation.right_tail is not None else (x <= high))
    if spec.mirrored:  # the range is then symmetric, as the unit is
        inside &= -x <= x[-1]
        if activation.left_tail is not None:
            inside &= x > low
    elif spec.address_shift and not spec.fixed and activation.left_tail is not None:
        inside &= x > low  # below zero, a block of float addresses ends with its round number
    if not inside.any():
        raise FormatError(
            f"an input format must have codes in the range {low:g} {high:g}, got {spec.input.name} with "
            f"{x[0]:g} to {x[-1]:g}; give more integer bits or another -R"
        )
    return codes, inside


@np.errstate(over="ignore", invalid="ignore")
def unit_report(unit: Unit, activation: Activation, interval: Interval) -> UnitReport:
    """Return the errors of a unit against its function over every finite input code.

    Parameters
    ----------
    unit : Unit
        The unit.
    activation : Activation
        The exact function.
    interval : (float, float)
        The range.

    Raises
    ------
    FormatError
        If the input format has more than 20 bits, or no code in the range.
    """
    spec = unit.spec
    codes, inside = codes_within(spec, activation, interval)
    x = spec.input.decode(codes)
    y, exact = spec.output.decode(unit(codes)), activation(x)
    off = np.abs(y - exact)
    within = off[inside]
    outside = ~inside & (x >= activation.domain[0]) & (x <= activation.domain[1])
    beyond = float(off[outside].max()) if outside.any() else np.nan
    rises = np.diff(y[inside]) * np.sign(np.diff(exact[inside]))
    return UnitReport(
        errors=Errors(max=float(within.max()), mean=float(within.mean()), mse=float(np.mean(within**2))),
        ulp=float(np.max(within / spec.output.ulp(exact[inside]))),
        worst=float(x[inside][int(within.argmax())]),
        outside=beyond if np.isfinite(beyond) else None,
        reversals=int(np.sum(rises < 0)),
        inputs=int(inside.sum()),
    )
