"""What is said of a training: the figures of its result.json, and one refusal where they are damaged."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import Any

import pytest

from pwlact.errors import FileError
from pwlact.search.facts.training import episode_rows, is_training, training_pairs
from pwlact.search.result import Result
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[2] / "data" / "v0"


def _result(name: str) -> Result:
    return load_result(OLD / name / "result.json")


def _with(result: Result, **changes: Any) -> Result:
    return dataclasses.replace(result, details={**copy.deepcopy(dict(result.details)), **changes})


@pytest.mark.parametrize("path", sorted(OLD.glob("*/result.json")), ids=lambda path: path.parent.name)
def test_a_training_is_known_by_its_episodes(path: Path) -> None:
    assert is_training(load_result(path)) == path.parent.name.startswith("train")


def test_each_episode_is_a_row_of_its_figures() -> None:
    result = _result("train-gelu")
    rows = {row[0]: row[1:] for row in episode_rows(result)}
    assert {"best episode", "best policy", "final policy"} <= rows.keys()
    best = result.details["best_episode"]
    grid, exact = best["errors"]["grid"], best["errors"]["exact"]
    figures = [float(cell) for cell in rows["best episode"]]
    assert figures == pytest.approx([best["reward"], grid["max"], grid["mean"], exact["max"], grid["mse"]], rel=1e-3)


def test_several_seeds_have_a_row_each_and_the_spread_of_their_rewards() -> None:
    result = _result("train-seeds")
    names = [row[0] for row in episode_rows(result)]
    assert names[-2:] == ["seed 0", "seed 1"]
    pairs = dict(training_pairs(result))
    assert pairs["reward"] == f"{result.reward:.4f}"
    rewards = result.details["rewards"]
    assert pairs["rewards"] == ", ".join(f"{key} {rewards[key]:.3f}" for key in ("best", "median", "spread"))


def test_a_units_figures_are_those_over_its_codes() -> None:
    result = _result("train-gelu")
    best = copy.deepcopy(result.details["best_episode"])
    best["errors"]["codes"] = {"max": 0.5, "mean": 0.25, "mse": 0.125}
    rows = {row[0]: row[2:] for row in episode_rows(_with(result, best_episode=best))}
    assert rows["best episode"] == ("0.5", "0.25", "0.5", "1.250e-01")


def test_a_policy_that_left_the_range_is_a_row_of_dashes() -> None:
    rows = episode_rows(_with(_result("train-gelu"), final_policy=None))
    assert ("final policy", *"-----") in rows


def test_an_area_is_shown_where_the_training_weighed_it() -> None:
    result = _result("train-gelu")
    assert "area" not in dict(training_pairs(result))
    weighed = _with(result, area=123.4, area_target="ice40")
    assert dict(training_pairs(weighed))["area"] == "123 logic cells of ice40, estimated"


@pytest.mark.parametrize("damaged", [3, {}, {"reward": "x", "errors": {}}, {"reward": 1.0, "errors": None}])
def test_damaged_episodes_are_refused_in_one_line(damaged: Any) -> None:
    with pytest.raises(FileError, match=r"a training's result holds its episodes, got .*; the file is damaged"):
        episode_rows(_with(_result("train-gelu"), best_policy=damaged))


NETWORK = {
    "name": "cnn", "sites": ["1", "3"], "calibration_samples": 256, "divergence_name": "KL", "score_name": "accuracy",
    "test": {"divergence": 2e-4, "score": 0.971, "exact_score": 0.972},
}  # fmt: skip


def test_of_a_networks_loss_both_data_and_the_score_are_told() -> None:
    pairs = dict(training_pairs(_with(_result("train-gelu"), network=NETWORK)))
    assert pairs["network"] == "cnn, 2 sites"
    assert pairs["KL"].endswith("on 256 calibration samples, 0.0002 on test data")
    assert pairs["accuracy"] == "0.971 on test data, 0.972 exact"


@pytest.mark.parametrize("damaged", [{**NETWORK, "test": 1}, {"name": "cnn"}, []])
def test_a_damaged_network_is_refused_in_one_line(damaged: Any) -> None:
    with pytest.raises(FileError, match=r"a training's result tells of its network, got .*the file is damaged"):
        dict(training_pairs(_with(_result("train-gelu"), network=damaged)))
