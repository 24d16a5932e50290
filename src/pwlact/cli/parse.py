"""The command line into a settings record, by tyro; errors in one line."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import tyro

from pwlact.cli.faults import fault_line
from pwlact.cli.help import HELP, HELP_ALL, help_text
from pwlact.cli.options import options_of
from pwlact.cli.words import prepared
from pwlact.errors import ConfigError
from pwlact.settings.toml import present_option

Config = TypeVar("Config")


def parse(kind: type[Config], argv: Sequence[str], command: str, default: Config | None = None) -> Config:
    """Return the record of type `kind` that the command line states, over `default`.

    Raises
    ------
    ConfigError
        If the command line does not fit the record.
    SystemExit
        With code 0, after printing the help where it is asked for.
    """
    asked = {HELP_ALL, *HELP} & set(argv)
    if asked:
        print(help_text(kind, default, command, everything=HELP_ALL in asked))
        raise SystemExit(0)
    options = list(options_of(kind))
    words = prepared([present_option(word) for word in argv], options)
    said = io.StringIO()
    try:
        with _unwrapped(), contextlib.redirect_stderr(said):
            usual: Any = {} if default is None else {"default": default}
            found: Config = tyro.cli(kind, args=words, prog=f"pwlact {command}", **usual)
    except SystemExit:
        line = fault_line(said.getvalue(), words, options)
        raise ConfigError(f"{line}see `pwlact {command} --help`") from None
    sys.stderr.write(said.getvalue())  # warnings
    return found


@contextlib.contextmanager
def _unwrapped() -> Iterator[None]:
    """Keep tyro from wrapping its error texts."""
    columns = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "2000"
    try:
        yield
    finally:
        os.environ.pop("COLUMNS", None)
        if columns is not None:
            os.environ["COLUMNS"] = columns
