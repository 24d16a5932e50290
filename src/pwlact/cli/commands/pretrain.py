"""`pwlact pretrain`: train one policy for every function, on random functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pwlact.cli.console import print_json, say
from pwlact.cli.parse import parse
from pwlact.cli.pretrain_progress import pretrain_progress
from pwlact.cli.settings import subset, value_of
from pwlact.errors import ConfigError
from pwlact.rl.general.config import PretrainConfig
from pwlact.settings.marks import File, Folder
from pwlact.settings.toml import check_table, read_toml, to_words


@dataclass(frozen=True, kw_only=True)
class PretrainCommand(PretrainConfig):
    """Train one policy for every function on random functions, none of the catalogue.

    It needs the extra jax, and an hour on two cores. Its weights go to DIR/general.npz, for `pwlact search FUNCTION
    --method policy --policy.weights FILE`. After Ctrl-C or a kill, the same command goes on.
    """

    out: Folder = "pretrained"
    """Folder of the weights and the checkpoint."""
    config: File | None = None
    """TOML file of settings. Options on the command line override it."""
    json: bool = False
    """Print what was trained as one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = _read(argv)
    from pwlact.runs.pretraining import run_pretraining  # loads more than --help needs

    folder = Path(command.out)
    try:
        with pretrain_progress() as watch:
            weights, path = run_pretraining(subset(PretrainConfig, command), folder, watch)
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(f"{folder} was kept; the same command goes on") from stop
    if command.json:
        print_json({"weights": str(path), "max_points": weights.max_points, **weights.about})
    else:
        say(f"{path}: {weights.about['steps']:,} updates, median gap to descents {100 * weights.about['gap']:.1f} %")
        say(f"use: pwlact search FUNCTION --method policy --policy.weights {path}")
    return 0


def _read(argv: Sequence[str]) -> PretrainCommand:
    """Parse the command line over the settings file."""
    path, default = value_of("--config", argv), PretrainCommand()
    if path is not None:
        table = read_toml(Path(path))
        if "config" in table:
            raise ConfigError(f"a settings file names no other, got config in {path}; leave it out")
        try:
            check_table(table, default)
            default = parse(PretrainCommand, to_words(table), "pretrain", default)
        except ConfigError as fault:
            raise ConfigError(f"in {path}: {fault}") from fault
    return parse(PretrainCommand, argv, "pretrain", default)
