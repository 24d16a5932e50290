"""`pwlact train`: place the points by reinforcement learning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact._types import Rare
from pwlact.cli.interrupts import check_finished
from pwlact.cli.progress import training_progress
from pwlact.cli.settings import read_settings, subset, value_of
from pwlact.cli.show import report
from pwlact.cli.tables import check_outputs
from pwlact.cli.words import with_reward_model
from pwlact.export.pieces import pieces_csv
from pwlact.files import write_text
from pwlact.rl.agent_config import TABLES
from pwlact.rl.engine import preferred_engine
from pwlact.rl.presets import presets
from pwlact.runs.engines import with_engine
from pwlact.settings.marks import File
from pwlact.settings.training import TrainConfig


@dataclass(frozen=True, kw_only=True)
class TrainCommand(TrainConfig):
    """Place the points by reinforcement learning and leave a run folder.

    The result is the best finished episode. The best and the final policy, played without noise, are reported beside
    it. After Ctrl-C or a kill, `pwlact runs resume NAME` goes on.
    """

    config: File | None = None
    """TOML file of settings, such as a run's config.toml. Options on the command line override it."""
    csv: Rare[File | None] = None
    """Write a row for each piece, tails included, to this file: start, stop, slope, intercept and beta."""
    json: bool = False
    """Print the result as one JSON object, and nothing else."""
    figures: bool = True
    """Draw the run's figures."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = read_command(argv)
    config: TrainConfig = subset(TrainConfig, command)
    check_outputs(None, command.csv)
    from pwlact.runs.training import run_training  # loads more than --help needs

    folder, result = with_progress(config, run_training)
    if command.csv is not None:
        write_text(Path(command.csv), pieces_csv(result))
    report(folder, result, command.json, () if command.figures else None)
    check_finished(folder, result)
    return 0


def read_command(argv: Sequence[str]) -> TrainCommand:
    """Parse the command line over the settings file over the preset."""
    argv = with_reward_model(argv)

    def default(table: Any) -> TrainCommand:
        preset = value_of("--preset", argv) or table.get("preset", "tuned")
        if all(name in table for name in TABLES):  # a run's own file: what came later is as it was
            return TrainCommand(preset=preset, engine="sb3")
        engine = value_of("--engine", argv) or table.get("engine", "auto")
        algorithm = value_of("--algorithm", argv) or table.get("algorithm", "ppo")
        model = value_of("--reward.model", argv) or table.get("reward", {}).get("model")
        tables = presets(preset, preferred_engine(engine, algorithm), slow=model is not None)
        return TrainCommand(preset=preset, **tables)

    return read_settings(TrainCommand, argv, "train", default)


def read_config(path: Path) -> TrainConfig:
    """Return the settings that a run folder's config.toml holds."""
    config: TrainConfig = subset(TrainConfig, read_command(["--config", str(path)]))
    return config


def with_progress(config: TrainConfig, work: Callable[[TrainConfig, Any], Any], folder: Path | None = None) -> Any:
    """Do the work with progress bars on stderr, given the settings with the engine that is taken."""
    settled = with_engine(config, folder)
    taken = settled.engine if config.engine == "auto" else None
    with training_progress(config.budget(config.problem()), taken) as observe:
        return work(settled, observe)
