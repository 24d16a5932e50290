"""Runs carried out: what is in the folder, several seeds, Ctrl-C, going on, and failing well."""

from __future__ import annotations

import csv
import dataclasses
import json
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact.cli.commands.train import read_config
from pwlact.errors import FileError, InputError, RunError
from pwlact.rl.presets import presets
from pwlact.rl.status import TrainingStatus
from pwlact.runs.folder import CONFIG, RESULT
from pwlact.runs.replay import replay
from pwlact.runs.training import resume_training, run_training
from pwlact.search import Result, load_result, result_to_json
from pwlact.settings.training import TrainConfig


def _unseen(seed: int, standing: TrainingStatus) -> None:
    """Watch and do nothing."""


def _points(result: Result) -> list[float]:
    return result.candidate.pwl.points.tolist()


def _paper(config: TrainConfig, **others: Any) -> TrainConfig:
    """Return settings under which eight points are hardly ever all placed in so few steps."""
    settings = {**presets("paper"), "preset": "paper", "segments": 65, "steps": 64, **others}
    return dataclasses.replace(config, **{**settings, "ppo": dataclasses.replace(config.ppo, noise=0.1)})


def test_leaves_a_complete_run(tiny: TrainConfig) -> None:
    seen: list[TrainingStatus] = []
    folder, result = run_training(tiny, lambda seed, standing: seen.append(standing))
    assert folder == Path(tiny.out) / "tiny"
    assert read_config(folder / CONFIG) == dataclasses.replace(tiny, out="runs", name=None)
    assert load_result(folder / RESULT).candidate.pwl.points.tolist() == _points(result)
    assert result.status == "finished"
    assert (result.method, result.seed, result.problem.segments) == ("ppo", 0, 3)
    assert seen[-1].steps >= seen[-1].total == 200
    assert seen[-1].best_reward == pytest.approx(result.reward, rel=1e-9)
    with (folder / "points.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    pwl = result.candidate.pwl
    assert [[float(cell) for cell in row] for row in rows[1:]] == np.stack((pwl.breakpoints, pwl.values), 1).tolist()


def test_the_result_says_what_each_set_of_points_is(tiny: TrainConfig) -> None:
    folder, result = run_training(dataclasses.replace(tiny, polish=True), _unseen)
    data = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    for kind in ("best_episode", "best_policy", "final_policy", "polished"):
        assert set(data[kind]) == {"points", "errors", "reward"}
        assert data[kind]["reward"] <= data["polished"]["reward"]
        errors = data[kind]["errors"]["grid"]
        assert data[kind]["reward"] == pytest.approx(1 / (0.2 * errors["mean"] + 0.8 * errors["max"] + 1e-4))
    assert data["points"] == data["polished"]["points"] != data["best_episode"]["points"]
    assert data["best_policy"]["reward"] >= data["final_policy"]["reward"]
    assert data["reward"] == data["polished"]["reward"] > data["best_episode"]["reward"]
    assert data["best_episode"]["reward"] >= data["best_policy"]["reward"]
    assert data["evaluations"] == result.evaluations > 100
    assert data["versions"].keys() >= {"pwlact", "python", "torch", "stable-baselines3"}


def test_the_same_seed_gives_the_same_points(tiny: TrainConfig) -> None:
    found = [
        _points(run_training(dataclasses.replace(tiny, name=str(k), seed=seed), _unseen)[1])
        for k, seed in enumerate((1, 1, 2))
    ]
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("jobs", [1, 2])
def test_several_seeds_are_so_many_runs_and_the_best_counts(tiny: TrainConfig, jobs: int) -> None:
    told: set[int] = set()
    several = dataclasses.replace(tiny, seeds=2, seed=3, jobs=jobs)
    folder, result = run_training(several, lambda seed, standing: told.add(seed))
    data = result_to_json(result)
    assert told == {3, 4}
    assert [row["seed"] for row in data["seeds"]] == [3, 4]
    rewards = [row["reward"] for row in data["seeds"]]
    assert data["reward"] == max(rewards)
    assert data["seed"] == 3 + int(np.argmax(rewards))
    assert data["rewards"]["spread"] == pytest.approx(max(rewards) - min(rewards))
    assert data["rewards"]["median"] == pytest.approx(sum(rewards) / 2)
    assert data["evaluations"] == sum(row["evaluations"] for row in data["seeds"])
    for seed in (3, 4):
        _, alone = run_training(dataclasses.replace(tiny, seed=seed, name=f"alone-{seed}"), _unseen)
        assert _points(load_result(folder / f"seed-{seed}" / RESULT)) == _points(alone)
    assert replay(folder, several, "best").final <= result.reward * (1 + 1e-9)
    before = (folder / "seed-3" / RESULT).read_bytes()
    again = resume_training(folder, several, _unseen)  # nothing is left to do
    assert again.reward == result.reward
    assert (folder / "seed-3" / RESULT).read_bytes() == before


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
    finished = resume_training(folder, config, _unseen)
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


def test_ctrl_c_before_the_second_seed_keeps_the_first(tiny: TrainConfig) -> None:
    def observe(seed: int, status: TrainingStatus) -> None:
        if seed == 1:
            signal.raise_signal(signal.SIGINT)

    folder, result = run_training(dataclasses.replace(tiny, seeds=2), observe)
    assert [row["seed"] for row in result.details["seeds"]] == [0]
    assert (result.status, result.details["seeds"][0]["status"]) == ("interrupted", "finished")
    finished = resume_training(folder, dataclasses.replace(tiny, seeds=2), _unseen)
    assert [row["seed"] for row in finished.details["seeds"]] == [0, 1]


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
    folder, result = run_training(dataclasses.replace(tiny, seeds=2), _unseen)
    assert result.seconds >= sum(row["seconds"] for row in result.details["seeds"]) > 0
    assert load_result(folder / RESULT).seconds == result.seconds
    assert resume_training(folder, dataclasses.replace(tiny, seeds=2), _unseen).seconds > result.seconds


def test_killed_before_its_first_checkpoint_it_begins_anew(tiny: TrainConfig) -> None:
    folder, result = run_training(tiny, _unseen)
    for path in folder.iterdir():
        if path.name != CONFIG and path.is_file():
            path.unlink()
    assert _points(resume_training(folder, tiny, _unseen)) == _points(result)


def test_killed_before_its_result_it_sums_up(tiny: TrainConfig) -> None:
    folder, result = run_training(tiny, _unseen)
    (folder / RESULT).unlink()
    again = resume_training(folder, tiny, _unseen)
    assert _points(again) == _points(result)
    assert again.status == "finished"


@pytest.mark.parametrize("name", ["checkpoint.json", "checkpoint.zip", "best_episode.json"])
def test_a_damaged_checkpoint_is_named(tiny: TrainConfig, name: str) -> None:
    folder, _ = run_training(tiny, _unseen)
    (folder / name).write_text("damaged")
    with pytest.raises(FileError, match=name):
        resume_training(folder, tiny, _unseen)


@pytest.mark.parametrize("seeds", [1, 2])
def test_no_finished_episode_is_a_failed_run(tiny: TrainConfig, seeds: int) -> None:
    with pytest.raises(RunError, match="train longer"):
        run_training(_paper(tiny, seeds=seeds), _unseen)


@pytest.mark.parametrize(
    "bad",
    [{"function": "gellu"}, {"segments": 1}, {"segments": 5000}, {"range": (1.0, -1.0)}, {"expr": "x"},
     {"function": None}, {"function": None, "expr": "__import__('os')"}, {"left_tail": (0.0, 0.0)}],
)  # fmt: skip
def test_bad_settings_leave_nothing(tiny: TrainConfig, bad: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        run_training(dataclasses.replace(tiny, **bad), _unseen)
    assert list(Path(tiny.out).iterdir()) == []


def test_a_policy_is_played_again(tiny: TrainConfig) -> None:
    folder, result = run_training(tiny, _unseen)
    for kind in ("best", "final"):
        episode = replay(folder, tiny, kind)
        assert episode.points.tolist() == result.details[f"{kind}_policy"]["points"]
        assert replay(folder, tiny, str(folder / "policies" / f"{kind}.zip")).final == episode.final
    with pytest.raises(FileError, match="does not exist"):
        replay(folder, tiny, "nosuch")
    with pytest.raises(FileError, match="fit its run's config"):
        replay(folder, dataclasses.replace(tiny, segments=4), "best")
