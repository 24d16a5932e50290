"""What a training tells those who watch it: a record that other processes and the progress lines take as it is."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path
from typing import Any, get_args

import pytest

from pwlact.cli.progress import training_progress
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.budget import Budget
from pwlact.rl.log import TrainingLog
from pwlact.rl.status import Phase, TrainingStatus


def test_at_first_nothing_is_done_and_no_reward_is_known() -> None:
    status = TrainingStatus()
    assert (status.phase, status.steps, status.total, status.rate) == ("training", 0, 0, 0.0)
    assert status.best_reward == float("-inf")
    with pytest.raises(dataclasses.FrozenInstanceError):
        status.steps = 1  # type: ignore[misc]


def test_a_status_is_the_same_in_another_process() -> None:
    status = TrainingStatus(phase="stopping", steps=3, total=9, rate=0.5, best_reward=7.25)
    assert pickle.loads(pickle.dumps(status)) == status


@pytest.mark.parametrize("phase", get_args(Phase))
def test_every_phase_but_compiling_has_a_line(phase: Phase, capsys: pytest.CaptureFixture[str]) -> None:
    with training_progress(Budget(amount=9, unit="steps")) as observe:
        observe(4, TrainingStatus(phase=phase, total=9))
    assert capsys.readouterr().err == ("" if phase == "compiling" else f"seed 4: {phase}\n")


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_watcher_ends_the_training_by_false(goes_on: bool, make: Any, small: AgentConfig, tmp_path: Path) -> None:
    seen: list[Phase] = []
    log = TrainingLog(make("tuned", segments=3), small, tmp_path, lambda status: seen.append(status.phase) or goes_on)
    log.rollout_done(8)
    assert log.complete == goes_on
    assert seen == (["training"] if goes_on else ["training", "stopping"])
