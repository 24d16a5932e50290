"""An audit as a record: JSON and CSV say the same, and what to mend first is what loses most."""

from __future__ import annotations

import csv
import io
import json

import pytest

import pwlact
from pwlact.studies.audit_record import CSV_COLUMNS, audit_to_csv, audit_to_json

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


def test_the_rows_that_lose_most_come_first() -> None:
    audit = pwlact.audit(TABLE, "sigmoid")
    losses = [audit.rows[k].loss for k in audit.to_mend()]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] == max(row.loss for row in audit.rows)
    best = pwlact.approximate("sigmoid", segments=2)
    assert pwlact.audit(best.to_json()).to_mend() == []


def test_an_exact_table_has_no_gap() -> None:
    table = {"breakpoints": [-3, 3], "slopes": [0, 1 / 6, 0], "intercepts": [0, 0.5, 1]}
    audit = pwlact.audit(table, "hardsigmoid")
    assert audit.errors.max < 1e-15
    assert audit.lower_bound == 0.0
    assert audit.best == audit.errors.max
    assert audit.enough == 3
