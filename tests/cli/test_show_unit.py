"""What is printed of a unit: its errors as recorded, its structure, and each piece as codes and values."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from pwlact.cli.show_unit import print_pieces, unit_error_pairs, unit_pairs
from pwlact.datapath import Unit
from pwlact.search.result import Result
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[1] / "data" / "v0"
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


@pytest.mark.parametrize("name", UNITS)
def test_a_piece_is_a_row_of_codes_and_their_values(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    unit = _unit(name)
    print_pieces(unit)
    _, columns, _, *rows = capsys.readouterr().out.splitlines()
    assert re.split(r"\s{2,}", columns.strip()) == ["piece", "begins at", "slope", "intercept"]
    cells = [re.split(r"\s{2,}", row.strip()) for row in rows]
    assert [row[0] for row in cells] == [f"{k}" for k in range(1, len(unit.slopes) + 1)]
    assert cells[0][1] == "-"
    spec = unit.spec
    for column, codes, format_ in ((2, unit.slopes, spec.slope), (3, unit.intercepts, spec.intercept)):
        shown = [re.fullmatch(r"(-?\d+) \((.*)\)", row[column]) for row in cells]
        assert [int(cell[1]) for cell in shown if cell] == codes.tolist()
        values = [float(cell[2]) for cell in shown if cell]
        np.testing.assert_allclose(values, format_.decode(codes), rtol=1e-8)
    begins = [float(row[1].partition("(")[2].rstrip(")")) for row in cells[1:]]
    assert begins == sorted(begins)
