"""The settings of a command from a table."""

from __future__ import annotations

import dataclasses

import pytest

from pwlact.errors import ConfigError
from pwlact.rl.presets import presets
from pwlact.settings.command_config import config_of
from pwlact.settings.search import SearchConfig
from pwlact.settings.training import TrainConfig


@pytest.mark.parametrize("engine", ["jax", "sb3"])
def test_agent_has_the_preset_of_its_engine(engine: str) -> None:
    config = config_of("train", {"function": "silu", "engine": engine, "ppo": {"learning_rate": 1e-4}})
    assert isinstance(config, TrainConfig)
    assert config.ppo == dataclasses.replace(presets("tuned", engine)["ppo"], learning_rate=1e-4)


def test_published_preset_and_networks_have_theirs() -> None:
    paper = config_of("train", {"function": "silu", "preset": "paper"})
    network = config_of("train", {"function": "silu", "reward": {"model": "cnn"}})
    assert isinstance(paper, TrainConfig)
    assert isinstance(network, TrainConfig)
    assert (paper.preset, paper.env) == ("paper", presets("paper")["env"])
    assert network.ppo == presets("tuned", slow=True)["ppo"]
    assert network.reward.model == "cnn"


def test_search_has_the_methods_settings_and_names_of_earlier_versions() -> None:
    config = config_of("search", {"function": "tanh", "method": "genetic", "genetic": {"generations": 7}})
    assert isinstance(config, SearchConfig)
    assert config.settings().generations == 7
    older = config_of("train", {"function": "tanh", "reward": {"sharpness": 2.0}})
    assert isinstance(older, TrainConfig)
    assert older.reward.reward_power == 2.0


def test_unknown_setting_is_refused() -> None:
    with pytest.raises(ConfigError, match="got metod; did you mean method"):
        config_of("search", {"metod": "dp"})
