"""`pwlact cost` as a process."""

from __future__ import annotations

from pathlib import Path

from processes import one_object, run_in


def test_error_against_area(units: Path) -> None:
    words = ("cost", "silu", "--estimate", "--segments-list", "4", "8", "--formats", "q4.6", "--out", "f")
    data = one_object(run_in(units, *words, "--json"))
    assert (units / "f" / "cost-silu.png").exists()
    rows = data["rows"]
    assert {row["scheme"] for row in rows} == {"comparators", "address", "shifts", "mirrored"}
    best = [row for row in rows if row["pareto"]]
    assert best
    for row in rows:  # none is smaller and better than one of the set
        beaten = any(one["area"] <= row["area"] and one["max_error"] <= row["max_error"] for one in best)
        assert row["pareto"] or beaten
