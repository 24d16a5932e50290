"""`pwlact vectors` as a process."""

from __future__ import annotations

from pathlib import Path

from processes import one_object, run_in


def test_vectors_are_the_codes(units: Path) -> None:
    data = one_object(run_in(units, "vectors", "small", "--json", "--csv", "v.csv"))
    assert len(data["vectors"]) == 12
    for vector in data["vectors"]:
        for name in ("x", "golden", "pwl"):
            assert int(vector[name]["binary"], 2) == int(vector[name]["hexadecimal"], 16)
    assert len((units / "v.csv").read_text(encoding="utf-8").splitlines()) == 13
