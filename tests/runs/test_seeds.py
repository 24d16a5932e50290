"""Several seeds of a run: each stands for itself, and stopped ones leave the others' results."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from pwlact.errors import RunError
from pwlact.rl.status import TrainingStatus
from pwlact.rl.task import Task
from pwlact.runs import seeds
from pwlact.runs.training import run_training
from pwlact.search import Result
from pwlact.settings.training import TrainConfig


def _unseen(seed: int, status: TrainingStatus) -> None:
    """Watch and do nothing."""


def test_a_seed_that_fails_takes_no_other_with_it(tiny: TrainConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    train_seed = seeds.train_seed

    def fail(folder: Path, config: TrainConfig, task: Task, seed: int, *others: Any) -> Result:
        if seed == 1:
            raise RunError("no episode")
        return train_seed(folder, config, task, seed, *others)

    monkeypatch.setattr(seeds, "train_seed", fail)
    _, result = run_training(dataclasses.replace(tiny, seeds=3), _unseen)
    assert [row["seed"] for row in result.details["seeds"]] == [0, 2]
    assert result.status == "finished"
