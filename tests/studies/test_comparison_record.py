"""A comparison as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json

from pwlact import functions
from pwlact.metrics import Errors
from pwlact.search.problem import Problem
from pwlact.studies.comparison_record import Comparison, ComparisonRow, comparison_to_csv, comparison_to_json

TABLE = Comparison(
    problem=Problem(activation=functions.get("silu"), interval=(-8, 8), segments=4),
    objective="max",
    lower_bound=0.25,
    rows=(
        ComparisonRow(
            name="good", errors=Errors(max=0.5, mean=0.125, mse=0.0625), objective=0.5, gap=1.0, points=(0.0, 1.0)
        ),
        ComparisonRow(name="bad", note="it must go well, got otherwise; try again"),
    ),
)


def test_json_has_the_problem_and_every_row() -> None:
    data = json.loads(json.dumps(comparison_to_json(TABLE), allow_nan=False))
    assert (data["function"], data["segments"], data["objective"], data["lower_bound"]) == ("silu", 4, "max", 0.25)
    assert data["rows"][0]["errors"] == {"max": 0.5, "mean": 0.125, "mse": 0.0625}
    assert data["rows"][1]["note"] == TABLE.rows[1].note


def test_csv_leaves_empty_what_is_unknown() -> None:
    good, bad = csv.DictReader(io.StringIO(comparison_to_csv(TABLE)))
    assert (good["method"], good["max"], good["mse"], good["gap"]) == ("good", "0.5", "0.0625", "1.0")
    assert (bad["method"], bad["max"], bad["objective"]) == ("bad", "", "")
