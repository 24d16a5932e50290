"""An audit as JSON and as CSV, which say the same."""

from __future__ import annotations

import csv
import io
import json

import pytest

import pwlact
from pwlact.studies.audit_json import CSV_COLUMNS, audit_to_csv, audit_to_json

TABLE = {"breakpoints": [-8, -2, 2, 8], "slopes": [0.01, 0.2, 0.02], "intercepts": [0.1, 0.5, 0.9]}


@pytest.mark.parametrize("format_", [None, "q4.8"])
def test_json_and_csv_hold_the_same_rows(format_: str | None) -> None:
    audit = pwlact.audit(TABLE, "sigmoid", format=format_)
    data = json.loads(json.dumps(audit_to_json(audit), allow_nan=False))
    rows = list(csv.DictReader(io.StringIO(audit_to_csv(audit))))
    assert len(rows) == len(data["rows"]) == 3
    for row, other in zip(rows, data["rows"], strict=True):
        assert list(row) == list(CSV_COLUMNS) == list(other)
        assert all((value or None) == (None if other[key] is None else str(other[key])) for key, value in row.items())
    assert data["errors"]["exact"]["at"] == audit.worst
    assert data["gap"] == pytest.approx(data["max_error"] / data["lower_bound"] - 1.0)
    assert (data["unit"] is None) == (format_ is None)
