"""Errors with the places where they are largest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import pwlact
from pwlact.search.facts import finding, measured_errors
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[2] / "data" / "v0"


@pytest.mark.parametrize("name", ["search-silu", "search-expr", "train-gelu"])
def test_on_the_whole_range_and_on_the_grid_the_error_is_where_it_is_said(name: str) -> None:
    result = load_result(OLD / name / "result.json")
    exact, grid = measured_errors(result)
    for found, errors in ((exact, result.errors.exact), (grid, result.errors.grid)):
        assert (found.max, found.mean, found.mse) == (errors.max, errors.mean, errors.mse)
        off = abs(result.pwl(found.at) - result.problem.activation(found.at))
        assert off == pytest.approx(errors.max, rel=1e-9)
    assert (exact.where, grid.where) == ("whole range", "sampling grid")


@pytest.mark.parametrize("name", ["unit-q412", "unit-fp16"])
def test_a_units_errors_are_over_its_codes(name: str) -> None:
    result = load_result(OLD / name / "result.json")
    report, unit = result.candidate.unit_report, result.unit
    assert report is not None
    assert unit is not None
    within = measured_errors(result)[0]
    assert (within.max, within.at) == (report.errors.max, report.worst)
    y = float(unit.spec.output.decode(unit(unit.spec.input.encode(within.at))))
    assert abs(y - result.problem.activation(within.at)) == report.errors.max
    assert finding(result) == (
        f"The largest error is {report.errors.max:.6g} at x = {report.worst:.6g}, the mean error "
        f"{report.errors.mean:.4g} ({report.inputs:,} input codes in the range)."
    )


def test_of_noisy_data_it_is_the_farthest_datum() -> None:
    x = np.arange(30.0)
    y = np.where(x == 17.0, 5.0, 0.0)
    result = pwlact.approximate((x, y), noisy=True, segments=2)
    (found,) = measured_errors(result)
    assert (found.where, found.max) == ("data", result.errors.grid.max)
    assert abs(result.approximation(found.at) - y[int(found.at)]) == pytest.approx(found.max)
