"""Rows that are done, in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.models.evaluation.reference import Measurement
from pwlact.studies.evaluation.record import EvaluationRow
from pwlact.studies.evaluation.rows_file import RowsFile

ROW = EvaluationRow(
    method="dp",
    segments=8,
    format="float",
    measured=Measurement(
        score=0.9,
        difference=Estimate(value=-0.1, low=-0.2, high=0.0),
        divergence=Estimate(value=1e-3, low=1e-4, high=1e-2),
        seconds=0.5,
    ),
)


def test_a_row_comes_back_by_its_key_whatever_the_order(tmp_path: Path) -> None:
    path = tmp_path / "new" / "rows.jsonl"
    rows = RowsFile(path)
    assert rows.get({"a": 1, "b": None}) is None
    rows.append({"a": 1, "b": None}, ROW)
    for each in (rows, RowsFile(path)):
        assert each.get({"b": None, "a": 1}) == ROW
        assert each.get({"a": 1}) is None


@pytest.mark.parametrize("rest", ['{"key": {"a": 2}, "ro', "no json\n", '{"key": {}}\n', '{"key": 1, "row": {}}\n'])
def test_a_line_that_is_damaged_is_dropped_and_the_rest_stays(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "rows.jsonl"
    RowsFile(path).append({"a": 1}, ROW)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + rest, encoding="utf-8")
    again = RowsFile(path)
    assert list(again.rows.values()) == [ROW]
    assert path.read_text(encoding="utf-8") == whole
    again.append({"a": 2}, ROW)
    assert len(RowsFile(path).rows) == 2
