"""`pwlact runs compare` as a process."""

from __future__ import annotations

from processes import Run, Trained, one_object


def test_a_run_alone_is_compared(trained: Trained, run: Run) -> None:
    rows = one_object(run("runs", "compare", "--json"))["runs"]
    assert [row["run"] for row in rows] == ["runs/first"]
    assert rows[0]["reward"] == trained.result["reward"]
    assert rows[0]["status"] == "finished"
