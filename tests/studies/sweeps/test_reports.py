"""What a training reports while it runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from sweeps import opened

from pwlact.rl.status import TrainingStatus
from pwlact.settings.command_config import config_of
from pwlact.settings.sweep_file import sweep_of
from pwlact.settings.training import TrainConfig
from pwlact.studies.sweeps.plan import distributions
from pwlact.studies.sweeps.reports import Reporter

TABLE = {"functions": ["tanh"], "train": {"engine": "sb3"}, "space": {"ppo.noise": [0.1, 0.2]}, "pruner": "hyperband"}


@pytest.mark.parametrize("larger", [True, False])
def test_best_reward_is_reported_once_in_each_fiftieth(larger: bool, tmp_path: Path) -> None:
    sweep = opened(tmp_path / "a", sweep_of(TABLE))
    study = sweep.studies["tanh"]
    number = study.ask(distributions(sweep.file)).number
    config = config_of("train", {"function": "tanh", "engine": "sb3", "steps": 1000})
    assert isinstance(config, TrainConfig)
    reporter = Reporter(config, (sweep.place.text, "a/tanh", number, "none", larger))
    assert reporter.goes_on(TrainingStatus(phase="compiling"))
    for steps in (5, 20, 25, 39, 40, 70, 1000):
        assert reporter.goes_on(TrainingStatus(steps=steps, total=1000, best_reward=float(steps)))
    sign = 1.0 if larger else -1.0  # so that better is in the direction of the study
    assert study.trials[number].intermediate_values == {1: sign * 20.0, 2: sign * 40.0, 3: sign * 70.0}
