"""The file of a sweep: settings of `train` or `search`, what varies, and how values are chosen."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pwlact import functions
from pwlact.errors import ConfigError, did_you_mean, require
from pwlact.settings.command_config import CommandName, config_of, default_config
from pwlact.settings.search import check_seed
from pwlact.settings.sweep_space import Dimension, Label, Range, Table, dimensions_of, merged
from pwlact.settings.toml import read_toml, with_new_names
from pwlact.settings.typed_table import typed, with_table

SCHEMA = "pwlact.sweep/1"
COMMANDS: tuple[CommandName, ...] = ("train", "search")
OWN = {"seed": "seeds", "seeds": "seeds", "function": "functions"}
"""Settings of the commands that a sweep states at its top, and their names there."""
PLACE = ("jobs", "out", "name")
"""Settings of the commands that a trial has not."""
FUNCTIONS = ("function", "expr", "data")

Measure = Literal["reward", "objective", "max_error", "mean_error", "mse", "best_episode", "final_policy", "seconds"]
LARGER = ("reward", "best_episode", "final_policy")
"""Measures of which more is better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChoice:
    """What a sweep's figure of rewards shows."""

    by: str | None = None
    """Setting with a colour for each value; by default the one with the fewest values, two or more."""
    along: str | None = None
    """Setting along the axis; by default the other one with the most numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPlan:
    """How a sweep chooses values, and how often it tries them."""

    sampler: Literal["grid", "random", "tpe"] = "grid"
    """Choice of values: all combinations, random ones, or Optuna's Tree-structured Parzen Estimator."""
    trials: int | None = None
    """Combinations to try, of random and tpe; each is tried on all functions with all seeds."""
    batch: int = 8
    """Combinations that tpe chooses at a time, knowing the results of all before."""
    sampler_seed: int = 0
    """Seed of the choice."""
    pruner: Literal["none", "median", "hyperband"] = "none"
    """Rule that ends poor trainings early."""
    optimise: Measure | None = None
    """Figure that counts; by default a training's reward, a search's objective."""
    direction: Literal["minimise", "maximise"] | None = None
    """Whether less or more of it is better; by default more of rewards, less of all else."""
    figure: FigureChoice = field(default_factory=FigureChoice)

    def __post_init__(self) -> None:
        check_seed(self.sampler_seed)
        fixed = self.sampler == "grid"
        require(not fixed or self.trials is None, "trials go with sampler random or tpe", self.trials, "leave it out")
        require(
            fixed or (self.trials or 0) >= 1, f"sampler {self.sampler} needs trials, 1 or more", self.trials, "add it"
        )
        require(self.batch >= 1, "batch is at least 1", self.batch, "try 8")


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepFile:
    """A sweep: `command` with the settings `base`, over `space`, on `functions` with `seeds`.

    `published` has known rewards by function, beside which a training's are shown.
    """

    command: CommandName
    base: Table
    space: tuple[Dimension, ...]
    functions: tuple[str, ...]
    seeds: tuple[int, ...]
    plan: SweepPlan
    published: dict[str, float]
    definition: Table
    """The whole file as a table, without what only its figure needs."""

    @property
    def measure(self) -> Measure:
        """The figure that counts."""
        return self.plan.optimise or ("reward" if self.command == "train" else "objective")

    @property
    def larger(self) -> bool:
        """Whether more of it is better."""
        if self.plan.direction is not None:
            return self.plan.direction == "maximise"
        return self.measure in LARGER

    def settings(self, function: str, seed: int, point: dict[str, Label]) -> Table:
        """Return the settings of a trial: a function, a seed and a value of each dimension by its label."""
        parts = [one.settings(point[one.name], self._tables) for one in self.space]
        named = {} if any(key in self.base for key in FUNCTIONS) else {"function": function}
        return functools.reduce(merged, parts, merged(self.base, {**named, "seed": seed}))

    @property
    def _tables(self) -> frozenset[str]:
        return _tables_of(default_config(self.command, self.base))


def read_sweep(path: Path, changes: Sequence[str] = ()) -> SweepFile:
    """Read a sweep's file.

    Parameters
    ----------
    path : Path
        A TOML file.
    changes : sequence of str
        Lines of TOML that replace values of the file, as `train.steps=2000`.

    Raises
    ------
    InputError
        If it cannot be read, is of another version, or a part of it is bad.
    """
    table = functools.reduce(merged, (_change(line) for line in changes), read_toml(path))
    try:
        return sweep_of(table)
    except ConfigError as fault:
        raise ConfigError(f"in {path}: {fault}") from fault


def _change(line: str) -> Table:
    try:
        return tomllib.loads(line)
    except ValueError:
        raise ConfigError(f"--set takes lines of TOML, as train.steps=2000, got {line!r}; quote texts twice") from None


