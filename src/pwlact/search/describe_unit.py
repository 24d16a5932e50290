"""A unit's errors in words, each with the input at which it occurs."""

from __future__ import annotations

import math

from pwlact.datapath import AllCodes, UnitReport
from pwlact.formats import FixedPoint, FloatFormat, Format
from pwlact.functions import Activation

PLACES = 4  # reversals whose inputs are named


def max_error_text(report: UnitReport, output: Format) -> str:
    """Return the largest error in the range and its input; in fixed point, also in units in the last place."""
    places = f", {report.ulp:.5g} ULP" if isinstance(output, FixedPoint) else ""
    return f"{report.errors.max:.6g} at x = {report.worst:.6g}{places}"


def ulp_text(report: UnitReport, output: FloatFormat, activation: Activation) -> str:
    """Return the largest error in the range in units in the last place of f(x), its input, and the unit there.

    Where |f(x)| is below the smallest normal number of the output, the unit is that of the smallest normal number.

    Parameters
    ----------
    report : UnitReport
        The errors.
    output : FloatFormat
        The output format.
    activation : Activation
        The function f.
    """
    if report.ulp_worst is None:
        return f"{report.ulp:.5g}, at an input that the result does not name"
    y = activation(report.ulp_worst)
    size = math.log2(float(output.ulp(y)))
    least = ", the smallest" if output.ulp(y) == output.ulp(0.0) else ""
    return f"{report.ulp:.5g} at x = {report.ulp_worst:.6g}, where f(x) = {y:.4g} and a ULP is 2^{size:g}{least}"


def all_codes_text(found: AllCodes, output: Format) -> str:
    """Return the errors over every input code: the largest, the reversals, and where the output cannot hold f(x)."""
    largest = "infinite" if found.max is None else f"{found.max:.6g}"
    text = f"{found.inputs:,}: max error {largest} at x = {found.worst:.6g}; {_reversals(found)}"
    if not found.beyond:
        return text
    return f"{text}; left out are {found.beyond:,} further codes, at which f(x) exceeds {output.name}"


def outside_text(outside: float, output: Format) -> str:
    """Return the largest error outside the range, or why there is none: f(x) may exceed the output format."""
    if outside > 2.0 * max(map(abs, output.limits)):
        return f"-, f(x) exceeds {output.name} at some input codes outside the range"
    return f"{outside:.3g} maximum error at input codes outside the range"


def _reversals(found: AllCodes) -> str:
    if not found.reversals:
        return "no reversals"
    places = ", ".join(f"{x:.6g}" for x in found.reversals_at[:PLACES])
    more = ", ..." if found.reversals > PLACES else ""
    return f"{found.reversals} reversal{'' if found.reversals == 1 else 's'}, at x = {places}{more}"
