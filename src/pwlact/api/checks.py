"""Types of what a user gives, checked where it is given.

In all of them `name` is the argument, `value` what was given for it, and `example` a good value for the message.
"""

from __future__ import annotations

import numbers
from collections.abc import Iterable
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


def real(name: str, value: Any, example: float) -> float:
    """Return a number.

    Raises
    ------
    ConfigError
        If it is anything else, True and False among them.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise ConfigError(f"{name} must be a number, got {value!r}; try {name}={example:g}")
    return float(value)


def flag(name: str, value: Any) -> bool:
    """Return True or False.

    Raises
    ------
    ConfigError
        If it is anything else.
    """
    if not isinstance(value, (bool, np.bool_)):
        raise ConfigError(f"{name} must be True or False, got {value!r}; try {name}=True")
    return bool(value)


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
        listed = list(points)
        found = np.asarray(listed, dtype=np.float64)
    except (TypeError, ValueError):
        listed, found = [], np.empty((0, 0))
    if any(isinstance(point, (str, bytes)) for point in listed) or found.ndim != 1:
        raise BreakpointError(f"points are numbers in a row, got {points!r}; try points=[-2, 0, 2]")
    return found


def names_of(name: str, values: Any, example: str | list[str]) -> tuple[str, ...]:
    """Return names as a tuple: one text, with commas or without, or several.

    Raises
    ------
    ConfigError
        If they are no texts, or there is none.
    """
    listed = values.split(",") if isinstance(values, str) else values
    found: list[Any] = list(listed) if isinstance(listed, Iterable) else [None]
    if not found or not all(isinstance(value, str) for value in found):
        raise ConfigError(f"{name} must be one name or several, got {values!r}; try {name}={example!r}")
    return tuple(value.strip() for value in found)
