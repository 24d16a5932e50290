"""What an approximation in real numbers becomes where everything is rounded to one number format."""

from __future__ import annotations

from pwlact.datapath import UnitReport
from pwlact.errors import ConfigError
from pwlact.search import Result
from pwlact.search.codes.rounded import rounding_report
from pwlact.settings.unit import UnitChoice, unit_spec


def check_rounding(result: Result, format_: str) -> UnitReport:
    """Return the errors over a format's inputs where points, coefficients, products and sums are rounded to it.

    Raises
    ------
    ConfigError
        If the result is of a unit.
    FormatError
        If the format does not exist, or cannot hold the range or a number.
    """
    if result.unit is not None:
        raise ConfigError(f"a check goes with real numbers, got --check {format_} with --format; leave one out")
    spec = unit_spec(format_, UnitChoice(slope=format_, intercept=format_, arithmetic="separate"))
    return rounding_report(result.problem.activation, result.candidate.pwl, spec)


def check_text(report: UnitReport, format_: str) -> str:
    """Return the errors of `check_rounding` as a line."""
    errors = report.errors
    figures = f"max {errors.max:.6g} ({report.ulp:.4g} ULP), mean {errors.mean:.6g}, MSE {errors.mse:.4e}"
    return f"all in {format_}    {figures}, over {report.inputs:,} inputs"
