"""The command line into a settings record, by tyro; errors in one line."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

import tyro

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
    words = prepared([present_option(word) for word in argv], list(options_of(kind)))
    said = io.StringIO()
    try:
        with _unwrapped(), contextlib.redirect_stderr(said):
            if default is None:
                return tyro.cli(kind, args=words, prog=f"pwlact {command}")
            return tyro.cli(kind, args=words, prog=f"pwlact {command}", default=default)
    except SystemExit:
        raise ConfigError(f"{_one_line(said.getvalue())}; see `pwlact {command} --help`") from None


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


def _one_line(box: str) -> str:
    """Return the gist of a tyro error box: its first part, and the name it suggests."""
    rows = [re.sub(r"[╭╮╰╯│]", "", row).strip() for row in box.splitlines() if not re.match(r"\s*[╭╰]", row)]
    if "╭" not in box:
        rows = rows[2:]  # where stdout is no UTF-8, the title and a rule come first
    rules = [i for i, row in enumerate(rows) if re.match("[─-]{3}", row)]
    first = " ".join(row for row in rows[: rules[0] if rules else len(rows)] if row)
    first = re.sub(r"(?<=\{)None,|\{None\}\||'None', |, 'None'", "", first)  # an option is left out instead
    first = re.sub(r"^Error parsing \S+: (?=.*, got )", "", first)
    nearest = re.search(r"Perhaps you meant:\s*(?:-\w[^,]*, )?(--[\w.-]+)", " ".join(rows))
    return first.rstrip(".") + (f"; did you mean {nearest[1]}?" if nearest else "")
