"""An evaluation as JSON and CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest

from pwlact.errors import FileError
from pwlact.studies.evaluation.record import Evaluation, EvaluationRow
from pwlact.studies.evaluation.text import (
    HEADER,
    evaluation_from_json,
    evaluation_to_csv,
    evaluation_to_json,
    is_evaluation,
    notes_of,
    placed,
)


def test_json_holds_the_network_rows_and_fewest_segments(found: Evaluation) -> None:
    data = json.loads(json.dumps(evaluation_to_json(found), allow_nan=False))
    assert data["network"]["licence"] == "Apache-2.0"
    assert data["network"]["samples"] == 300
    assert len(data["rows"]) == len(found.rows)
    row = data["rows"][0]
    assert (row["method"], row["segments"], row["format"]) == ("uniform", 3, "float")
    assert row["difference"]["low"] <= row["difference"]["value"] <= row["difference"]["high"]
    assert len(data["fewest"]) == 3 * 2


def test_csv_has_a_row_for_each_table_behind_the_exact_networks(found: Evaluation) -> None:
    rows = list(csv.DictReader(io.StringIO(evaluation_to_csv(found))))
    assert tuple(rows[0]) == HEADER
    assert (rows[0]["method"], float(rows[0]["score"])) == ("exact", found.exact.value)
    assert len(rows) == 1 + len(found.rows)
    for row, one in zip(rows[1:], found.rows, strict=True):
        assert one.measured is not None
        assert float(row["divergence_high"]) == one.measured.divergence.high


def test_the_exact_function_places_no_points(found: Evaluation) -> None:
    assert placed(found) == ["uniform", "minimax", "sensitivity"]


def test_rows_that_lack_figures_for_one_reason_share_a_line(found: Evaluation) -> None:
    lacking = [
        EvaluationRow(method="agent", segments=segments, format="q3.5", measured=None, note=why)
        for segments, why in ((4, "no engine"), (8, "no engine"), (12, "too long"))
    ]
    assert notes_of([*found.rows, *lacking]) == ["agent, 2 rows: no engine", "agent 12 q3.5: too long"]


def test_an_evaluation_is_read_back_as_it_was(found: Evaluation) -> None:
    data = json.loads(json.dumps(evaluation_to_json(found)))
    assert is_evaluation(data)
    assert evaluation_from_json(data) == found
    assert not is_evaluation({"network": {}})
    with pytest.raises(FileError, match="make it anew"):
        evaluation_from_json({**data, "exact": {}})
