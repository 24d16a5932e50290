"""Runs carried out: what is in the folder, several seeds, Ctrl-C, going on, and failing well."""

from __future__ import annotations

import csv
import dataclasses
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from trainings import points_of, unseen

from pwlact.cli.commands.train import read_config
from pwlact.errors import FileError, InputError, RunError
from pwlact.rl.engine import ENGINES, ConcreteName
from pwlact.rl.presets import presets
from pwlact.rl.status import TrainingStatus
from pwlact.runs.folder import CONFIG, RESULT
from pwlact.runs.training import resume_training, run_training
from pwlact.search import load_result
from pwlact.settings.training import TrainConfig


def _paper(config: TrainConfig, **others: Any) -> TrainConfig:
    """Return settings under which eight points are hardly ever all placed in so few steps."""
    settings = {**presets("paper"), "preset": "paper", "segments": 65, "steps": 64, **others}
    return dataclasses.replace(config, **{**settings, "ppo": dataclasses.replace(config.ppo, noise=0.1)})


def test_leaves_a_complete_run(tiny: TrainConfig) -> None:
    seen: list[TrainingStatus] = []
    folder, result = run_training(tiny, lambda seed, status: seen.append(status))
    assert folder == Path(tiny.out) / "tiny"
    assert read_config(folder / CONFIG) == dataclasses.replace(tiny, out="runs", name=None, engine="jax", fit="best")
    assert load_result(folder / RESULT).candidate.pwl.points.tolist() == points_of(result)
    assert result.status == "finished"
    assert (result.method, result.seed, result.problem.segments) == ("ppo", 0, 3)
    assert seen[-1].steps >= seen[-1].total == 200
    assert seen[-1].best_reward == pytest.approx(result.reward, rel=1e-9)
    with (folder / "points.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    pwl = result.candidate.pwl
    assert [[float(cell) for cell in row] for row in rows[1:]] == np.stack((pwl.breakpoints, pwl.values), 1).tolist()


def test_the_same_seed_gives_the_same_points(tiny: TrainConfig) -> None:
    found = [
        points_of(run_training(dataclasses.replace(tiny, name=str(k), seed=seed), unseen)[1])
        for k, seed in enumerate((1, 1, 2))
    ]
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("seeds", [1, 2])
def test_ctrl_c_leaves_a_complete_run_that_can_go_on(tiny: TrainConfig, seeds: int) -> None:
    rewards: list[float] = []

    def stop(seed: int, status: TrainingStatus) -> None:
        if status.phase != "training":
            return
        rewards.append(status.best_reward)
        if len(rewards) == 3:
            signal.raise_signal(signal.SIGINT) if seeds == 1 else signal.pthread_kill(MAIN, signal.SIGINT)

    config = dataclasses.replace(tiny, steps=1600, seeds=seeds)
    folder, result = run_training(config, stop)
    assert result.status == load_result(folder / RESULT).status == "interrupted"
    assert result.reward >= max(rewards[:3]) * (1 - 1e-9)
    assert (folder / "points.csv").exists()
    finished = resume_training(folder, config, unseen)
    assert finished.status == "finished"
    assert finished.reward >= result.reward
    assert finished.seconds > 0


MAIN = threading.main_thread().ident


def _interrupt_at(phase: str) -> Callable[[int, TrainingStatus], None]:
    """Return an observer that presses Ctrl-C at a phase's first status."""

    def observe(seed: int, status: TrainingStatus) -> None:
        if status.phase == phase:
            signal.raise_signal(signal.SIGINT)

    return observe


@pytest.mark.parametrize("seeds", [1, 2])
@pytest.mark.parametrize("phase", ["compiling", "choosing starts"])
def test_ctrl_c_before_the_first_rollout_leaves_nothing(tiny: TrainConfig, phase: str, seeds: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_training(dataclasses.replace(tiny, seeds=seeds), _interrupt_at(phase))
    assert list(Path(tiny.out).iterdir()) == []


def test_ctrl_c_before_a_resumed_runs_first_rollout_keeps_the_run(tiny: TrainConfig) -> None:
    folder, _ = run_training(tiny, _interrupt_at("training"))
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(KeyboardInterrupt, match=f"{folder} was kept; `pwlact runs resume {folder}` goes on"):
        resume_training(folder, tiny, _interrupt_at("compiling"))
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_every_phase_is_told_in_its_order(tiny: TrainConfig) -> None:
    phases: list[str] = []

    def observe(seed: int, status: TrainingStatus) -> None:
        phases.append(status.phase)
        if status.phase == "training" and phases.count("training") == 2:
            signal.raise_signal(signal.SIGINT)

    run_training(tiny, observe)
    assert list(dict.fromkeys(phases)) == ["compiling", "choosing starts", "training", "stopping"]
    assert phases.count("stopping") == 1


def test_the_time_told_is_the_whole_runs(tiny: TrainConfig) -> None:
    folder, result = run_training(dataclasses.replace(tiny, seeds=2), unseen)
    assert result.seconds >= sum(row["seconds"] for row in result.details["seeds"]) > 0
    assert load_result(folder / RESULT).seconds == result.seconds
    assert resume_training(folder, dataclasses.replace(tiny, seeds=2), unseen).seconds > result.seconds


def test_a_run_killed_before_its_first_checkpoint_starts_anew(tiny: TrainConfig) -> None:
    folder, result = run_training(tiny, unseen)
    for path in folder.iterdir():
        if path.name != CONFIG and path.is_file():
            path.unlink()
    assert points_of(resume_training(folder, tiny, unseen)) == points_of(result)


def test_a_run_killed_before_its_result_writes_it_when_resumed(tiny: TrainConfig) -> None:
    folder, result = run_training(tiny, unseen)
    (folder / RESULT).unlink()
    again = resume_training(folder, tiny, unseen)
    assert points_of(again) == points_of(result)
    assert again.status == "finished"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["checkpoint.json", "checkpoint", "best_episode.json"])
def test_a_damaged_checkpoint_is_named(tiny: TrainConfig, name: str, engine: ConcreteName) -> None:
    name = name if name.endswith(".json") else name + ENGINES[engine].suffix
    tiny = dataclasses.replace(tiny, engine=engine)
    folder, _ = run_training(tiny, unseen)
    (folder / name).write_text("damaged")
    with pytest.raises(FileError, match=name):
        resume_training(folder, tiny, unseen)


@pytest.mark.parametrize("seeds", [1, 2])
def test_no_finished_episode_is_a_failed_run(tiny: TrainConfig, seeds: int) -> None:
    with pytest.raises(RunError, match="train longer"):
        run_training(_paper(tiny, seeds=seeds), unseen)


@pytest.mark.parametrize(
    "bad",
    [{"function": "gellu"}, {"segments": 1}, {"segments": 5000}, {"range": (1.0, 1.0)}, {"expr": "x"},
     {"function": None}, {"function": None, "expr": "__import__('os')"}, {"left_tail": (0.0, 0.0)}],
)  # fmt: skip
def test_bad_settings_leave_nothing(tiny: TrainConfig, bad: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        run_training(dataclasses.replace(tiny, **bad), unseen)
    assert list(Path(tiny.out).iterdir()) == []
