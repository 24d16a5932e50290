"""A TOML table as changes of a settings record, each value of its field's type."""

from __future__ import annotations

import dataclasses
import keyword
import types
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pwlact.errors import ConfigError, did_you_mean, require
from pwlact.settings.toml import check_table

Record = TypeVar("Record")
Table = Mapping[str, Any]

WORDS = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}
"""Plain types of settings in words."""


def with_table(record: Record, table: Table) -> Record:
    """Return a settings record with the values of a table, in its own tables too.

    Parameters
    ----------
    record : dataclass
        The record.
    table : mapping
        Values by field name, as TOML has them; a field's table is a mapping again.

    Raises
    ------
    ConfigError
        If a key is no field, a value is of another type than its field, or the record refuses it.
    """
    return _changed(record, typed(record, table))


def typed(record: Any, table: Table, prefix: str = "") -> dict[str, Any]:
    """Return a table with each value as its field in the record has it: whole numbers as floats, lists as tuples.

    Raises
    ------
    ConfigError
        If a key is no field, or a value is of another type than its field.
    """
    named = {f"{key}_" if keyword.iskeyword(key) else key.replace("-", "_"): value for key, value in table.items()}
    check_table(named, record, prefix)
    hints = get_type_hints(type(record))
    found = {}
    for key, value in named.items():
        inner = getattr(record, key)
        if dataclasses.is_dataclass(inner):
            require(isinstance(value, Mapping), f"{prefix}{key} is a table", repr(value), f"try {prefix}{key}.NAME")
            found[key] = typed(inner, value, f"{prefix}{key}.")
        else:
            found[key] = _value(f"{prefix}{key}", hints[key], value)
    return found


def _changed(record: Record, values: Table) -> Record:
    inner = {key: getattr(record, key) for key in values}
    made = {
        key: _changed(inner[key], value) if dataclasses.is_dataclass(inner[key]) else value
        for key, value in values.items()
    }
    return dataclasses.replace(record, **made)  # type: ignore[type-var]


def _value(name: str, hint: Any, value: Any) -> Any:
    """Return a value of a field's type: a plain one, one of several names, or a tuple of such."""
    kind, parts = get_origin(hint), get_args(hint)
    if kind in (Union, types.UnionType):
        return _value(name, next(part for part in parts if part is not type(None)), value)
    if kind is Literal:
        return _choice(name, parts, value)
    if kind is tuple:
        return _tuple(name, parts, value)
    accepted = (int, float) if hint is float else hint
    fits = isinstance(value, accepted) and isinstance(value, bool) == (hint is bool)
    require(fits, f"{name} is {WORDS[hint]}", repr(value), "mend it")
    return _number(name, value) if hint is float else value


def _number(name: str, value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        raise ConfigError(f"{name} must be a number of double precision, got one beyond; try a smaller one") from None


def _choice(name: str, names: tuple[Any, ...], value: Any) -> Any:
    if value not in names:
        hint = did_you_mean(value, names) if isinstance(value, str) else ""
        raise ConfigError(
            f"{name} is one of {', '.join(map(str, names))}, got {value!r}; {hint or 'choose one'}".rstrip()
        )
    return value


def _tuple(name: str, parts: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    require(isinstance(value, (list, tuple)), f"{name} is a list", repr(value), "mend it")
    kinds = [parts[0]] * len(value) if parts[-1] is Ellipsis else list(parts)
    require(len(kinds) == len(value), f"{name} is a list of {len(kinds)}", f"{len(value)}", "mend it")
    return tuple(_value(name, kind, item) for kind, item in zip(kinds, value, strict=True))
