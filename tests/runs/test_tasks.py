"""From a training's settings to its task; a run by a network's loss, from start to result."""

from __future__ import annotations

import dataclasses
import signal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("jax")

from trainings import points_of, unseen

from pwlact.cli.commands.train import read_command, read_config
from pwlact.errors import ConfigError
from pwlact.models.networks.registry import NETWORKS
from pwlact.models.reward.evaluator import NetworkEvaluator
from pwlact.rl.status import TrainingStatus
from pwlact.rl.task import make_task
from pwlact.runs.replay import replay
from pwlact.runs.tasks import task_of
from pwlact.runs.training import resume_training, run_training
from pwlact.search.result_json import load_result


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NETWORKS, "tiny", "tiny_sequence:TinySequence")


def command(*words: str) -> Any:
    return read_command(["silu", "--reward", "model:tiny", "--segments", "4", "--reward.samples", "32", *words])


def test_the_task_starts_where_the_sensitivity_is_best() -> None:
    task = task_of(command())
    assert isinstance(task.evaluator, NetworkEvaluator)
    start = task.evaluator.objectives(task.evaluator.start[None])[0]
    assert task.base_reward == pytest.approx(1.0 / (start + task.reward.epsilon), rel=1e-3)


def test_without_a_network_the_task_is_as_ever() -> None:
    config = read_command(["silu", "--segments", "4"])
    expected = make_task(config.problem(), config.env, config.reward)
    assert task_of(config).base_reward == expected.base_reward


@pytest.mark.parametrize("engine", ["jax", "sb3"])
def test_a_run_improves_on_its_start_and_is_kept_whole(tmp_path: Path, engine: str) -> None:
    asked = command("--episodes", "96", "--evaluations", "2", "--engine", engine, "--out", str(tmp_path), "--name", "r")
    folder, result = run_training(asked, unseen)
    task = task_of(asked)
    assert result.objective < 1.0 / task.base_reward
    assert (result.lower_bound, result.gap) == (None, None)
    assert result.parameters["reward"]["model"] == "tiny"
    kept = load_result(folder / "result.json")
    assert (kept.objective, kept.problem.objective.network) == (result.objective, "tiny")
    assert kept.details["network"]["test"]["divergence"] > 0.0
    assert read_config(folder / "config.toml").reward == asked.reward
    assert replay(folder, read_config(folder / "config.toml"), "best").final > 0.0


def test_an_interrupted_run_goes_on_to_the_same_result(tmp_path: Path) -> None:
    asked = command("--episodes", "96", "--evaluations", "2", "--engine", "jax", "--out", str(tmp_path))
    _, whole = run_training(dataclasses.replace(asked, name="whole"), unseen)
    begun: list[int] = []

    def interrupt(_seed: int, status: TrainingStatus) -> None:
        begun.extend([status.steps] if status.phase == "training" else [])
        if status.phase == "training" and len(begun) == 2:
            signal.raise_signal(signal.SIGINT)

    folder, half = run_training(dataclasses.replace(asked, name="half"), interrupt)
    assert half.status == "interrupted"
    resumed = resume_training(folder, read_config(folder / "config.toml"), unseen)
    assert resumed.status == "finished"
    assert points_of(resumed) == points_of(whole)


def test_the_polish_takes_no_more_evaluations_than_the_training(tmp_path: Path) -> None:
    asked = command("--episodes", "48", "--evaluations", "1", "--polish", "--out", str(tmp_path))
    result = run_training(asked, unseen)[1]
    assert "polished" in result.details
    assert result.evaluations <= 2 * 64 + 12


def test_an_unknown_network_and_another_objective_are_refused() -> None:
    with pytest.raises(ConfigError, match="a network is one of cnn"):
        task_of(read_command(["silu", "--reward", "model:nosuch"]))
    with pytest.raises(ConfigError, match="a network's loss is the objective, got 'max'; leave it out"):
        command("--objective", "max")
    with pytest.raises(ConfigError, match=r"a network's loss knows no area, got 0.3; leave out reward.area-weight"):
        command("--reward.area-weight", "0.3", "--format", "q4.12")
