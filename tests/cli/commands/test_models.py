"""`pwlact models`: its actions are listed with what their argument is."""

from __future__ import annotations

import pytest

from pwlact.cli.commands import models
from pwlact.cli.records import ACTIONS


def test_its_actions_are_listed_with_the_note(capsys: pytest.CaptureFixture[str]) -> None:
    assert models.run([]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[0] == "usage: pwlact models ACTION [OPTIONS]"
    assert all(f"  {name} " in text for name in ACTIONS["models"])
    assert models.NOTE in text
