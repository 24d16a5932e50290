"""The file of a sweep: settings of `train` or `search`, what varies, and how values are chosen."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pwlact.errors import ConfigError, did_you_mean, require
from pwlact.settings.command_config import CommandName, default_config
from pwlact.settings.sweep_checks import (
    FUNCTIONS,
    check_base,
    check_space,
    function_names,
    objectives_of,
    published_rewards,
    seeds_of,
    tables_of,
    with_engine,
)
from pwlact.settings.sweep_plan import LARGER, Measure, SweepPlan
from pwlact.settings.sweep_space import Choices, Dimension, Label, Table, dimensions_of, merged
from pwlact.settings.toml import read_toml, with_new_names
from pwlact.settings.typed_table import with_table

SCHEMA = "pwlact.sweep/1"
COMMANDS: tuple[CommandName, ...] = ("train", "search")


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
        return tables_of(default_config(self.command, self.base))


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
    check_base(command, base)
    dimensions = dimensions_of(_table(table, "space"))
    base = with_engine(base, dimensions) if command == "train" else base
    plan = with_table(SweepPlan(sampler="grid"), {key: table[key] for key in plans if key in table})
    require(
        plan.pruner == "none" or command == "train", "a pruner goes with [train]", "it with [search]", "leave it out"
    )
    chosen = function_names(table.get("functions"), base, command)
    sweep = SweepFile(
        command=command,
        base=base,
        space=dimensions,
        functions=chosen,
        seeds=seeds_of(table.get("seeds", 1)),
        plan=plan,
        published=published_rewards(_table(table, "published")),
        definition={**{key: value for key, value in table.items() if key != "figure"}, "schema": SCHEMA, command: base},
    )
    check_space(command, base, sweep.space)
    _check_figure(sweep)
    _check_measure(sweep)
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


def _check_measure(sweep: SweepFile) -> None:
    """Check that searches compared by their objective have the same one."""
    if sweep.command == "search" and sweep.measure == "objective":
        found = objectives_of(sweep.base, [one for one in sweep.space if isinstance(one, Choices)], sweep._tables)
        rule = "trials are compared by one objective"
        require(len(found) == 1, rule, " and ".join(found), 'add optimise = "max_error", or objective to [search]')


def _check_figure(sweep: SweepFile) -> None:
    names = [one.name for one in sweep.space]
    for name in (sweep.plan.figure.by, sweep.plan.figure.along):
        require(name is None or name in names, "[figure] names parts of [space]", name, f"they are {', '.join(names)}")
