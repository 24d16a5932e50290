"""What is said of a unit: its errors as recorded, its formats and its structure."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.datapath import Unit
from pwlact.search.facts.unit import unit_error_pairs, unit_pairs
from pwlact.search.result import Result
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[2] / "data" / "v0"
UNITS = ["unit-q412", "unit-fp16", "unit-mirror"]


def _result(name: str) -> Result:
    return load_result(OLD / name / "result.json")


def _unit(name: str) -> Unit:
    unit = _result(name).unit
    assert unit is not None
    return unit


@pytest.mark.parametrize("name", UNITS)
def test_a_units_errors_are_those_over_its_codes(name: str) -> None:
    result = _result(name)
    pairs = dict(unit_error_pairs(result))
    errors = result.errors.codes
    assert errors is not None
    assert pairs["max error"].startswith(f"{errors.max:.6g} at x = ")
    assert pairs["max error"].endswith(" ULP") == (name != "unit-fp16")
    assert ("max ULP" in pairs) == (name == "unit-fp16")
    assert pairs["mean error"] == f"{errors.mean:.6g}"
    assert float(pairs["MSE"]) == pytest.approx(errors.mse, rel=1e-3)


def test_a_result_without_a_unit_has_no_errors_over_codes() -> None:
    assert list(unit_error_pairs(_result("search-silu"))) == []


@pytest.mark.parametrize("name", UNITS)
def test_a_units_structure_names_its_formats_pieces_and_selection(name: str) -> None:
    unit = _unit(name)
    pairs = dict(unit_pairs(unit))
    spec = unit.spec
    assert pairs["formats"] == (
        f"input {spec.input.name}, slope {spec.slope.name}, intercept {spec.intercept.name}, output {spec.output.name}"
    )
    assert pairs["unit"].startswith(f"{unit.pieces} pieces")
    assert ("mirrored" in pairs["unit"]) == spec.mirrored == (name == "unit-mirror")
    assert spec.selection in pairs["unit"]
    assert ("comparators" in pairs["unit"]) != spec.addressed
    assert pairs["arithmetic"].startswith(f"{spec.arithmetic}, rounding {spec.rounding.value}, overflow ")
