"""`pwlact runs rollout`: a policy, played step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tyro.conf import Positional

from pwlact.cli.commands.runs_resume import training_config
from pwlact.cli.console import print_json, print_table, say
from pwlact.cli.parse import parse
from pwlact.cli.run_rows import RunsOptions
from pwlact.runs.folder import find_run

if TYPE_CHECKING:
    from pwlact.rl.rollout import Episode

COLUMNS = ("point", "action", "curvature", "curvature_reward", "reward")


@dataclass(frozen=True, kw_only=True)
class RunsRolloutCommand(RunsOptions):
    """Play a run's policy without noise, step by step.

    Only the arrays of the policy's file are read, not a zip's pickles.
    """

    run: Positional[str]
    """Run folder, or its name."""
    policy: str = "best"
    """Policy: best, final, or the path of an npz file or a Stable-Baselines3 zip."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(RunsRolloutCommand, argv, "runs rollout")
    folder = find_run(command.run, command.out)
    config = training_config(folder)
    from pwlact.runs.replay import replay  # may load torch

    episode = replay(folder, config, command.policy)
    if command.json:
        print_json(_json(episode))
        return 0
    table = [[f"{k}", *(f"{value:.6f}" for value in row)] for k, row in enumerate(_rows(episode), 1)]
    columns = ("step", *(name.replace("_", " ") for name in COLUMNS))
    print_table(f"{command.policy} policy of {folder}", columns, table)
    say(f"final reward {episode.final:.4f}" if episode.complete else "the policy left the range: no final reward")
    return 0


def _rows(episode: Episode) -> list[tuple[Any, ...]]:
    parts = (episode.points, episode.actions, episode.curvature, episode.curvature_rewards, episode.rewards)
    return list(zip(*parts, strict=True))


def _json(episode: Episode) -> dict[str, Any]:
    return {
        "steps": [dict(zip(COLUMNS, map(float, row), strict=True)) for row in _rows(episode)],
        "complete": episode.complete,
        "final_reward": episode.final if episode.complete else None,
    }
