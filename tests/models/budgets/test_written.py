"""An allocation as JSON, as CSV, and in a folder."""

from __future__ import annotations

import csv
import json

from pwlact.models.budgets.written import allocation_to_csv, allocation_to_json, write_allocation
from pwlact.search import load_result


def test_json_holds_each_way_with_predicted_and_measured_figures(found):
    data = json.loads(json.dumps(allocation_to_json(found), allow_nan=False))
    assert (data["schema"], data["network"], data["budget"], data["cost"]) == (
        "pwlact.allocation/1",
        "tiny",
        12,
        "segments",
    )
    assert [way["way"] for way in data["ways"]] == ["allocated", "even", "same"]
    assert data["least_losses"][:3] == [None] * 3
    assert data["ways"][0]["predicted"] == data["least_losses"][12]
    assert data["ways"][0]["measured"]["divergence"]["low"] <= data["ways"][0]["measured"]["divergence"]["value"]


def test_csv_has_a_row_for_each_way_and_table(found):
    rows = list(csv.DictReader(allocation_to_csv(found).splitlines()))
    assert len(rows) == 3 + 3 + 2
    assert sum(float(row["predicted_loss"]) for row in rows[:3]) == found.placed[0].predicted


def test_a_folder_holds_a_result_for_each_table(found, tmp_path):
    path = write_allocation(found, tmp_path)
    for table in json.loads(path.read_text())["ways"][0]["tables"]:
        assert load_result(tmp_path / table["result"]).problem.segments == table["segments"]
