"""The engine of a run is settled once, and stays."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from trainings import points_of, unseen

from pwlact.cli.commands.train import read_config
from pwlact.errors import ConfigError
from pwlact.rl.engine import ENGINES, ConcreteName
from pwlact.runs.engines import with_engine
from pwlact.runs.folder import CONFIG
from pwlact.runs.training import resume_training, run_training
from pwlact.settings.training import TrainConfig


def test_auto_becomes_the_engine_that_is_taken(tiny: TrainConfig) -> None:
    assert with_engine(tiny).engine == "jax"
    assert with_engine(dataclasses.replace(tiny, algorithm="a2c")).engine == "sb3"
    with pytest.raises(ConfigError, match="the engine jax serves ppo"):
        with_engine(dataclasses.replace(tiny, algorithm="a2c", engine="jax"))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_is_resumed_by_the_engine_that_wrote_it(tiny: TrainConfig, engine: ConcreteName) -> None:
    folder, result = run_training(dataclasses.replace(tiny, engine=engine), unseen)
    assert read_config(folder / CONFIG).engine == engine
    assert result.parameters["engine"] == engine
    auto = dataclasses.replace(tiny, engine="auto")
    assert with_engine(auto, folder).engine == engine
    assert points_of(resume_training(folder, auto, unseen)) == points_of(result)


def test_settings_written_before_there_were_engines_are_those_of_stable_baselines() -> None:
    old = Path(__file__).parents[1] / "data" / "v0" / "train-gelu"
    assert "engine" not in (old / CONFIG).read_text(encoding="utf-8")
    assert read_config(old / CONFIG).engine == "sb3"


def test_seeds_side_by_side_are_the_same_as_one_by_one(tiny: TrainConfig) -> None:
    seeds = dataclasses.replace(tiny, engine="jax", seeds=2, fit="lstsq")
    both = [run_training(dataclasses.replace(seeds, jobs=jobs, name=f"{jobs}"), unseen)[1] for jobs in (1, 2)]
    assert points_of(both[0]) == points_of(both[1])
    rows = [[seed["reward"] for seed in result.details["seeds"]] for result in both]
    assert rows[0] == rows[1]
