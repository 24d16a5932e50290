"""`pwlact runs show` as a process."""

from __future__ import annotations

from processes import Run, Trained, one_object


def test_the_stored_result_is_shown(trained: Trained, run: Run) -> None:
    assert one_object(run("runs", "show", "first", "--json")) == trained.result
    done = run("runs", "show", "runs/first/result.json")
    assert done.returncode == 0
    for word in ("best episode", "best policy", "final policy", "polished", "gelu on [-8, 8], 3 segments: finished"):
        assert word in done.stdout
