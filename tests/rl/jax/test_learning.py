"""Trainings of a second: every kind, the same seed twice, stopped, killed and gone on."""

from __future__ import annotations

import csv
import dataclasses
import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

from pwlact.errors import FileError
from pwlact.functions import Interval
from pwlact.rl.agent_config import AgentConfig, PPOConfig
from pwlact.rl.config import EnvConfig
from pwlact.rl.engine import play_policy
from pwlact.rl.jax import learning
from pwlact.rl.jax.checkpoint import CHECKPOINT
from pwlact.rl.jax.play import play
from pwlact.rl.jax.train import train
from pwlact.rl.jax.update import update
from pwlact.rl.log import EVALUATION_COLUMNS
from pwlact.rl.schedules import ScheduleConfig
from pwlact.rl.status import TrainingStatus
from pwlact.rl.task import Task
from pwlact.rl.training import Training

Make = Callable[..., Task]


class KilledError(Exception):
    """A stand-in for kill -9."""


def _train(task: Task, config: AgentConfig, folder: Path, seed: int = 0, rollouts: int = 10**9) -> Training:
    """Train, and stop after `rollouts` rollouts."""
    seen: list[TrainingStatus] = []

    def watch(status: TrainingStatus) -> bool:
        seen.extend([status] if status.phase == "training" else [])
        return len(seen) < rollouts

    folder.mkdir(exist_ok=True)
    return train(task, config, seed, folder, watch)


def _kill(task: Task, config: AgentConfig, folder: Path, seed: int, rollout: int) -> None:
    """Train, and end at a rollout as kill -9 would."""
    seen: list[TrainingStatus] = []

    def watch(status: TrainingStatus) -> bool:
        seen.extend([status] if status.phase == "training" else [])
        if len(seen) == rollout:
            raise KilledError
        return True

    with pytest.raises(KilledError):
        train(task, config, seed, folder, watch)


def _rows(folder: Path) -> list[list[str]]:
    with (folder / "evaluations.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == EVALUATION_COLUMNS
    return rows[1:]


def _outcome(training: Training, folder: Path) -> dict[str, Any]:
    """Return all that a training finds, its wall time left out."""
    state = dataclasses.asdict(training.state) | {"seconds": 0.0}
    rows = [[cell for k, cell in enumerate(row) if k != 1] for row in _rows(folder)]
    final = training.final_policy
    return state | {"rows": rows, "best": training.best_episode.points.tolist(), "final": final.points.tolist()}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"env": EnvConfig(observation="plain")},
        {"ppo": {"rollout_episodes": 2, "envs": 4, "entropy_weight": 0.01, "gamma": 0.99, "reward_scale": 0.1}},
        {"schedule": ScheduleConfig(kind="one-cycle")},
        {"ppo": {"noise_fall": 2.0, "starts": "lobes", "drop_share": 0.1, "drop_every": 0.03}},
    ],
    ids=["tuned", "plain", "longer", "one-cycle", "falling"],
)
@pytest.mark.parametrize("segments", [2, 3])
def test_all_settings_train(
    make: Make, small: AgentConfig, changed: dict[str, Any], segments: int, tmp_path: Path
) -> None:
    ppo = dataclasses.replace(small.ppo, **changed.get("ppo", {}))
    config = dataclasses.replace(small, steps=160, **{**changed, "ppo": ppo})
    task = make("tuned", segments=segments, env=config.env)
    training = _train(task, config, tmp_path)
    assert training.complete
    assert training.state.steps >= 160
    best = training.best_episode
    assert best.points.size == segments - 1
    assert best.reward == pytest.approx(1 / (task.evaluator.objectives(best.points[None, :])[0] + 1e-4))
    assert {path.name for path in (tmp_path / "policies").iterdir()} == {"best.npz", "final.npz"}
    assert {"monitor.csv", "evaluations.csv", "tensorboard"} <= {path.name for path in tmp_path.iterdir()}
    bests, policies = ([float(row[k]) for row in _rows(tmp_path)] for k in (2, 3))
    assert bests == sorted(bests)
    assert training.state.best_policy == max(policies)
    for kind, points in (("best", training.state.best_policy_points), ("final", training.final_policy.points)):
        assert play_policy(task, config, tmp_path / "policies" / f"{kind}.npz").points.tolist() == list(points)


