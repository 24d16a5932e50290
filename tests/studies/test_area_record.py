"""Error against area as a record: the Pareto set, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json

import numpy as np

from pwlact import functions
from pwlact.studies.area_record import (
    AreaFrontier,
    AreaRow,
    area_frontier_to_csv,
    area_frontier_to_json,
    mark_pareto,
)


def test_the_pareto_set_is_what_nothing_else_beats() -> None:
    rng = np.random.default_rng(3)
    for _ in range(50):
        rows = [
            AreaRow(format="q4.12", scheme="comparators", segments=i, area=float(area), max_error=float(error))
            for i, (area, error) in enumerate(rng.integers(1, 12, (20, 2)))
        ]
        rows.insert(4, AreaRow(format="q4.12", scheme="shifts", segments=99, note="cannot be made"))
        made = [row for row in rows if row.area is not None and row.max_error is not None]
        for i, row in enumerate(mark_pareto(rows)):
            if row.area is None or row.max_error is None:
                assert not row.pareto
                continue
            others = [(other.area, other.max_error) for other in made]
            mine = (row.area, row.max_error)
            beaten = any(a <= mine[0] and e <= mine[1] and (a, e) != mine for a, e in others if a and e)
            before = any((other.area, other.max_error) == mine for other in rows[:i])
            assert row.pareto == (not beaten and not before)


def test_json_and_csv_have_the_same_rows() -> None:
    rows = (
        AreaRow(format="q4.4", scheme="address", segments=4, area=10.0, max_error=0.5, pareto=True),
        AreaRow(format="q4.4", scheme="shifts", segments=4, note="cannot be made"),
    )
    silu = functions.get("silu")
    found = AreaFrontier(activation=silu, interval=(-8, 8), target="ice40", unit="cells", tool="Yosys", rows=rows)
    data = json.loads(json.dumps(area_frontier_to_json(found), allow_nan=False))
    written = list(csv.DictReader(io.StringIO(area_frontier_to_csv(found))))
    assert (data["function"], data["interval"], data["area_unit"]) == ("silu", [-8, 8], "cells")
    assert [row["scheme"] for row in data["rows"]] == [row["scheme"] for row in written] == ["address", "shifts"]
    assert list(written[0]) == list(data["rows"][0])
    assert (written[0]["area"], written[1]["area"]) == ("10.0", "")
    assert found.pareto == [rows[0]]
