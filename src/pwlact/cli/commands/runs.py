"""`pwlact runs`: list, show, compare, resume and roll out runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tyro.conf import Positional

from pwlact.cli.commands.train import read_config, with_progress
from pwlact.cli.console import print_json, print_table, say
from pwlact.cli.parse import parse
from pwlact.cli.show import print_result, report
from pwlact.errors import ConfigError
from pwlact.runs.folder import CONFIG, RESULT, find_result, find_run, list_runs
from pwlact.search.describe import share
from pwlact.search.result import load_result, result_to_json
from pwlact.settings.marks import Folder
from pwlact.settings.toml import read_toml
from pwlact.settings.training import TrainConfig

USAGE = """usage: pwlact runs ACTION [OPTIONS]

actions:
  list             list the runs, newest first
  show RUN         show one run's result
  compare RUN ...  compare runs in one table
  resume RUN       continue a run from its last checkpoint
  rollout RUN      play a policy step by step

`pwlact runs ACTION --help` shows an action's options. RUN is a run folder, its name, or a result.json."""


@dataclass(frozen=True, kw_only=True)
class _Options:
    out: Folder = "runs"
    """Folder of the run folders, where names are looked up."""
    json: bool = False
    """Print one JSON object, and nothing else."""


@dataclass(frozen=True, kw_only=True)
class ListCommand(_Options):
    """List the runs, newest first."""


@dataclass(frozen=True, kw_only=True)
class ShowCommand(_Options):
    """Show one run's result."""

    run: Positional[str]
    """Run folder, its name, or a result.json."""


@dataclass(frozen=True, kw_only=True)
class CompareCommand(_Options):
    """Compare runs in one table, best first within each problem; without RUN, all of them."""

    runs: Positional[tuple[str, ...]] = ()
    """Run folders, their names, or result.json files."""


@dataclass(frozen=True, kw_only=True)
class ResumeCommand(_Options):
    """Continue a run from its last checkpoint. A finished run stays as it is."""

    run: Positional[str]
    """Run folder, or its name."""
    figures: bool = True
    """Draw figures of the run."""


@dataclass(frozen=True, kw_only=True)
class RolloutCommand(_Options):
    """Play a run's policy without noise, step by step.

    Only the tensors of the policy's file are read, not its pickles.
    """

    run: Positional[str]
    """Run folder, or its name."""
    policy: str = "best"
    """Policy: best, final, or the path of a Stable-Baselines3 zip."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    actions = {"list": _list, "show": _show, "compare": _compare, "resume": _resume, "rollout": _rollout}
    if not argv or argv[0] in {"-h", "--help"}:
        say(USAGE)
        return 0
    if argv[0] not in actions:
        raise ConfigError(f"an action is one of {', '.join(actions)}, got {argv[0]!r}; see `pwlact runs --help`")
    actions[argv[0]](argv[1:])
    return 0


def _list(argv: Sequence[str]) -> None:
    command = parse(ListCommand, argv, "runs list")
    rows = [_summary(folder) for folder in list_runs(command.out)]
    if command.json:
        print_json({"runs": rows})
    else:
        _print_summaries(f"runs in {command.out}", rows)


def _summary(folder: Path) -> dict[str, Any]:
    """Return one row about a run; a run without a result is unfinished."""
    path = folder if folder.is_file() else folder / RESULT
    row: dict[str, Any] = {"run": str(folder), "status": "unfinished"}
    if not path.exists():
        return row
    result = load_result(path)
    return row | {
        "status": result.status,
        "function": result.problem.activation.name,
        "interval": list(result.problem.interval),
        "segments": result.problem.segments,
        "method": result.method,
        "seed": result.seed,
        "reward": result.reward,
        "objective": result.candidate.objective,
        "gap": result.gap,
        "max": result.candidate.errors.grid.max,
        "mean": result.candidate.errors.grid.mean,
        "seconds": result.seconds,
    }


def _print_summaries(title: str, rows: list[dict[str, Any]]) -> None:
    columns = ("run", "status", "function", "segments", "method", "reward", "max", "mean", "gap", "seconds")
    print_table(title, columns, [[_cell(row, column) for column in columns] for row in rows])


def _cell(row: dict[str, Any], column: str) -> str:
    value = row.get(column)
    if column == "gap":
        return share(value)
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _show(argv: Sequence[str]) -> None:
    command = parse(ShowCommand, argv, "runs show")
    result = load_result(find_result(command.run, command.out))
    if command.json:
        print_json(result_to_json(result))
    else:
        print_result(result)


def _compare(argv: Sequence[str]) -> None:
    command = parse(CompareCommand, argv, "runs compare")
    paths = [find_result(name, command.out) for name in command.runs]
    if not paths:
        paths = [folder / RESULT for folder in list_runs(command.out) if (folder / RESULT).is_file()]
    rows = [_summary(path) | {"run": str(path.parent)} for path in paths]
    rows.sort(key=lambda row: -row["reward"])
    if command.json:
        print_json({"runs": rows})
    else:
        _print_summaries("runs, best reward first", rows)


def _resume(argv: Sequence[str]) -> None:
    command = parse(ResumeCommand, argv, "runs resume")
    folder = find_run(command.run, command.out)
    if (folder / RESULT).is_file():  # ahead of the settings, which may be a search's
        result = load_result(folder / RESULT)
        if result.status == "finished":
            report(folder, result, command.json, None)
            return
    config = _training(folder)
    from pwlact.runs.training import resume_training  # loads torch

    result = with_progress(config, lambda observe: resume_training(folder, config, observe))
    report(folder, result, command.json, () if command.figures else None)


def _training(folder: Path) -> TrainConfig:
    """Return a training's settings; a search has no steps to play or to go on from."""
    if (folder / CONFIG).is_file() and "method" in read_toml(folder / CONFIG):
        raise ConfigError(
            f"a run must be a training's, got {folder}, a search's; begin it anew by `pwlact search --config FILE`"
        )
    return read_config(folder / CONFIG)


def _rollout(argv: Sequence[str]) -> None:
    command = parse(RolloutCommand, argv, "runs rollout")
    folder = find_run(command.run, command.out)
    config = _training(folder)
    from pwlact.runs.replay import replay  # loads torch

    episode = replay(folder, config, command.policy)
    columns = ("point", "action", "curvature", "curvature_reward", "reward")
    parts = (episode.points, episode.actions, episode.curvature, episode.curvature_rewards, episode.rewards)
    rows = list(zip(*parts, strict=True))
    if command.json:
        steps = [dict(zip(columns, map(float, row), strict=True)) for row in rows]
        print_json(
            {
                "steps": steps,
                "complete": episode.complete,
                "final_reward": episode.final if episode.complete else None,
            }
        )
        return
    table = [[f"{k}", *(f"{value:.6f}" for value in row)] for k, row in enumerate(rows, 1)]
    print_table(f"{command.policy} policy of {folder}", ("step", *(name.replace("_", " ") for name in columns)), table)
    say(f"final reward {episode.final:.4f}" if episode.complete else "the policy left the range: no final reward")
