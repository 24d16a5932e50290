"""Options over a settings file over defaults, for the commands that take `--config`."""

from __future__ import annotations

import dataclasses
import keyword
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pwlact.cli.parse import parse
from pwlact.errors import ConfigError
from pwlact.runs.folder import CONFIG, PLACE
from pwlact.settings.function import FunctionChoice
from pwlact.settings.recorded_fit import with_recorded_fit
from pwlact.settings.toml import check_table, read_toml, to_words

Command = TypeVar("Command", bound=FunctionChoice)


def read_settings(
    kind: type[Command], argv: Sequence[str], name: str, default_of: Callable[[Mapping[str, Any]], Command]
) -> Command:
    """Parse the command line over the settings file that `--config` names, over the default that may depend on it.

    Raises
    ------
    InputError
        If the file cannot be read, or a setting in it or an option is bad.
    """
    path = value_of("--config", argv)
    table = _read_table(Path(path)) if path is not None else {}
    if "config" in table:
        raise ConfigError(f"a settings file names no other, got config in {path}; leave it out")
    default = default_of(table)
    if table:
        try:
            check_table(_as_fields(table), default)
            default = parse(kind, to_words(_as_options(table)), name, default)
            if default.function != table.get("function"):
                raise ConfigError(f"a list must be as long as its setting, got {default.function} too many; mend it")
        except ConfigError as fault:
            raise ConfigError(f"in {path}: {fault}") from fault
    named = any(value_of(option, argv) is not None for option in ("--expr", "--data"))
    if any(not word.startswith("-") for word in argv[:1]) or named:
        default = dataclasses.replace(default, function=None, expr=None, data=None)  # a function given here counts more
    return parse(kind, argv, name, default)


def _read_table(path: Path) -> dict[str, Any]:
    """Read a settings file; the name and place in a run's own config.toml, as earlier versions wrote it, are its."""
    table = with_recorded_fit(read_toml(path))
    if path.name == CONFIG and table.get("name") == path.resolve().parent.name:
        return {key: value for key, value in table.items() if key not in PLACE}
    return table


def value_of(option: str, argv: Sequence[str]) -> Any:
    """Return an option's value ahead of the parse, which needs it for its defaults."""
    for i, word in enumerate(argv):
        if word == option:
            return argv[i + 1] if i + 1 < len(argv) else None
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return None


def subset(kind: type[Any], command: Any) -> Any:
    """Return the record of type `kind` within a command, without what only the command line needs."""
    return kind(**{field.name: getattr(command, field.name) for field in dataclasses.fields(kind)})


def _as_fields(table: dict[str, Any]) -> dict[str, Any]:
    """Name a table's keys as fields, where a keyword such as global is followed by a line."""
    return {f"{key}_" if keyword.iskeyword(key) else key: value for key, value in table.items()}


def _as_options(table: dict[str, Any]) -> dict[str, Any]:
    """Name a table's keys as options."""
    return {key.removesuffix("_"): value for key, value in table.items()}
