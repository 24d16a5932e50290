"""What is printed of a unit: each piece as codes and values."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from pwlact.cli.show_unit import print_pieces
from pwlact.datapath import Unit
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[1] / "data" / "v0"
UNITS = ["unit-q412", "unit-fp16", "unit-mirror"]


def _unit(name: str) -> Unit:
    unit = load_result(OLD / name / "result.json").unit
    assert unit is not None
    return unit


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
