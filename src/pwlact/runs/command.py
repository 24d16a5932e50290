"""The command that made a run, from its settings."""

from __future__ import annotations

import dataclasses
import shlex
import tomllib
from pathlib import Path
from typing import Any

from pwlact.files import is_file
from pwlact.runs.folder import CONFIG, PLACE
from pwlact.search.problem import FitName
from pwlact.search.result import Result
from pwlact.settings.recorded_fit import with_recorded_fit, without_usual_fit
from pwlact.settings.search import SearchConfig, SearchSettings
from pwlact.settings.toml import read_toml, to_toml, to_words, without_none


def command_of(folder: Path) -> str | None:
    """Return the command line that states a run's settings, defaults left out; None where the folder has no settings.

    Raises
    ------
    FileError
        If the settings cannot be read.
    """
    return _command(read_toml(folder / CONFIG)) if is_file(folder / CONFIG) else None


def command_of_search(config: SearchConfig, result: Result) -> str:
    """Return the command line of a search without a folder: what `command_of` returns where it has one.

    Parameters
    ----------
    config : SearchConfig
        Its settings.
    result : Result
        What it found.
    """
    return _command(tomllib.loads(to_toml(stated(config, result.problem.fit))))


def stated(config: SearchConfig, fit: FitName) -> SearchConfig:
    """Return settings of a search that state the fit and the method, as its record does."""
    return dataclasses.replace(config, fit=fit, method=config.chosen().name)


def _command(table: dict[str, Any]) -> str:
    """Return the command line that states a settings table."""
    table = without_usual_fit(with_recorded_fit(table))
    name = "search" if "method" in table else "train"
    if name == "search":
        default: Any = SearchSettings()
    else:
        default, table = _usual_training(table), _whole(table)
    kept = {key: value for key, value in table.items() if key not in PLACE}
    return shlex.join(["pwlact", name, *to_words(_changed(kept, without_none(dataclasses.asdict(default))))])


def _usual_training(table: dict[str, Any]) -> Any:
    """Return the settings of a training's preset, by the name of the default one, so that another is stated."""
    from pwlact.rl.engine import preferred_engine  # loads gymnasium, where it is installed
    from pwlact.rl.presets import presets
    from pwlact.settings.training import TrainConfig

    engine = preferred_engine(table.get("engine", "sb3"), table.get("algorithm", "ppo"))
    usual = presets(str(table.get("preset", "tuned")), engine)
    return dataclasses.replace(TrainConfig(**usual), preset="tuned")


def _whole(table: dict[str, Any]) -> dict[str, Any]:
    """Return a training's table with the settings that came after it was written, as they were then."""
    from pwlact.rl.agent_config import TABLES, AgentConfig

    usual = without_none(dataclasses.asdict(AgentConfig()))
    own = {key: {**usual[key], **table.get(key, {})} for key in TABLES}
    later = {"quick_episodes": usual["quick_episodes"], "engine": "sb3"}
    return {**later, **table, **own}


def _changed(table: dict[str, Any], default: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a table that differs from the default table."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        usual = default.get(key)
        if isinstance(value, dict) and isinstance(usual, dict):
            value = _changed(value, usual)
            if value:
                found[key] = value
        elif value != usual and list(value if isinstance(value, list) else [value]) != _listed(usual):
            found[key] = value
    return found


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
