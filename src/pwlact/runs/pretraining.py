"""A pretraining in a folder of its own: settings, checkpoint and weights; one process at a time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from pwlact.errors import ConfigError, FileError
from pwlact.files import write_text
from pwlact.rl.engine import require_engine
from pwlact.rl.general.config import PretrainConfig
from pwlact.rl.general.status import PretrainWatcher
from pwlact.runs.folder import CONFIG
from pwlact.runs.lock import locked
from pwlact.search.general.weights import SHIPPED, Weights, save_weights
from pwlact.search.versions import versions
from pwlact.settings.toml import read_toml, to_toml, without_none

LENGTH = ("steps", "seconds")  # may differ where a pretraining goes on


def run_pretraining(config: PretrainConfig, folder: Path, watch: PretrainWatcher) -> tuple[Weights, Path]:
    """Train one policy for every function; return its weights and their file.

    Parameters
    ----------
    config : PretrainConfig
        How.
    folder : Path
        It is made where there is none. Where it holds a checkpoint, the training goes on from there, to as many steps
        or seconds as are now asked for.
    watch : callable
        Told of the progress; returns False to stop.

    Raises
    ------
    ConfigError
        If the extra jax is missing, or the folder holds a training with other settings.
    FileError
        If the folder cannot be written, is in use, or its checkpoint is damaged.
    """
    require_engine("jax", "ppo")
    from pwlact.rl.general.lessons import MAX_POINTS
    from pwlact.rl.general.train import pretrain  # loads JAX

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise FileError(f"a folder must be writable, got {folder}: {fault.strerror}; choose another --out") from fault
    with locked(folder):
        _check_same(config, folder)
        write_text(folder / CONFIG, to_toml(config))
        trained = pretrain(config, folder, watch)
        about = {
            "command": _command(config), "seed": config.seed, "steps": trained.steps,
            "seconds": round(trained.seconds), "gap": round(trained.gap, 5), "versions": versions(),
        }  # fmt: skip
        weights = Weights(layers=trained.layers, max_points=MAX_POINTS, about=about)
        save_weights(folder / SHIPPED.name, weights)
    return weights, folder / SHIPPED.name


def _check_same(config: PretrainConfig, folder: Path) -> None:
    if not (folder / CONFIG).exists():
        return
    earlier, now = read_toml(folder / CONFIG), without_none(dataclasses.asdict(config))
    for name in sorted((earlier.keys() & now.keys()) - set(LENGTH)):  # what came later is not in an earlier file
        if earlier[name] != now[name]:
            raise ConfigError(
                f"a pretraining goes on with its own settings, got {name} {now[name]} where {folder} has "
                f"{earlier[name]}; choose another --out"
            )


def _command(config: PretrainConfig) -> str:
    """Return the command that a pretraining is repeated by."""
    changed = [
        f"--{field.name} {getattr(config, field.name)}"
        for field in dataclasses.fields(config)
        if getattr(config, field.name) != field.default or field.name == "seed"
    ]
    return " ".join(["pwlact pretrain", *changed])
