"""Types of what a user gives, checked where it is given."""

from __future__ import annotations

import dataclasses
import numbers
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import numpy as np

from pwlact._types import Array
from pwlact.errors import BreakpointError, ConfigError, did_you_mean


def whole(name: str, value: Any, example: int) -> int:
    """Return a whole number.

    Raises
    ------
    ConfigError
        If it is anything else, True and False among them.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise ConfigError(f"{name} must be a whole number, got {value!r}; try {name}={example}")
    return int(value)


def choice(name: str, value: Any, literal: Any) -> Any:
    """Return one of a Literal's names.

    Raises
    ------
    ConfigError
        If it is none of them.
    """
    names = get_args(literal)
    if not isinstance(value, str) or value not in names:
        hint = did_you_mean(value, names) if isinstance(value, str) else ""
        raise ConfigError(f"{name} is one of {', '.join(names)}, got {value!r}; {hint or 'choose one'}".rstrip())
    return value


def text(name: str, value: Any, example: str) -> str:
    """Return a text, or the text of a path.

    Raises
    ------
    ConfigError
        If it is neither.
    """
    if not isinstance(value, (str, Path)):
        raise ConfigError(f"{name} must be text, got {value!r}; try {name}={example!r}")
    return str(value)


def points_of(points: Any) -> Array:
    """Return interior points as an array (points,).

    Raises
    ------
    BreakpointError
        If they are no numbers in a row.
    """
    try:
        found = np.asarray(list(points), dtype=np.float64)
    except (TypeError, ValueError):
        found = np.empty((0, 0))
    if found.ndim != 1:
        raise BreakpointError(f"points are numbers in a row, got {points!r}; try points=[-2, 0, 2]")
    return found


def names_of(name: str, values: Any) -> tuple[str, ...]:
    """Return names as a tuple: one text, with commas or without, or several.

    Raises
    ------
    ConfigError
        If they are no texts.
    """
    listed = values.split(",") if isinstance(values, str) else values
    found: list[Any] = list(listed) if isinstance(listed, Iterable) else [None]
    if not all(isinstance(value, str) for value in found):
        raise ConfigError(f"{name} are names, got {values!r}; try {name}=['minimax', 'uniform']")
    return tuple(value.strip() for value in found)


def record(name: str, kind: type[Any], values: Any) -> Any:
    """Return a settings record: itself, or made from a mapping of its fields.

    Raises
    ------
    ConfigError
        If a key is no field, or a value is refused by the record.
    """
    if isinstance(values, kind):
        return values
    if not isinstance(values, Mapping):
        raise ConfigError(f"{name} must be a {kind.__name__} or a dict of its fields, got {values!r}; leave it out")
    known = [field.name for field in dataclasses.fields(kind)]
    for key in values:
        if key not in known:
            hint = did_you_mean(str(key), known) or f"the fields are {', '.join(known)} "
            raise ConfigError(f"{name} has no field {key!r}, {hint.rstrip()}; leave it out")
    return kind(**values)
