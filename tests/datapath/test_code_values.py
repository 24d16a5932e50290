"""A unit beside its function on every input code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pwlact.datapath import CodeValues, code_values
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[1] / "data" / "v0"
UNITS = ["unit-q412", "unit-fp16", "unit-mirror"]


@cache
def _values(name: str) -> CodeValues:
    result = load_result(OLD / name / "result.json")
    assert result.unit is not None
    return code_values(result.unit, result.problem.activation, result.problem.interval)


@pytest.mark.parametrize("name", UNITS)
def test_values_are_the_units_and_the_functions_at_each_code(name: str) -> None:
    found = _values(name)
    assert np.all(np.diff(found.x) >= 0.0)
    spec = found.unit.spec
    np.testing.assert_array_equal(found.outputs, found.unit(found.codes))
    np.testing.assert_array_equal(found.y, spec.output.decode(found.outputs))
    inside = found.counted
    np.testing.assert_array_equal(found.errors[inside], (found.y - found.exact)[inside])
    assert np.all(found.counted[found.inside])


@pytest.mark.parametrize("name", UNITS)
def test_no_unit_is_nearer_than_the_rounded_function(name: str) -> None:
    found = _values(name)
    inside = found.inside
    rounded = np.abs(found.rounding_errors[inside])
    assert np.all(rounded <= np.abs(found.errors[inside]))
    assert np.all(rounded <= 0.5 * found.unit.spec.output.ulp(found.exact[inside]) * (1.0 + 1e-12))


@pytest.mark.parametrize("name", UNITS)
def test_a_fused_units_error_is_its_lines_and_half_a_last_place_but_where_it_saturates(name: str) -> None:
    found = _values(name)
    spec, inside = found.unit.spec, found.inside & ~found.saturated
    assert spec.arithmetic == "fused"
    rounding = np.abs(found.errors - found.line_errors)[inside]
    assert np.all(rounding <= 0.5 * spec.output.ulp(found.y[inside]) * (1.0 + 1e-9))


def test_what_saturates_gives_the_limit_of_the_output() -> None:
    found = _values("unit-q412")
    assert 0 < found.saturated.sum() < 10
    np.testing.assert_array_equal(found.y[found.saturated], found.unit.spec.output.limits[1])
