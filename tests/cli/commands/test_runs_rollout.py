"""`pwlact runs rollout` as a process."""

from __future__ import annotations

import pytest
from processes import Run, Trained, one_object


def test_a_rollout_replays_the_final_policy(trained: Trained, run: Run) -> None:
    played = one_object(run("runs", "rollout", "first", "--policy", "final", "--json"))
    assert [step["point"] for step in played["steps"]] == trained.result["final_policy"]["points"]
    assert played["final_reward"] == pytest.approx(trained.result["final_policy"]["reward"], rel=1e-9)
    assert all(-1 <= step["action"] <= 1 for step in played["steps"])