def sweep_of(table: Table) -> SweepFile:
    """Return the sweep that a file's table states.

    Raises
    ------
    InputError
        If it is of another version, or a part of it is bad.
    """
    schema = table.get("schema", SCHEMA)
    require(schema == SCHEMA, f"a sweep's file is of schema {SCHEMA!r}", repr(schema), f"write schema = {SCHEMA!r}")
    plans = [one.name for one in dataclasses.fields(SweepPlan)]
    known = {"schema", "functions", "seeds", "space", "published", *COMMANDS, *plans}
    for key in table:
        hint = did_you_mean(key, known) or "leave it out"
        require(key in known, "a sweep's key must be known", key, hint.rstrip())
    command = _command(table)
    base = with_new_names(_table(table, command))
    _check_base(base)
    plan = with_table(SweepPlan(sampler="grid"), {key: table[key] for key in plans if key in table})
    require(
        plan.pruner == "none" or command == "train", "a pruner goes with [train]", "it with [search]", "leave it out"
    )
    chosen = _functions(table.get("functions"), base, command)
    sweep = SweepFile(
        command=command,
        base=base,
        space=dimensions_of(_table(table, "space")),
        functions=chosen,
        seeds=_seeds(table.get("seeds", 1)),
        plan=plan,
        published=_published(_table(table, "published")),
        definition={"schema": SCHEMA, **{key: value for key, value in table.items() if key != "figure"}},
    )
    _check_space(sweep)
    return sweep


def _command(table: Table) -> CommandName:
    found = [command for command in COMMANDS if command in table]
    require(len(found) == 1, "a sweep has one of [train] and [search]", " and ".join(found) or "neither", "give one")
    return found[0]


def _table(table: Table, key: str) -> Table:
    value = table.get(key, {})
    require(isinstance(value, dict), f"{key} is a table", repr(value), f"write [{key}]")
    found: Table = value
    return found


def _check_base(base: Table) -> None:
    """Check that the command's settings leave functions and seeds to the sweep."""
    for key in base:
        require(key not in PLACE, "a sweep's command line says where and how many run", key, "leave it out")
        require(key == "function" or key not in OWN, f"a sweep states {OWN.get(key)} at its top", key, "move it there")


def _functions(named: Any, base: Table, command: CommandName) -> tuple[str, ...]:
    """Return the names of the functions, checked: those of a list, or the one that the settings choose."""
    chosen = [key for key in FUNCTIONS if key in base]
    if named is None:
        return (config_of(command, base).activation().name,)
    rule = "functions are a list of names"
    require(isinstance(named, list) and bool(named), rule, repr(named), 'try functions = ["silu"]')
    require(not chosen, f"a sweep has functions or {' and '.join(chosen)}", "both", "leave one out")
    require(all(isinstance(name, str) for name in named), rule, repr(named), 'try functions = ["silu"]')
    names = tuple(functions.get(name).name for name in named)
    require(len(set(names)) == len(names), "functions are named once", ", ".join(names), "leave one out")
    return names


def _seeds(given: Any) -> tuple[int, ...]:
    count = type(given) is int and 1 <= given <= 100_000
    listed = isinstance(given, list) and bool(given) and all(type(seed) is int for seed in given)
    require(count or listed, "seeds are a number of seeds or a list of them", repr(given), "try seeds = 3")
    seeds = tuple(range(given) if count else given)
    require(len(set(seeds)) == len(seeds), "seeds are named once", ", ".join(map(str, seeds)), "leave one out")
    for seed in seeds:
        check_seed(seed)
    return seeds


def _published(table: Table) -> dict[str, float]:
    """Return known rewards by function, those of functions outside the sweep among them."""
    for key, value in table.items():
        good = type(value) in (int, float) and value > 0
        require(good, f"published.{key} is a reward above 0", repr(value), "mend it")
    return {functions.get(key).name: float(value) for key, value in table.items()}


def _check_space(sweep: SweepFile) -> None:
    """Check names and types of all settings that vary, and that each varies once."""
    default = default_config(sweep.command, sweep.base)
    tables, owners = _tables_of(default), dict[str, str]()
    typed(default, sweep.base)
    for one in sweep.space:
        top = one.name.partition(".")[0]
        require(top not in OWN and top not in PLACE, "[space] varies settings of a trial", top, "leave it out")
        labels: Sequence[Label] = [one.low, one.high] if isinstance(one, Range) else list(one.values)
        settings = [one.settings(label, tables) for label in labels]
        for changed in settings:
            typed(default, changed)
        for leaf in dict.fromkeys(itertools.chain.from_iterable(map(_leaves, settings))):
            require(leaf not in owners, f"{leaf} varies in one part of [space]", "two", "leave one out")
            owners[leaf] = one.name
    names = [one.name for one in sweep.space]
    for name in (sweep.plan.figure.by, sweep.plan.figure.along):
        require(name is None or name in names, "[figure] names parts of [space]", name, f"they are {', '.join(names)}")


def _leaves(table: Table, prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _tables_of(record: Any) -> frozenset[str]:
    """Return the names of a record's own tables."""
    fields = dataclasses.fields(record)
    return frozenset(one.name.rstrip("_") for one in fields if dataclasses.is_dataclass(getattr(record, one.name)))
