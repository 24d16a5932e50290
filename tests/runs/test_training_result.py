"""The result of a training says what each set of points is."""

from __future__ import annotations

import dataclasses
import json

import pytest
from trainings import unseen

from pwlact.runs.folder import RESULT
from pwlact.runs.training import run_training
from pwlact.settings.training import TrainConfig


def test_the_result_says_what_each_set_of_points_is(tiny: TrainConfig) -> None:
    folder, result = run_training(dataclasses.replace(tiny, polish=True), unseen)
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
