"""`pwlact train`: place the points by reinforcement learning."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.cli.console import out, print_json, print_table, training_progress
from pwlact.cli.figures import draw_run
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError, FileError
from pwlact.runs import TrainConfig
from pwlact.runs.toml import check_table, read_toml, to_words
from pwlact.search.result import Result, result_to_json
from pwlact.search.rl.presets import PresetName, presets


@dataclass(frozen=True, kw_only=True)
class TrainCommand(TrainConfig):
    """Place the points by reinforcement learning and leave a run folder.

    The result is the best episode that was finished; the best and the final policy, played without noise, are
    reported beside it. Ctrl-C leaves a complete run of what was reached; after a kill, `pwlact runs resume` goes on.
    """

    config: str | None = None
    """TOML file with settings by the same names; options given here count more."""
    json: bool = False
    """Print one JSON object, the result, and nothing else to stdout."""
    figures: bool = True
    """Draw the run's figures."""


def run(words: Sequence[str]) -> int:
    """Run the command."""
    command = read_command(words)
    config = _settings(command)
    from pwlact.runs.execute import start  # loads torch: not for --help or bad options

    folder, result = with_progress(config, lambda observe: start(config, observe))
    report(folder, result, command.json, command.figures)
    return 0


def read_command(words: Sequence[str]) -> TrainCommand:
    """Parse the words over the settings file over the preset."""
    path = _value_of("--config", words)
    table = read_toml(Path(path)) if path is not None else {}
    if "config" in table:
        raise ConfigError(f"a settings file names no other, got config in {path}; leave it out")
    preset = _value_of("--preset", words) or table.get("preset", "tuned")
    default = _default(preset)
    if table:
        try:
            check_table(table, default)
            default = parse(TrainCommand, to_words(table), "train", default)
            if default.function != table.get("function"):
                raise ConfigError(f"a list must be as long as its setting, got {default.function} too many; mend it")
        except ConfigError as fault:
            raise ConfigError(f"in {path}: {fault}") from fault
    if any(not word.startswith("-") for word in words[:1]) or _value_of("--expr", words) is not None:
        default = dataclasses.replace(default, function=None, expr=None)  # a function given here counts more
    return parse(TrainCommand, words, "train", default)


def read_config(path: Path) -> TrainConfig:
    """Return the settings that a run folder's config.toml holds."""
    return _settings(read_command(["--config", str(path)]))


def _settings(command: TrainCommand) -> TrainConfig:
    """Return the command's settings without what only the command line needs."""
    return TrainConfig(**{field.name: getattr(command, field.name) for field in dataclasses.fields(TrainConfig)})


def _default(preset: PresetName) -> TrainCommand:
    return TrainCommand(preset=preset, **presets(preset))


def _value_of(option: str, words: Sequence[str]) -> Any:
    """Return an option's value ahead of the parse, which needs it for its defaults."""
    for i, word in enumerate(words):
        if word == option:
            return words[i + 1] if i + 1 < len(words) else None
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return None


def with_progress(config: TrainConfig, work: Callable[[Any], Any]) -> Any:
    """Do the work with progress bars on stderr."""
    with training_progress(config.total_steps(config.segments - 1)) as observe:
        return work(observe)


def report(folder: Path, result: Result, as_json: bool, figures: bool) -> None:
    """Draw the figures and print the result."""
    pictures = draw_run(folder) if figures else []
    if as_json:
        print_json(result_to_json(result))
        return
    print_result(result)
    out.print(f"run      {folder}")
    for picture in pictures:
        out.print(f"figure   {picture}")


def print_result(result: Result) -> None:
    """Print a training's table: each set of points as what it is.

    Raises
    ------
    FileError
        If what training adds to a result does not fit its schema.
    """
    problem = result.problem
    low, high = problem.interval
    try:
        rows, spread = _rows(result.details), _spread(result.details)
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise FileError(f"a training's result holds its episodes, got {fault!r}; the file is damaged") from fault
    title = f"{problem.activation.name} on [{low:g}, {high:g}], {problem.segments} segments: {result.status}"
    print_table(title, ("", "reward", "max error", "mean error", "exact max", "MSE"), rows)
    if spread:
        out.print(spread)
    out.print("points   " + " ".join(f"{point:.6g}" for point in result.candidate.pwl.points))
    out.print(f"time     {result.seconds:.1f} s, {result.evaluations:,} episodes")


def _rows(details: Mapping[str, Any]) -> list[tuple[str, ...]]:
    kinds = ("best_episode", "best_policy", "final_policy", "polished")
    rows = [_row(kind.replace("_", " "), details[kind]) for kind in kinds if kind in details]
    return rows + [_row(f"seed {seed['seed']}", seed["best_episode"]) for seed in details.get("seeds", [])]


def _spread(details: Mapping[str, Any]) -> str:
    if "rewards" not in details:
        return ""
    return "rewards  " + "  ".join(f"{key} {details['rewards'][key]:.3f}" for key in ("best", "median", "spread"))


def _row(name: str, report: dict[str, Any] | None) -> tuple[str, ...]:
    if report is None:
        return (name, "-", "-", "-", "-", "-")
    grid, exact = report["errors"]["grid"], report["errors"]["exact"]
    figures = (grid["max"], grid["mean"], exact["max"])
    return (name, f"{report['reward']:.3f}", *(f"{figure:.7f}" for figure in figures), f"{grid['mse']:.3e}")
