"""The commands: each has a module of its own, a record and a line in the help, and none is left out."""

from __future__ import annotations

import dataclasses
import pkgutil

import pytest

from pwlact.cli import commands
from pwlact.cli.records import ACTIONS, COMMANDS, MODULES, module_of, names, record_of

TEXTS = [text for actions in ACTIONS.values() for _, text in actions.values()]


def test_every_module_is_a_command_and_every_command_a_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(commands.__path__)}
    assert modules == {MODULES.get(name, name) for name in (*names(), *ACTIONS)}


@pytest.mark.parametrize("name", names())
def test_a_command_has_a_record_with_a_docstring_and_runs(name: str) -> None:
    record = record_of(name)
    assert dataclasses.is_dataclass(record)
    assert record.__doc__.strip().partition("\n\n")[0].endswith(".")
    assert callable(module_of(name).run)


@pytest.mark.parametrize("text", [*COMMANDS.values(), *TEXTS])
def test_what_a_command_does_is_one_phrase(text: str) -> None:
    assert text == " ".join(text.split())
    assert text[0].islower()
    assert not text.endswith(".")
