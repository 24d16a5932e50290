"""`pwlact runs resume` of what is finished; tests/cli/test_stop.py has what is not."""

from __future__ import annotations

from processes import Run, Trained, one_object


def test_runs_resume_leaves_a_finished_run_alone(trained: Trained, run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in trained.folder.rglob("*")}
    assert one_object(run("runs", "resume", "first", "--json")) == trained.result
    assert {path: path.stat().st_mtime_ns for path in trained.folder.rglob("*")} == before
