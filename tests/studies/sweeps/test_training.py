"""A training as a trial: the rewards of its episodes, and pruning through the storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sweeps import opened

from pwlact.rl.engine import train
from pwlact.runs.tasks import task_of
from pwlact.settings.command_config import config_of
from pwlact.settings.sweep_file import sweep_of
from pwlact.settings.training import TrainConfig
from pwlact.studies.sweeps.plan import distributions
from pwlact.studies.sweeps.training import PERCENTILES, episode_rewards
from pwlact.studies.sweeps.trial import Call, run_trial

SETTINGS: dict[str, Any] = {
    "function": "tanh", "segments": 3, "range": [-4, 4], "fit": "lstsq", "engine": "sb3", "steps": 64, "evaluations": 2,
    "ppo": {"envs": 8, "epochs": 1, "strategies": 2, "width": 8},
}  # fmt: skip


def test_row_has_the_rewards_of_all_episodes(tmp_path: Path) -> None:
    row = run_trial(Call(command="train", settings=SETTINGS, reference=10.0))
    config = config_of("train", SETTINGS)
    assert isinstance(config, TrainConfig)
    training = train(task_of(config), config, 0, tmp_path, lambda _: True)
    rewards = episode_rewards(tmp_path)
    assert row["state"] == "complete", row
    assert row["best_episode"] == training.best_episode.reward >= rewards.max()
    assert row["final_policy"] == training.final_policy.final
    assert [row[f"p{one:g}"] for one in PERCENTILES] == np.percentile(rewards, PERCENTILES).tolist()
    assert row["histogram"] == np.histogram(rewards, 0.1 * np.arange(len(row["histogram"]) + 1))[0].tolist()
    assert row["reference"] == 10.0


def test_episode_that_left_the_range_has_no_reward(tmp_path: Path) -> None:
    text = '#{"t_start": 0}\nr,l,t,final_reward\n1.0,2,0.1,3.5\n0.5,1,0.2,nan\n0.5,1,0.2,-inf\n'
    (tmp_path / "monitor.csv").write_text(text, encoding="utf-8")
    assert episode_rewards(tmp_path).tolist() == [3.5, 0.0, 0.0]


@pytest.mark.parametrize("better", [True, False])
def test_poor_training_is_pruned_by_what_others_reported(better: bool, tmp_path: Path) -> None:
    table = {"functions": ["tanh"], "train": {"engine": "sb3"}, "space": {"ppo.noise": [0.1, 0.2]}, "pruner": "median"}
    sweep = opened(tmp_path / "a", sweep_of(table))
    study = sweep.studies["tanh"]
    for _ in range(6):  # earlier trainings, all poorer or all better
        trial = study.ask(distributions(sweep.file))
        for report in range(1, 50):
            trial.report(0.001 if better else 1e6, report)
        study.tell(trial, 1.0)
    number = study.ask(distributions(sweep.file)).number
    reports = (sweep.place.text, "a/tanh", number, "median", True)
    row = run_trial(Call(command="train", settings={**SETTINGS, "steps": 640}, reports=reports))
    assert row["state"] == ("complete" if better else "pruned"), row
    assert better or row["reason"].startswith("median pruner, after ")
    assert row["best_episode"] > 0.0
    assert len(study.trials[number].intermediate_values) > 1


def test_training_whose_storage_is_out_of_reach_fails_with_the_reason() -> None:
    reports = ("sqlite:////nowhere/x.db", "a/tanh", 0, "median", True)
    row = run_trial(Call(command="train", settings=SETTINGS, reports=reports))
    assert row["state"] == "failed"
    assert row["reason"].startswith("a sweep's storage must be reachable, got sqlite:////nowhere/x.db")
