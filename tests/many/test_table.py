"""A family as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from random_families import waves

from pwlact.many import solve_family
from pwlact.many.table import family_to_csv, family_to_json


def test_a_row_for_each_segment_gives_the_lines_and_the_errors() -> None:
    found = solve_family(waves(2), np.array([2, 3]), "max", "uniform")
    rows = list(csv.DictReader(io.StringIO(family_to_csv(found))))
    assert [(row["function"], row["segment"]) for row in rows] == [("0", "0"), ("0", "1"), *(("1", k) for k in "012")]
    for row in rows:
        begin, slope, intercept = (float(row[name]) for name in ("begin", "slope", "intercept"))
        assert slope * begin + intercept == pytest.approx(float(row["value_begin"]), abs=1e-12)
        assert row["lower_bound"] == ""
        assert float(row["max_error"]) == found.max_errors[int(row["function"])]


def test_json_is_finite() -> None:
    found = solve_family(waves(2), 3, "max", "uniform")
    data = json.loads(json.dumps(family_to_json(found, Path("f.npz")), allow_nan=False))
    assert (data["functions"], data["total_segments"], data["lower_bounds"]) == (2, 6, [None, None])
