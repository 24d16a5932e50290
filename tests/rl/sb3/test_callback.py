"""Between rollouts: strategies are pruned on schedule, and what is saved can be resumed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.checkpoint import STATE, load_state
from pwlact.rl.sb3 import callback
from pwlact.rl.sb3.checkpoint import MODEL
from pwlact.rl.sb3.train import train
from pwlact.rl.status import TrainingStatus
from pwlact.rl.strategies import survivors
from pwlact.rl.task import Task

Make = Callable[..., Task]


def test_strategies_are_pruned_as_the_training_goes(
    make: Make, small: AgentConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback, "CHECKPOINT_SECONDS", -1.0)  # a checkpoint before every rollout
    alive: list[tuple[int, int]] = []
    rollouts: list[int] = [0]

    def watch(status: TrainingStatus) -> bool:
        state = load_state(tmp_path)
        if status.phase == "training" and state is not None and state.steps:
            assert state.steps == rollouts[-1]  # the start of the rollout that has ended
            alive.append((state.steps, len(state.alive)))
        rollouts.append(status.steps)
        return True

    train(make("tuned", segments=3), small, 0, tmp_path, watch)
    assert alive
    assert all(count == survivors(steps / 600, small.ppo) for steps, count in alive)
    assert {count for _, count in alive} == {4, 2, 1}


@pytest.mark.parametrize("algorithm", ["ppo", "sac"])
def test_the_end_is_saved(make: Make, small: AgentConfig, tmp_path: Path, algorithm: str) -> None:
    config = dataclasses.replace(small, steps=64, algorithm=algorithm)
    training = train(make("tuned", segments=3), config, 0, tmp_path, lambda status: True)
    assert load_state(tmp_path) == training.state
    assert {STATE, MODEL, "best_episode.json"} <= {path.name for path in tmp_path.iterdir()}
