"""Errors of a result with the places where they are largest, and the finding in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.datapath import UnitReport
from pwlact.fit import sample
from pwlact.metrics import Errors, exact_worst
from pwlact.search.noisy.part import data_in_range
from pwlact.search.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredErrors:
    """Errors of a result, and where the largest one is.

    Parameters
    ----------
    where : str
        Where errors are taken, as in "whole range".
    max : float or None
        The largest error; None where an output is infinite.
    at : float
        An x at which it is.
    mean, mse : float or None
        Mean error and mean square error; None where they are not measured.
    """

    where: str
    max: float | None
    at: float
    mean: float | None = None
    mse: float | None = None


def measured_errors(result: Result) -> list[MeasuredErrors]:
    """Return the errors of a result, those that count first.

    They are those on the whole range and on the sampling grid, of a unit over its input codes, of noisy data at the
    data.

    Parameters
    ----------
    result : Result
        Any result.
    """
    if result.candidate.unit_report is not None:
        return _over_codes(result.candidate.unit_report)
    activation, errors = result.problem.activation, result.errors
    if errors.data is not None:
        x, y, _weight = data_in_range(result.problem)
        return [_measured("data", errors.data, _largest(x, result.approximation(x) - y))]
    grid = sample(activation, result.problem.interval)
    return [
        _measured("whole range", errors.exact, exact_worst(activation, result.pwl)[1]),
        _measured("sampling grid", errors.grid, _largest(grid.x, result.pwl(grid.x) - grid.y)),
    ]


def finding(result: Result) -> str:
    """Return what was found in a sentence: the largest error with its place, and the mean error."""
    found = measured_errors(result)[0]
    mean = "" if found.mean is None else f", the mean error {found.mean:.4g}"
    return f"The largest error is {found.max:.6g} at x = {found.at:.6g}{mean} ({found.where})."


def _over_codes(report: UnitReport) -> list[MeasuredErrors]:
    rows = [_measured(f"{report.inputs:,} input codes in the range", report.errors, report.worst)]
    found = report.all_codes
    if found is not None:
        rows.append(MeasuredErrors(where=f"all {found.inputs:,} input codes", max=found.max, at=found.worst))
    return rows


def _measured(where: str, errors: Errors, at: float) -> MeasuredErrors:
    return MeasuredErrors(where=where, max=errors.max, at=at, mean=errors.mean, mse=errors.mse)


def _largest(x: Array, error: Array) -> float:
    return float(x[int(np.argmax(np.abs(error)))])
