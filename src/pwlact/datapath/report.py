"""How good a unit is, over every input code."""

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

MAX_INPUT_BITS = 20  # every code is tried: a million of them


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReport:
    """Errors of a unit against the exact function.

    Parameters
    ----------
    errors : Errors
        Over the input codes in the range, all alike.
    ulp : float
        Largest error in units of the output format's last place at f(x).
    worst : float
        Input at which the error is largest.
    outside : float or None
        Largest error over the finite input codes beyond the range; None where there are none, or f is beyond doubles.
    reversals : int
        How often, from one input code to the next in the range, the output falls where f rises, or rises where f falls.
    inputs : int
        How many codes lie in the range.
    """

    errors: Errors
    ulp: float
    worst: float
    outside: float | None
    reversals: int
    inputs: int


def input_codes(format_: Format) -> Codes:
    """Return every finite code of an input format, values ascending.

    Raises
    ------
    FormatError
        If it has more than 20 bits.
    """
    if format_.bits > MAX_INPUT_BITS:
        raise FormatError(
            f"an input format has at most {MAX_INPUT_BITS} bits, for every code is tried, got {format_.name} with "
            f"{format_.bits}; use fewer fraction bits"
        )
    codes = format_.codes()
    codes = codes[np.isfinite(format_.decode(codes))]
    return codes[np.argsort(format_.order(codes), kind="stable")]


def codes_within(spec: UnitSpec, activation: Activation, interval: Interval) -> tuple[Codes, NDArray[np.bool_]]:
    """Return every finite input code, ascending, and which lie in the range; its end is the right tail's, if any.

    Raises
    ------
    FormatError
        If the format has no code in the range, or too many codes.
    """
    codes = input_codes(spec.input)
    x = spec.input.decode(codes)
    low, high = interval
    inside = (x >= low) & ((x < high) if activation.right_tail is not None else (x <= high))
    if spec.mirrored:  # so that the range is as symmetric as the unit
        inside &= -x <= x[-1]
        if activation.left_tail is not None:
            inside &= x > low
    elif spec.address_shift and not spec.fixed and activation.left_tail is not None:
        inside &= x > low  # addresses of floats part below zero behind a round number, not before it
    if not inside.any():
        raise FormatError(
            f"an input format must have codes in the range {low:g} {high:g}, got {spec.input.name} with "
            f"{x[0]:g} to {x[-1]:g}; give more integer bits or another -R"
        )
    return codes, inside


@np.errstate(over="ignore", invalid="ignore")
def unit_report(unit: Unit, activation: Activation, interval: Interval) -> UnitReport:
    """Compare a unit with its function on every finite input code.

    Raises
    ------
    FormatError
        If the input format has more than 20 bits.
    """
    spec = unit.spec
    codes, inside = codes_within(spec, activation, interval)
    x = spec.input.decode(codes)
    y, exact = spec.output.decode(unit(codes)), activation(x)
    off = np.abs(y - exact)
    within = off[inside]
    beyond = float(off[~inside].max()) if not inside.all() else np.nan
    rises = np.diff(y[inside]) * np.sign(np.diff(exact[inside]))
    return UnitReport(
        errors=Errors(max=float(within.max()), mean=float(within.mean()), mse=float(np.mean(within**2))),
        ulp=float(np.max(within / spec.output.ulp(exact[inside]))),
        worst=float(x[inside][int(within.argmax())]),
        outside=beyond if np.isfinite(beyond) else None,
        reversals=int(np.sum(rises < 0)),
        inputs=int(inside.sum()),
    )
