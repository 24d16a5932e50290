"""A training that is stopped or killed anywhere ends as one that never was."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch as th

from pwlact.errors import FileError
from pwlact.rl.agent_config import A2CConfig, AgentConfig
from pwlact.rl.sb3 import callback
from pwlact.rl.sb3.checkpoint import MODEL, load_snapshot, save_checkpoint
from pwlact.rl.sb3.environment import make_env
from pwlact.rl.sb3.models import make_model
from pwlact.rl.sb3.train import train
from pwlact.rl.status import TrainingStatus
from pwlact.rl.task import Task
from pwlact.rl.training import Training

Make = Callable[..., Task]


class KilledError(Exception):
    """A stand-in for kill -9."""


def _killed_at(rollout: int) -> Callable[[TrainingStatus], bool]:
    seen: list[TrainingStatus] = []

    def watch(status: TrainingStatus) -> bool:
        seen.extend([status] if status.phase == "training" else [])
        if len(seen) == rollout:
            raise KilledError
        return True

    return watch


def _outcome(training: Training, folder: Path) -> dict[str, object]:
    """Return all that a training finds, its wall time left out."""
    state = dataclasses.asdict(training.state) | {"seconds": 0.0}
    with (folder / "evaluations.csv").open(encoding="utf-8") as file:
        rows = [[cell for k, cell in enumerate(row) if k != 1] for row in csv.reader(file)]
    final = training.final_policy
    return state | {"rows": rows, "best": training.best_episode.points.tolist(), "final": final.points.tolist()}


@pytest.fixture
def config(small: AgentConfig) -> AgentConfig:
    return dataclasses.replace(small, steps=800, evaluations=7, a2c=A2CConfig(envs=8))


@pytest.mark.parametrize("algorithm", ["ppo", "a2c"])
@pytest.mark.parametrize("every", [-1.0, 0.02, 1e9])
def test_killed_twice_it_ends_as_if_it_never_was(
    make: Make, config: AgentConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, algorithm: str, every: float
) -> None:
    monkeypatch.setattr(callback, "CHECKPOINT_SECONDS", every)
    task, config = make("tuned", segments=4), dataclasses.replace(config, algorithm=algorithm)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    whole.mkdir()
    parts.mkdir()
    wanted = _outcome(train(task, config, 3, whole, lambda _: True), whole)
    for rollout in (9, 11):
        with pytest.raises(KilledError):
            train(task, config, 3, parts, _killed_at(rollout))
        np.random.seed(0)  # noqa: NPY002  # as another process would begin
        th.manual_seed(0)
    assert _outcome(train(task, config, 3, parts, lambda _: True), parts) == wanted


def test_stopped_it_ends_with_the_same_policy(make: Make, config: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=4)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    whole.mkdir()
    parts.mkdir()
    wanted = train(task, config, 3, whole, lambda _: True)
    seen: list[TrainingStatus] = []
    first = train(task, config, 3, parts, lambda status: seen.append(status) or len(seen) < 15)  # type: ignore[func-returns-value]
    assert not first.complete
    again = train(task, config, 3, parts, lambda _: True)
    assert again.complete
    assert again.final_policy.points.tolist() == wanted.final_policy.points.tolist()
    assert again.state.episodes == wanted.state.episodes
    assert again.best_episode.reward >= wanted.best_episode.reward


def test_a_snapshot_of_another_training_is_refused(make: Make, config: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=4)
    with pytest.raises(KilledError):
        train(task, config, 3, tmp_path, _killed_at(20))
    found = load_snapshot(tmp_path / MODEL)
    assert found is not None
    state, arrays = found
    assert state.steps > 0
    model = make_model(task, config, make_env(task, config).given, 0)
    save_checkpoint(tmp_path, model, state, arrays | {"seen": arrays["seen"][:3]})
    with pytest.raises(FileError, match=r"a checkpoint must fit its run's config\.toml"):
        train(task, config, 3, tmp_path, lambda _: True)
