"""Values of settings records, held against the types of their fields."""

from __future__ import annotations

import dataclasses
import numbers
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from pwlact.api import checks
from pwlact.errors import ConfigError, did_you_mean

PLAIN: dict[type, tuple[type | tuple[type, ...], str]] = {
    bool: ((bool, np.bool_), "True or False"),
    int: (numbers.Integral, "a whole number"),
    float: (numbers.Real, "a number"),
    str: (str, "text"),
}
"""For each plain type: what is taken for it, and its name in messages."""


def record(name: str, kind: type[Any], values: Any) -> Any:
    """Return a settings record: itself, or made from a mapping of its fields; each value is of its field's type.

    Parameters
    ----------
    name : str
        Name of the setting, for messages.
    kind : type
        A dataclass.
    values : record or mapping
        One of `kind`, or values by field name.

    Raises
    ------
    ConfigError
        If a key is no field, a field without default is missing, a value is of another type than its field, or the
        record refuses it.
    """
    if isinstance(values, kind):
        return dataclasses.replace(values, **_typed(name, kind, _values_of(values)))
    if not isinstance(values, Mapping):
        raise ConfigError(f"{name} must be a {kind.__name__} or a dict of its fields, got {values!r}; leave it out")
    _check_keys(name, kind, values)
    return kind(**_typed(name, kind, values))


def plain(name: str, kind: type, value: Any) -> Any:
    """Return a value as a bool, int, float or str; NumPy's numbers become Python's.

    Raises
    ------
    ConfigError
        If it is of another type; True and False are no numbers.
    """
    accepted, words = PLAIN[kind]
    if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
        raise ConfigError(f"{name} must be {words}, got {value!r}; leave it out for the default")
    try:
        return kind(value)
    except OverflowError:
        raise ConfigError(f"{name} must be a number of double precision, got one beyond; try a smaller one") from None


def _check_keys(name: str, kind: type[Any], values: Mapping[Any, Any]) -> None:
    fields = dataclasses.fields(kind)
    known = [field.name for field in fields]
    for key in values:
        if key not in known:
            hint = did_you_mean(str(key), known) or f"the fields are {', '.join(known)} "
            raise ConfigError(f"{name} has no field {key!r}, {hint.rstrip()}; leave it out")
    for field in fields:
        if field.name not in values and field.default is field.default_factory is dataclasses.MISSING:
            raise ConfigError(f"{name} needs {field.name}, got none; add {field.name!r}")


def _values_of(values: Any) -> dict[str, Any]:
    return {field.name: getattr(values, field.name) for field in dataclasses.fields(values)}


def _typed(name: str, kind: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {key: _of_hint(f"{name}.{key}", hints[key], value) for key, value in values.items()}


def _of_hint(name: str, hint: Any, value: Any) -> Any:
    """Return a value of a field's type: a plain one, one of several names, a record, or None."""
    if get_origin(hint) in (Union, types.UnionType):
        if value is None and type(None) in get_args(hint):
            return None
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is Literal:
        return checks.choice(name, value, hint)
    if dataclasses.is_dataclass(hint):
        return record(name, hint, value)  # type: ignore[arg-type]
    return plain(name, hint, value)
