"""Settings as TOML: written from the records, and read as words for the same parser as the command line's."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import tomli_w

from pwlact.errors import ConfigError, FileError, did_you_mean
from pwlact.files import is_file, read_text

POSITIONAL = "function"
DATA = "data"
RENAMED = {
    "reward.sharpness": "reward.reward_power",
    "ppo.deformation": "ppo.start_spread",
    "a2c.deformation": "a2c.start_spread",
}
"""Settings by their earlier names, which older files have."""


def to_toml(config: Any, without: Collection[str] = ()) -> str:
    """Return a configuration record as TOML; settings that are None or named in `without` are left out."""
    table = {key: value for key, value in dataclasses.asdict(config).items() if key not in without}
    return tomli_w.dumps(without_none(table))


def without_none(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table without the settings that are None, in it and in its tables."""
    return {
        key: without_none(value) if isinstance(value, dict) else value
        for key, value in table.items()
        if value is not None
    }


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; a file of data that it names may lie beside it.

    Raises
    ------
    FileError
        If it cannot be read or is no TOML.
    """
    try:
        return _with_data_beside(with_new_names(tomllib.loads(read_text(path))), path)
    except OSError as fault:
        raise FileError(f"a settings file must be readable, got {path}: {fault.strerror}; check the path") from fault
    except ValueError as fault:
        raise FileError(f"a settings file holds TOML, got {path}: {fault}; mend it") from fault


def _with_data_beside(table: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return a settings table whose file of data, where it lies beside the settings, is named with their folder."""
    named = table.get(DATA)
    beside = isinstance(named, str) and is_file(path.parent / named)
    return {**table, DATA: str(path.parent / str(named))} if beside else table


def with_new_names(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return a settings table with the keys of `RENAMED` by their present names."""
    named: dict[str, Any] = {}
    for key, value in table.items():
        name = RENAMED.get(f"{prefix}{key}", f"{prefix}{key}").removeprefix(prefix)
        named[name] = with_new_names(value, f"{prefix}{key}.") if isinstance(value, dict) else value
    return named


def present_option(word: str) -> str:
    """Return a word of the command line with an option of `RENAMED` by its present name."""
    option, equals, value = word.partition("=")
    name = RENAMED.get(option.removeprefix("--").replace("-", "_"))
    return word if name is None or not option.startswith("--") else f"--{name.replace('_', '-')}{equals}{value}"


def check_table(table: dict[str, Any], record: Any, prefix: str = "") -> None:
    """Check a TOML table's names, and its truth values, against a configuration record.

    The parser of words cannot: to it a key "help" would be a call for help, and `polish = 1` two words.

    Raises
    ------
    ConfigError
        If a key is no setting, or a truth value stands where none belongs, or something else in its place.
    """
    names = [field.name for field in dataclasses.fields(record)]
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in names:
            remedy = _in_table(record, name) or did_you_mean(f"{prefix}{name}", [f"{prefix}{one}" for one in names])
            raise ConfigError(f"a setting must be known, got {prefix}{key}; {(remedy or 'leave it out').rstrip()}")
        default = getattr(record, name)
        if isinstance(value, bool) != isinstance(default, bool):
            rule = "true or false" if isinstance(default, bool) else "no truth value"
            raise ConfigError(f"{prefix}{key} must be {rule}, got {value!r}; mend it")
        if isinstance(value, dict) and dataclasses.is_dataclass(default):
            check_table(value, default, f"{prefix}{key}.")


def _in_table(record: Any, name: str) -> str:
    """Return a hint at the table of a record that has a setting of this name; empty where none has."""
    inner = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    return next((f"did you mean {table}.{name}? " for table, one in inner.items() if _has(one, name)), "")


def _has(record: Any, name: str) -> bool:
    return dataclasses.is_dataclass(record) and any(field.name == name for field in dataclasses.fields(record))


def to_words(table: dict[str, Any], prefix: str = "") -> list[str]:
    """Return a TOML table as command-line words, so that one parser checks names and types of both.

    Raises
    ------
    ConfigError
        If a value is neither a table, text, number, truth value nor list of numbers.
    """
    words: list[str] = []
    for key, value in sorted(table.items(), key=lambda item: item[0] != POSITIONAL):  # the positional goes first
        name = f"{prefix}{key}".replace("_", "-")
        if isinstance(value, dict):
            words += to_words(value, f"{name}.")
        elif isinstance(value, bool):
            leaf, dot = name.rpartition(".")[2], name.rpartition(".")[0]
            words.append(f"--{name}" if value else f"--{dot + '.' if dot else ''}no-{leaf}")
        elif isinstance(value, (int, float)):
            words.append(f"--{name}={value!r}")
        elif isinstance(value, str):
            words.append(value if name == POSITIONAL else f"--{name}={value}")
        elif isinstance(value, list) and all(type(item) in (int, float) for item in value):
            words += [f"--{name}", *(repr(item) for item in value)]
        else:
            raise ConfigError(
                f"a setting is text, a number, true, false or a list of numbers, got {key} = {value!r}; mend it"
            )
    return words
