"""The parts of a sweep's file, each checked."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from pwlact import functions
from pwlact.errors import require
from pwlact.settings.command_config import CommandName, config_of, default_config
from pwlact.settings.search import SearchSettings, check_seed, methods_named
from pwlact.settings.sweep_space import Choices, Dimension, Label, Range, Table, merged
from pwlact.settings.typed_table import typed

OWN = {"seed": "seeds", "seeds": "seeds", "function": "functions"}
"""Settings of the commands that a sweep states at its top, and their names there."""
PLACE = ("jobs", "out", "name")
"""Settings of the commands that a trial has not."""
FUNCTIONS = ("function", "expr", "data")


def check_base(command: CommandName, base: Table) -> None:
    """Check names and types of a command's settings, and that they leave functions and seeds to the sweep."""
    for key in base:
        require(key not in PLACE, "a sweep's command line says where and how many run", key, "leave it out")
        require(key == "function" or key not in OWN, f"a sweep states {OWN.get(key)} at its top", key, "move it there")
    typed(default_config(command, base), base)
    methods_named([base["method"]] if "method" in base else [])


def with_engine(base: Table, space: tuple[Dimension, ...]) -> Table:
    """Return a training's settings with the engine that is taken, the same wherever trials run, unless that varies."""
    from pwlact.rl.engine import chosen_engine  # looks for the engines' libraries

    if any(one.name in ("engine", "algorithm") for one in space):
        return base
    return {**base, "engine": chosen_engine(base.get("engine", "auto"), base.get("algorithm", "ppo"))}


def function_names(named: Any, base: Table, command: CommandName) -> tuple[str, ...]:
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


def seeds_of(given: Any) -> tuple[int, ...]:
    count = type(given) is int and 1 <= given <= 100_000
    listed = isinstance(given, list) and bool(given) and all(type(seed) is int for seed in given)
    require(count or listed, "seeds are a number of seeds or a list of them", repr(given), "try seeds = 3")
    seeds = tuple(range(given) if count else given)
    require(len(set(seeds)) == len(seeds), "seeds are named once", ", ".join(map(str, seeds)), "leave one out")
    for seed in seeds:
        check_seed(seed)
    return seeds


def published_rewards(table: Table) -> dict[str, float]:
    """Return known rewards by function, those of functions outside the sweep among them."""
    for key, value in table.items():
        good = type(value) in (int, float) and value > 0
        require(good, f"published.{key} is a reward above 0", repr(value), "mend it")
    return {functions.get(key).name: float(value) for key, value in table.items()}


def check_space(command: CommandName, base: Table, space: tuple[Dimension, ...]) -> None:
    """Check names and types of all settings that vary, and that each varies once."""
    default = default_config(command, base)
    tables, owners = tables_of(default), dict[str, str]()
    for one in space:
        top = one.name.partition(".")[0]
        require(top not in OWN and top not in PLACE, "[space] varies settings of a trial", top, "leave it out")
        labels: Sequence[Label] = [one.low, one.high] if isinstance(one, Range) else list(one.values)
        settings = [one.settings(label, tables) for label in labels]
        for changed in settings:
            typed(default, changed)
            methods_named([changed["method"]] if "method" in changed else [])
        for leaf in dict.fromkeys(itertools.chain.from_iterable(map(_leaves, settings))):
            require(leaf not in owners, f"{leaf} varies in one part of [space]", "two", "leave one out")
            owners[leaf] = one.name


def objectives_of(base: Table, space: Sequence[Choices], tables: frozenset[str]) -> list[str]:
    """Return the names of the objectives that searches over a space minimise, sorted."""
    choices = [[one.settings(label, tables) for label in one.values] for one in space]
    deciding = [values for values in choices if any(value.keys() & {"method", "objective"} for value in values)]
    points = [functools.reduce(merged, point, base) for point in itertools.product(*deciding)]
    usual = SearchSettings().chosen().name
    methods = methods_named([point.get("method", usual) for point in points])
    return sorted({point.get("objective", method.objective) for point, method in zip(points, methods, strict=True)})


def _leaves(table: Table, prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def tables_of(record: Any) -> frozenset[str]:
    """Return the names of a record's own tables."""
    fields = dataclasses.fields(record)
    return frozenset(one.name.rstrip("_") for one in fields if dataclasses.is_dataclass(getattr(record, one.name)))
