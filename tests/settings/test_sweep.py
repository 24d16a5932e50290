"""Settings of a sweep that its file has not."""

from __future__ import annotations

import pytest

from pwlact.cli.parse import parse
from pwlact.errors import ConfigError
from pwlact.settings.sweep import SweepConfig


def test_values_of_the_file_are_set_as_lines_of_toml() -> None:
    config = parse(SweepConfig, ["a/study.toml", "--set", "seeds=[1,2]", "train.steps=20", "--jobs", "2"], "sweep")
    assert config.set == ("seeds=[1,2]", "train.steps=20")
    assert (config.jobs, config.folder_name) == (2, "study")
    assert parse(SweepConfig, ["study.toml", "--name", "other"], "sweep").folder_name == "other"


def test_jobs_are_at_least_one() -> None:
    with pytest.raises(ConfigError, match="--jobs is at least 1"):
        parse(SweepConfig, ["study.toml", "--jobs", "0"], "sweep")
