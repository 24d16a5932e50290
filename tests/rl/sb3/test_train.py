"""Trainings of a second: every algorithm, the same seed twice, stopped and gone on."""

from __future__ import annotations

import csv
import dataclasses
import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact.rl.agent_config import A2CConfig, AgentConfig, PPOConfig, SACConfig, TD3Config
from pwlact.rl.checkpoint import STATE
from pwlact.rl.config import EnvConfig
from pwlact.rl.log import EVALUATION_COLUMNS
from pwlact.rl.sb3 import callback
from pwlact.rl.sb3.progress import lower_noise
from pwlact.rl.sb3.train import train
from pwlact.rl.status import TrainingStatus
from pwlact.rl.task import Task
from pwlact.rl.training import Training

Make = Callable[..., Task]


def _train(task: Task, config: AgentConfig, folder: Path, seed: int = 0, rollouts: int = 10**9) -> Training:
    """Train, and stop after `rollouts` rollouts."""
    seen: list[TrainingStatus] = []

    def watch(status: TrainingStatus) -> bool:
        if status.phase == "training":
            seen.append(status)
        return len(seen) < rollouts

    folder.mkdir(exist_ok=True)
    return train(task, config, seed, folder, watch)


def _evaluations(folder: Path) -> list[list[float]]:
    with (folder / "evaluations.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == EVALUATION_COLUMNS
    return [[float(cell) for cell in row] for row in rows[1:]]


@pytest.mark.parametrize(
    "config",
    [
        AgentConfig(algorithm="ppo", ppo=PPOConfig(envs=4, epochs=1)),
        AgentConfig(algorithm="ppo", ppo=PPOConfig(envs=4, epochs=1), env=EnvConfig(observation="plain")),
        AgentConfig(algorithm="ppo", ppo=PPOConfig(envs=1, strategies=1)),
        AgentConfig(algorithm="a2c", a2c=A2CConfig(envs=4)),
        AgentConfig(algorithm="a2c", a2c=A2CConfig(envs=1)),
        AgentConfig(algorithm="sac", sac=SACConfig(envs=8, gradient_steps=1, batch=16, learning_starts=40)),
        AgentConfig(algorithm="td3", td3=TD3Config(envs=8, gradient_steps=1, batch=16, learning_starts=40)),
    ],
    ids=lambda config: f"{config.algorithm}-{config.env.observation}-{getattr(config, config.algorithm).envs}",
)
@pytest.mark.parametrize("segments", [2, 3])
def test_every_algorithm_trains(make: Make, config: AgentConfig, segments: int, tmp_path: Path) -> None:
    task = make("tuned", segments=segments, env=config.env)
    config = dataclasses.replace(config, steps=60, evaluations=2)
    training = _train(task, config, tmp_path)
    assert training.complete
    assert training.state.steps >= 60
    best = training.best_episode
    assert best.points.size == segments - 1
    assert best.episodes > 0
    assert best.reward == pytest.approx(1 / (task.evaluator.objectives(best.points[None, :])[0] + 1e-4))
    assert {path.name for path in (tmp_path / "policies").iterdir()} == {"best.zip", "final.zip"}
    assert {"monitor.csv", "evaluations.csv", "tensorboard"} <= {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("algorithm", ["ppo", "sac"])
def test_the_same_seed_gives_the_same_points(make: Make, small: AgentConfig, algorithm: str, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    sac = SACConfig(envs=8, gradient_steps=1, batch=16, learning_starts=40)
    config = dataclasses.replace(small, steps=160, algorithm=algorithm, sac=sac)
    trainings = [_train(task, config, tmp_path / str(k), seed) for k, seed in enumerate((5, 5, 6))]
    points = [training.best_episode.points.tolist() for training in trainings]
    policies = [training.final_policy.points.tolist() for training in trainings]
    assert points[0] == points[1] != points[2]
    assert policies[0] == policies[1] != policies[2]


def test_the_best_of_everything_is_kept(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    training = _train(task, small, tmp_path)
    rows = _evaluations(tmp_path)
    steps, seconds, bests, policies = (list(column) for column in zip(*rows, strict=True))
    assert steps == sorted(steps)
    assert seconds == sorted(seconds)
    assert bests == sorted(bests)
    assert all(best >= policy for best, policy in zip(bests, policies, strict=True))
    assert training.best_episode.reward == bests[-1]
    assert training.state.best_policy == max(policies)
    assert training.final_policy.final == policies[-1]
    assert 2 <= len(rows) <= small.evaluations + 1


def test_a_stopped_training_resumes_and_keeps_everything(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    first = _train(task, small, tmp_path, rollouts=20)
    assert not first.complete
    assert 0 < first.state.steps < 600
    saved = json.loads((tmp_path / STATE).read_text(encoding="utf-8"))
    (tmp_path / STATE).write_text(json.dumps(saved | {"seconds": 1000.0}), encoding="utf-8")
    second = _train(task, small, tmp_path)
    assert second.complete
    assert second.state.steps >= 600
    assert 1000 < second.state.seconds < 1060
    assert second.best_episode.reward >= first.best_episode.reward
    assert second.best_episode.episodes > first.best_episode.episodes
    assert second.state.best_policy >= first.state.best_policy
    steps = [row[0] for row in _evaluations(tmp_path)]
    assert steps == sorted(steps)
    assert any(step <= first.state.steps for step in steps)
    assert {path.name for path in tmp_path.glob("*monitor.csv")} == {"monitor.csv", "resumed-1.monitor.csv"}


def test_a_finished_training_without_a_result_gives_it_again(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    first = _train(task, small, tmp_path)
    second = _train(task, small, tmp_path)  # as after a kill between the training's end and its result
    assert second.complete
    assert second.best_episode.points.tolist() == first.best_episode.points.tolist()
    assert second.final_policy.points.tolist() == first.final_policy.points.tolist()


class KilledError(Exception):
    """A stand-in for kill -9."""


@pytest.mark.parametrize("at", [1, 12, 35])
def test_killed_at_any_time_it_keeps_the_best(make: Make, small: AgentConfig, tmp_path: Path, at: int) -> None:
    task = make("tuned", segments=3)
    rewards: list[float] = []

    def watch(status: TrainingStatus) -> bool:
        if status.phase == "training":
            rewards.append(status.best_reward)
        if len(rewards) == at:
            raise KilledError
        return True

    with pytest.raises(KilledError):
        train(task, dataclasses.replace(small, evaluations=30), 0, tmp_path, watch)
    rows = _evaluations(tmp_path)
    training = _train(task, small, tmp_path)
    assert training.best_episode.reward >= rewards[-1] > 0
    assert training.state.best_policy >= max([row[3] for row in rows], default=-np.inf)


def test_an_agent_that_diverges_leaves_its_best_episode(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    wild = dataclasses.replace(small.ppo, learning_rate=1e30)
    training = _train(make("tuned", segments=3), dataclasses.replace(small, ppo=wild, steps=100), tmp_path)
    assert training.complete
    assert np.all(np.isfinite(training.best_episode.points))
    assert training.best_episode.reward > 0
    assert not training.final_policy.complete


@pytest.mark.parametrize("algorithm", ["ppo", "sac"])
def test_a_budget_of_time_ends_the_training(
    make: Make, small: AgentConfig, tmp_path: Path, algorithm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sac = SACConfig(envs=8, gradient_steps=1, batch=16, learning_starts=40)
    ticks = itertools.count(0.0, 0.02)
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))  # each look at the clock takes a fiftieth of a second
    config = dataclasses.replace(small, steps=None, seconds=4.0, algorithm=algorithm, sac=sac)
    task = make("tuned", segments=3)
    seen: list[TrainingStatus] = []
    tmp_path.mkdir(exist_ok=True)
    training = train(task, config, 0, tmp_path, lambda status: not seen.append(status))  # type: ignore[func-returns-value]
    assert training.complete
    assert training.state.evaluated
    assert 4.0 <= training.state.seconds < 5.0
    assert seen[-1].seconds >= 4.0
    assert 2 <= len(_evaluations(tmp_path)) <= small.evaluations + 1
    again = _train(task, config, tmp_path)  # as after a kill between the training's end and its result
    assert again.final_policy.points.tolist() == training.final_policy.points.tolist()


def test_by_time_the_learning_rate_and_the_noise_fall_with_the_clock(
    make: Make, small: AgentConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count(0.0, 0.02)
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    ppo = dataclasses.replace(small.ppo, noise_fall=2.0, noise_fall_from=0.5)
    rates, offsets = [], []

    def keep(model: Any, learner: Any, progress: float) -> None:
        lower_noise(model, learner, progress)
        rates.append(model.lr_schedule(1.0))
        offsets.append(model.policy.log_std_offset)

    monkeypatch.setattr(callback, "lower_noise", keep)
    train(
        make("tuned", segments=3),
        dataclasses.replace(small, steps=None, seconds=3.0, ppo=ppo), 0, tmp_path, lambda _: True,
    )  # fmt: skip
    assert rates[0] == ppo.learning_rate
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == pytest.approx(0.0, abs=1e-9)
    assert offsets[0] == 0.0
    assert offsets == sorted(offsets, reverse=True)
    assert offsets[-1] == pytest.approx(-2.0)


def test_a_training_with_all_that_starts_it_better_learns(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    ppo = dataclasses.replace(small.ppo, starts="lobes", start_spread=0.5, drop_share=0.1, drop_every=0.03,
                              noise_fall=2.0, strategies=8)  # fmt: skip
    task = make("tuned", segments=3)
    training = _train(task, dataclasses.replace(small, ppo=ppo), tmp_path)
    assert len(training.state.alive) == 1
    assert training.final_policy.final > task.base_reward
