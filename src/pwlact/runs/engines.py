"""The engine of a run: settled before it starts, recorded in its config.toml, and kept when it is resumed."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TypeVar

from pwlact.rl.engine import ENGINES, chosen_engine
from pwlact.settings.training import TrainConfig

Config = TypeVar("Config", bound=TrainConfig)


def with_engine(config: Config, folder: Path | None = None) -> Config:
    """Return the settings with the engine that carries the training out in place of "auto".

    Parameters
    ----------
    config : TrainConfig
        The settings.
    folder : Path, optional
        The run folder; where it holds a checkpoint, the training goes on with the engine that wrote it.

    Raises
    ------
    ConfigError
        If the engine does not serve the algorithm, or its libraries are missing.
    """
    engine = config.engine
    if engine == "auto" and folder is not None:
        wrote = [name for name, one in ENGINES.items() if any(folder.rglob(f"checkpoint{one.suffix}"))]
        engine = wrote[0] if wrote else engine
    return dataclasses.replace(config, engine=chosen_engine(engine, config.algorithm))
