"""The settings of `train` or `search` from a table, such as a part of a study's file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pwlact.settings.search import SearchConfig, SearchSettings
from pwlact.settings.toml import with_new_names
from pwlact.settings.training import TrainConfig
from pwlact.settings.typed_table import with_table

CommandName = Literal["train", "search"]


def config_of(command: CommandName, table: Mapping[str, Any]) -> TrainConfig | SearchConfig:
    """Return the settings that a table states, over the command's defaults.

    Parameters
    ----------
    command : {"train", "search"}
        Whose settings.
    table : mapping
        Settings by name, as in a run's config.toml.

    Raises
    ------
    ConfigError
        If a setting is unknown or bad.
    """
    config: TrainConfig | SearchConfig = with_table(default_config(command, table), with_new_names(dict(table)))
    return config


def default_config(command: CommandName, table: Mapping[str, Any]) -> Any:
    """Return a command's defaults; those of an agent follow from preset, engine and network of the table."""
    if command == "search":
        return SearchSettings()
    from pwlact.rl.engine import preferred_engine  # looks for the engines' libraries
    from pwlact.rl.presets import presets

    preset = table.get("preset", "tuned")
    engine = preferred_engine(table.get("engine", "auto"), table.get("algorithm", "ppo"))
    reward = table.get("reward", {})
    network = isinstance(reward, Mapping) and "model" in reward
    return TrainConfig(preset=preset, **presets(preset, engine, slow=network))