def test_one_episode_alone_trains_and_is_no_reason_to_fail(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    config = dataclasses.replace(small, steps=20, ppo=PPOConfig(envs=1, strategies=1))
    assert _train(make("tuned", segments=2), config, tmp_path).state.steps >= 20


def test_the_task_as_published_trains(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("paper", segments=5)
    ppo = dataclasses.replace(small.ppo, noise=2.0, first_action=-0.5, reward_scale=0.02)
    training = _train(task, dataclasses.replace(small, env=task.env, ppo=ppo), tmp_path)
    with (tmp_path / "monitor.csv").open(encoding="utf-8") as file:
        file.readline()
        rows = list(csv.DictReader(file))
    lengths = [int(row["l"]) for row in rows]
    assert sum(lengths) == training.state.steps
    assert {3, 4} <= {*lengths} <= {1, 2, 3, 4}  # some leave the range
    assert all((row["final_reward"] == "nan") >= (int(row["l"]) < 4) for row in rows)


def _monitored(folder: Path) -> list[tuple[str, ...]]:
    """Return the rows of a monitor file without their seconds."""
    with (folder / "monitor.csv").open(encoding="utf-8") as file:
        file.readline()
        return [(row["r"], row["l"], row["final_reward"]) for row in csv.DictReader(file)]


def test_a_long_training_monitors_some_rollouts_and_each_with_a_new_best_episode(
    make: Make, small: AgentConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, config = make("tuned", segments=3), dataclasses.replace(small, steps=1600)
    training = _train(task, config, tmp_path / "whole")
    monkeypatch.setattr(learning, "EPISODES", training.state.episodes // 5)
    _train(task, config, tmp_path / "thinned")
    whole, thinned = (_monitored(tmp_path / name) for name in ("whole", "thinned"))
    assert len(whole) >= 5 * 64
    assert len(whole) / 6 < len(thinned) < len(whole) / 2
    assert set(thinned) < set(whole)
    assert max(thinned, key=lambda row: float(row[2])) == max(whole, key=lambda row: float(row[2]))


def test_the_same_seed_gives_the_same_points(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    found = [
        _outcome(_train(task, small, tmp_path / str(k), seed), tmp_path / str(k)) for k, seed in enumerate((5, 5, 6))
    ]
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("every", [-1.0, 0.02, 1e9])
@pytest.mark.parametrize("preset", ["tuned", "paper"])
def test_killed_twice_it_ends_as_if_it_never_was(
    make: Make, small: AgentConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: float, preset: str
) -> None:
    monkeypatch.setattr(learning, "CHECKPOINT_SECONDS", every)
    task = make(preset, segments=4)
    config = dataclasses.replace(small, steps=800, evaluations=7, env=task.env)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    parts.mkdir()
    wanted = _outcome(_train(task, config, whole, 3), whole)
    for rollout in (9, 11):
        _kill(task, config, parts, 3, rollout)
    assert _outcome(_train(task, config, parts, 3), parts) == wanted
    assert len(list(parts.glob("*monitor.csv"))) == 3
    again = _outcome(_train(task, config, parts, 3), parts)  # as after a kill before the result was written
    assert again == wanted


def test_stopped_it_goes_on_with_the_same_policy(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=4)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    wanted = _train(task, small, whole, 3)
    first = _train(task, small, parts, 3, rollouts=12)
    assert not first.complete
    assert first.state.steps == 12 * 24
    again = _train(task, small, parts, 3)
    assert again.complete
    assert again.final_policy.points.tolist() == wanted.final_policy.points.tolist()
    assert again.state.episodes == wanted.state.episodes
    assert again.best_episode.reward >= wanted.best_episode.reward


def test_a_checkpoint_of_another_training_is_refused(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    _train(make("tuned", segments=4), small, tmp_path)
    wider = dataclasses.replace(small, ppo=dataclasses.replace(small.ppo, width=32))
    with pytest.raises(FileError, match=r"fit its run's config\.toml"):
        _train(make("tuned", segments=4), wider, tmp_path)
    (tmp_path / CHECKPOINT).write_bytes(b"damaged")
    with pytest.raises(FileError, match=r"checkpoint\.npz"):
        _train(make("tuned", segments=4), small, tmp_path)


def test_a_budget_of_time_ends_the_training(
    make: Make, small: AgentConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count(0.0, 0.02)
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))  # each look at the clock takes a fiftieth of a second
    training = _train(make("tuned", segments=3), dataclasses.replace(small, steps=None, seconds=4.0), tmp_path)
    assert training.complete
    assert 4.0 <= training.state.seconds < 5.0


@pytest.mark.filterwarnings("ignore:.*(overflow|invalid value).*:RuntimeWarning")
def test_an_agent_that_diverges_leaves_its_best_episode(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    wild = dataclasses.replace(small.ppo, learning_rate=1e30)
    training = _train(make("tuned", segments=3), dataclasses.replace(small, ppo=wild, steps=200), tmp_path)
    assert training.complete
    assert np.all(np.isfinite(training.best_episode.points))
    assert training.best_episode.reward > 0
    assert not training.final_policy.complete


def test_functions_ranges_and_numbers_of_points_share_a_compiled_program(
    make: Make, small: AgentConfig, tmp_path: Path
) -> None:
    def compiled() -> list[int]:
        return [play._cache_size(), update._cache_size()]

    config = dataclasses.replace(small, steps=32)
    tasks: list[tuple[str, Interval, int]] = [("silu", (-8, 8), 9), ("sigmoid", (-6, 6), 9), ("gelu", (-4, 3), 6)]
    counts = []
    for function, interval, segments in tasks:
        _train(make("tuned", segments=segments, function=function, interval=interval), config, tmp_path / function)
        counts.append(compiled())
    assert counts[0] == counts[1] == counts[2]


def test_padding_changes_no_result(
    make: Make, small: AgentConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = make("tuned", segments=6)
    padded = _train(task, dataclasses.replace(small, steps=200), tmp_path / "padded")
    monkeypatch.setattr("pwlact.rl.jax.parameters.BUCKETS", (5,))
    exact = _train(task, dataclasses.replace(small, steps=200), tmp_path / "exact")
    assert padded.best_episode.points == pytest.approx(exact.best_episode.points, abs=1e-4)
    assert padded.final_policy.points == pytest.approx(exact.final_policy.points, abs=1e-3)
    assert padded.state.episodes == exact.state.episodes


def test_the_precision_of_others_stays(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    jax.config.update("jax_enable_x64", False)  # type: ignore[no-untyped-call]
    with jax.enable_x64(False):
        _train(make("tuned", segments=3), dataclasses.replace(small, steps=16), tmp_path)
        assert jax.numpy.zeros(1).dtype == np.float32
