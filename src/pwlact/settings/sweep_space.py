"""What a sweep varies: settings, each with a list of values or a range of numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pwlact.errors import ConfigError, did_you_mean, require

RANGE = ("low", "high", "log", "step")
MAX_VALUES = 100_000  # of one list, or one range with steps

Label = str | int | float | bool
"""How a value is named in tables: the value itself where it is a plain one."""
Table = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A setting with a list of values.

    Parameters
    ----------
    name : str
        The setting, as ppo.learning_rate; or of values that are tables of settings, a table's name or any name.
    values : mapping
        The values by label, in their order.
    """

    name: str
    values: Mapping[Label, Any]

    def settings(self, label: Label, tables: frozenset[str]) -> Table:
        """Return the settings of a value as a table; `tables` are the names of the command's own tables."""
        value = self.values[label]
        return _nested(value if _is_free(self.name, value, tables) else {self.name: value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A setting with all numbers from `low` to `high`; whole ones where both ends are.

    Parameters
    ----------
    name : str
        The setting.
    low, high : int or float
        Both ends, included.
    log : bool
        Whether numbers are drawn by their logarithm.
    step : int, float or None
        Distance of the numbers, from `low` on; None for all, or all whole ones.
    """

    name: str
    low: float
    high: float
    log: bool = False
    step: float | None = None

    def settings(self, label: Label, _tables: frozenset[str]) -> Table:
        """Return the setting with this number as a table."""
        return _nested({self.name: label})

    @property
    def whole(self) -> bool:
        """Tell whether the numbers are whole."""
        return all(isinstance(number, int) for number in (self.low, self.high, self.step or 1))

    def numbers(self) -> list[Label]:
        """Return the numbers of a range with steps, ascending.

        Raises
        ------
        ConfigError
            If it has none.
        """
        step = 1 if self.step is None and self.whole and not self.log else self.step
        if step is None:
            raise ConfigError(
                f"a grid needs the step of a range, got {self.name} without; add step, or list the values"
            )
        count = math.floor((self.high - self.low) / step + 1e-9) + 1
        require(count <= MAX_VALUES, f"{self.name} has at most {MAX_VALUES} values", count, "take a larger step")
        return [self.low + i * step for i in range(count)]


Dimension = Choices | Range


def dimensions_of(space: Table) -> tuple[Dimension, ...]:
    """Return what a file's table [space] states.

    Raises
    ------
    ConfigError
        If it states nothing, or a part of it is bad.
    """
    found = tuple(_dimension(name, value) for name, value in _flat(space))
    require(bool(found), "[space] names settings and their values", "none", 'add one, as "segments" = [4, 8]')
    return found


def _flat(space: Table, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield dotted names with their lists and ranges."""
    for key, value in space.items():
        if isinstance(value, dict) and not value.keys() & set(RANGE):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}".replace("-", "_"), value


def _dimension(name: str, value: Any) -> Dimension:
    if isinstance(value, dict):
        return _range(name, value)
    require(isinstance(value, list), f"{name} in [space] is a list of values or a range", repr(value), f"try [{value}]")
    require(bool(value), f"{name} in [space] needs a value", "an empty list", "add one")
    require(len(value) <= MAX_VALUES, f"{name} has at most {MAX_VALUES} values", len(value), "list fewer")
    labels = _labels(value)
    require(len(set(labels)) == len(labels), f"{name} in [space] names each value once", labels, "leave one out")
    return Choices(name=name, values=dict(zip(labels, value, strict=True)))


def _range(name: str, table: Table) -> Range:
    for key in table:
        if key not in RANGE:
            hint = did_you_mean(key, RANGE)
            raise ConfigError(f"a range has {', '.join(RANGE)}, got {name}.{key}; {hint or 'leave it out'}".rstrip())
    low, high, step, log = (table.get(key) for key in ("low", "high", "step", "log"))
    low, high = _number(name, low), _number(name, high)
    require(low < high, f"{name}.low is below its high", f"{low} and {high}", "exchange them")
    require(log in (None, True, False), f"{name}.log is true or false", repr(log), "mend it")
    require(not log or low > 0, f"{name}.low is above 0 with log", low, "raise it, or leave out log")
    require(step is None or (_is_number(step) and step > 0), f"{name}.step is above 0", step, "mend it")
    require(not (log and step), f"{name} has log or step", "both", "leave one out")
    return Range(name=name, low=low, high=high, log=bool(log), step=step)


def _number(name: str, value: Any) -> float:
    require(_is_number(value), f"{name} ranges from low to high, finite numbers", value, "try { low = 1, high = 9 }")
    number: float = value
    return number


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def _labels(values: list[Any]) -> list[Label]:
    """Return labels: plain values themselves, a table's first value where these differ, and JSON of all else."""
    firsts: list[Any] = [next(iter(value.values()), None) if isinstance(value, dict) else value for value in values]
    plain = all(isinstance(first, (str, int, float, bool)) for first in firsts)
    if plain and len({(type(first), first) for first in firsts}) == len(firsts):
        return firsts
    return [value if isinstance(value, (str, int, float, bool)) else json.dumps(value) for value in values]


def _is_free(name: str, value: Any, tables: frozenset[str]) -> bool:
    """Tell whether a value holds settings of any table, so that its name is only a name."""
    return isinstance(value, dict) and name.partition(".")[0] not in tables


def _nested(table: Table) -> Table:
    """Return a table with its dotted names as tables."""
    found: Table = {}
    for name, value in table.items():
        *path, leaf = name.replace("-", "_").split(".")
        inner = found
        for part in path:
            inner = inner.setdefault(part, {})
        inner[leaf] = value
    return found


def merged(first: Table, second: Table) -> Table:
    """Return a table with the values of a second one over those of the first, in their tables too."""
    found = dict(first)
    for key, value in second.items():
        inner = found.get(key)
        found[key] = merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return found
