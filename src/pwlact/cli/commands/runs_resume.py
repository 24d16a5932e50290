"""`pwlact runs resume`: a training, continued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tyro.conf import Positional

from pwlact.cli.commands.train import read_config, with_progress
from pwlact.cli.interrupts import check_finished
from pwlact.cli.parse import parse
from pwlact.cli.run_rows import RunsOptions
from pwlact.cli.show import report
from pwlact.errors import ConfigError
from pwlact.runs.folder import CONFIG, RESULT, find_run
from pwlact.search.result_json import load_result
from pwlact.settings.toml import read_toml
from pwlact.settings.training import TrainConfig


@dataclass(frozen=True, kw_only=True)
class RunsResumeCommand(RunsOptions):
    """Continue a run from its last checkpoint. A finished run stays as it is."""

    run: Positional[str]
    """Run folder, or its name."""
    figures: bool = True
    """Draw figures of the run."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(RunsResumeCommand, argv, "runs resume")
    folder = find_run(command.run, command.out)
    if (folder / RESULT).is_file():  # ahead of the settings, which may be a search's
        result = load_result(folder / RESULT)
        if result.status == "finished":
            report(folder, result, command.json, None)
            return 0
    config = training_config(folder)
    from pwlact.runs.training import resume_training  # loads more than --help needs

    result = with_progress(config, lambda settled, observe: resume_training(folder, settled, observe), folder)
    report(folder, result, command.json, () if command.figures else None)
    check_finished(folder, result)
    return 0


def training_config(folder: Path) -> TrainConfig:
    """Return a training's settings.

    Raises
    ------
    ConfigError
        If the run is a search's, which has no steps to play or to continue.
    """
    if (folder / CONFIG).is_file() and "method" in read_toml(folder / CONFIG):
        raise ConfigError(
            f"a run must be a training's, got {folder}, a search's; run it again by `pwlact search --config FILE`"
        )
    return read_config(folder / CONFIG)
