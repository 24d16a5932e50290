"""Several seeds of a run: each stands for itself, and stopped ones leave the others' results."""

from __future__ import annotations

import dataclasses
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from trainings import points_of, unseen

from pwlact.errors import RunError
from pwlact.rl.status import TrainingStatus
from pwlact.rl.task import Task
from pwlact.runs import seeds
from pwlact.runs.folder import RESULT
from pwlact.runs.replay import replay
from pwlact.runs.training import resume_training, run_training
from pwlact.search import Result, load_result, result_to_json
from pwlact.settings.training import TrainConfig


def test_a_failed_seed_leaves_the_others_results(tiny: TrainConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    train_seed = seeds.train_seed

    def fail(folder: Path, config: TrainConfig, task: Task, seed: int, *others: Any) -> Result:
        if seed == 1:
            raise RunError("no episode")
        return train_seed(folder, config, task, seed, *others)

    monkeypatch.setattr(seeds, "train_seed", fail)
    _, result = run_training(dataclasses.replace(tiny, seeds=3), unseen)
    assert [row["seed"] for row in result.details["seeds"]] == [0, 2]
    assert result.status == "finished"


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_seed_is_a_run_and_the_best_counts(tiny: TrainConfig, jobs: int) -> None:
    told: set[int] = set()
    several = dataclasses.replace(tiny, seeds=2, seed=3, jobs=jobs)
    folder, result = run_training(several, lambda seed, status: told.add(seed))
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
        _, alone = run_training(dataclasses.replace(tiny, seed=seed, name=f"alone-{seed}"), unseen)
        assert points_of(load_result(folder / f"seed-{seed}" / RESULT)) == points_of(alone)
    assert replay(folder, several, "best").final <= result.reward * (1 + 1e-9)
    before = (folder / "seed-3" / RESULT).read_bytes()
    again = resume_training(folder, several, unseen)  # nothing is left to do
    assert again.reward == result.reward
    assert (folder / "seed-3" / RESULT).read_bytes() == before


def test_ctrl_c_before_the_second_seed_keeps_the_first(tiny: TrainConfig) -> None:
    def observe(seed: int, status: TrainingStatus) -> None:
        if seed == 1:
            signal.raise_signal(signal.SIGINT)

    folder, result = run_training(dataclasses.replace(tiny, seeds=2), observe)
    assert [row["seed"] for row in result.details["seeds"]] == [0]
    assert (result.status, result.details["seeds"][0]["status"]) == ("interrupted", "finished")
    finished = resume_training(folder, dataclasses.replace(tiny, seeds=2), unseen)
    assert [row["seed"] for row in finished.details["seeds"]] == [0, 1]
