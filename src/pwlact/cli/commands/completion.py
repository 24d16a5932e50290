"""`pwlact completion`: scripts that complete commands and options in a shell, by tyro."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import tyro
from tyro.conf import OmitArgPrefixes, Positional, subcommand

from pwlact.cli.parse import parse
from pwlact.cli.records import ACTIONS, COMMANDS, record_of

Shell = Literal["bash", "zsh", "fish"]


@dataclass(frozen=True, kw_only=True)
class CompletionCommand:
    """Print a script that completes commands and options in a shell.

    Examples:
      pwlact completion bash > ~/.local/share/bash-completion/completions/pwlact
      pwlact completion zsh > ~/.zfunc/_pwlact
      pwlact completion fish > ~/.config/fish/completions/pwlact.fish
    """

    shell: Positional[Shell]
    """Shell: bash, zsh or fish."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(CompletionCommand, argv, "completion")
    with contextlib.suppress(SystemExit):  # with which tyro ends the program
        tyro.cli(_commands(), prog="pwlact", args=["--tyro-write-completion", command.shell, "-"])
    return 0


def _commands() -> Any:
    """Return the union of all commands' records, each under its name."""
    return _union({name: _group(name) if name in ACTIONS else record_of(name) for name in COMMANDS})


def _group(command: str) -> Any:
    """Return a record whose one field is the union of a command's actions."""
    actions = _union({name: record_of(f"{command}_{name}") for name in ACTIONS[command]})
    return dataclasses.make_dataclass(command.title(), [("action", Annotated[actions, OmitArgPrefixes])])


def _union(kinds: dict[str, Any]) -> Any:
    named = [Annotated[kind, subcommand(name, prefix_name=False)] for name, kind in kinds.items()]
    return functools.reduce(operator.or_, named)
