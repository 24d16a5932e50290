"""A unit's errors, formats and structure as keys and values."""

from __future__ import annotations

from collections.abc import Iterator

from pwlact.datapath import Unit, UnitReport
from pwlact.formats import FloatFormat
from pwlact.functions import Activation
from pwlact.search.describe_unit import all_codes_text, max_error_text, outside_text, ulp_text
from pwlact.search.result import Result


def unit_error_pairs(result: Result) -> Iterator[tuple[str, str]]:
    """Yield key and value for a unit's errors over the input codes in the range, and over all."""
    unit, report = result.candidate.unit, result.candidate.unit_report
    if unit is not None and report is not None:
        yield from report_pairs(unit, report, result.problem.activation)


def report_pairs(unit: Unit, report: UnitReport, activation: Activation) -> Iterator[tuple[str, str]]:
    """Yield key and value for the errors in a unit's report.

    Parameters
    ----------
    unit, report, activation : Unit, UnitReport, Activation
        The unit, its errors, and its function.
    """
    output = unit.spec.output
    yield "errors", f"over {report.inputs:,} input codes in the range"
    yield "max error", max_error_text(report, output)
    if isinstance(output, FloatFormat):
        yield "max ULP", ulp_text(report, output, activation)
    yield "mean error", f"{report.errors.mean:.6g}"
    yield "MSE", f"{report.errors.mse:.4e}"
    yield "reversals", f"{report.reversals}"
    if report.all_codes is not None:
        yield "all codes", all_codes_text(report.all_codes, output)
    elif report.outside is not None:
        yield "outside", outside_text(report.outside, output)


def unit_pairs(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield key and value for a unit's formats and its structure."""
    spec = unit.spec
    formats = {"input": spec.input, "slope": spec.slope, "intercept": spec.intercept, "output": spec.output}
    yield "formats", ", ".join(f"{what} {format_.name}" for what, format_ in formats.items())
    multiplier = f"slopes of {spec.shift_terms} powers of two" if spec.shift_terms else "a multiplier"
    table = "" if not spec.mirrored else f", mirrored ({spec.symmetry.value})"
    yield "unit", f"{unit.pieces} pieces{table}, {spec.selection}, {multiplier}"
    yield "arithmetic", f"{spec.arithmetic}, rounding {spec.rounding.value}, overflow {spec.overflow.value}"
