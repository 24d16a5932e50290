"""The commands: each has a module of its own, a record and a line in the help, and none is left out."""

from __future__ import annotations

import dataclasses
import pkgutil

import pytest

from pwlact.cli import commands
from pwlact.cli.records import ACTIONS, COMMANDS, MODULES, module_of, record_of

NAMES = [*(name for name in COMMANDS if name != "runs"), *(f"runs_{action}" for action in ACTIONS)]


def test_every_module_is_a_command_and_every_command_a_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(commands.__path__)}
    assert modules == {MODULES.get(name, name) for name in (*NAMES, "runs")}


@pytest.mark.parametrize("name", NAMES)
def test_a_command_has_a_record_with_a_docstring_and_runs(name: str) -> None:
    record = record_of(name)
    assert dataclasses.is_dataclass(record)
    assert record.__doc__.strip().partition("\n\n")[0].endswith(".")
    assert callable(module_of(name).run)


@pytest.mark.parametrize("text", [*COMMANDS.values(), *(text for _, text in ACTIONS.values())])
def test_what_a_command_does_is_one_phrase(text: str) -> None:
    assert text == " ".join(text.split())
    assert text[0].islower()
    assert not text.endswith(".")
