"""The command of a run gives its settings anew, without what is default."""

from __future__ import annotations

import dataclasses
import shlex
from pathlib import Path
from typing import Any

import pytest

from pwlact.cli.commands.train import read_command, read_config
from pwlact.cli.settings import subset
from pwlact.rl.presets import presets
from pwlact.runs.command import command_of
from pwlact.runs.folder import write_config
from pwlact.settings.search import SearchSettings
from pwlact.settings.training import TrainConfig

OLD = Path(__file__).parents[1] / "data" / "v0"


@pytest.mark.parametrize(
    ("config", "command"),
    [
        (TrainConfig(function="gelu", out="elsewhere", name="mine", **presets("tuned", "jax")), "pwlact train gelu"),
        (
            TrainConfig(function="silu", segments=5, polish=True, **presets("tuned", "jax")),
            "pwlact train silu --segments=5 --polish",
        ),
        (TrainConfig(function="gelu", preset="paper", **presets("paper")), "pwlact train gelu --preset=paper"),
        (SearchSettings(expr="x*tanh(x)", range=(-2.0, 2.0), method="dp"),
         "pwlact search '--expr=x*tanh(x)' --range -2.0 2.0 --method=dp"),
    ],
)  # fmt: skip
def test_says_what_is_not_default(config: Any, command: str, tmp_path: Path) -> None:
    write_config(tmp_path, config)
    assert command_of(tmp_path) == command


def test_the_command_of_a_training_parses_to_its_settings(tiny: TrainConfig, tmp_path: Path) -> None:
    config = dataclasses.replace(tiny, out="runs", name=None, objective="max", reward=presets("paper")["reward"])
    write_config(tmp_path, config)
    command = command_of(tmp_path)
    assert command is not None
    assert subset(TrainConfig, read_command(shlex.split(command)[2:])) == config


def test_a_folder_without_settings_has_no_command(tmp_path: Path) -> None:
    assert command_of(tmp_path) is None


@pytest.mark.parametrize("name", ["train-gelu", "train-paper"])
def test_an_old_run_is_told_with_the_settings_of_its_time(name: str) -> None:
    command = command_of(OLD / name)
    assert command is not None
    config = subset(TrainConfig, read_command(shlex.split(command)[2:]))
    usual = read_config(OLD / name / "config.toml")
    assert config == dataclasses.replace(usual, out="runs", name=None)
    assert (config.ppo.strategies, config.ppo.starts, config.ppo.noise_fall) == (16, "gaps", 0.0)
    assert config.total_steps(config.problem()) == usual.steps
