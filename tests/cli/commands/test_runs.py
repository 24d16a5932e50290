"""`pwlact runs`: its actions are listed with what their argument is."""

from __future__ import annotations

import pytest

from pwlact.cli.commands import runs
from pwlact.cli.records import ACTIONS


def test_its_actions_are_listed_with_the_note(capsys: pytest.CaptureFixture[str]) -> None:
    assert runs.run([]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[0] == "usage: pwlact runs ACTION [OPTIONS]"
    assert all(f"  {name} " in text for name in ACTIONS["runs"])
    assert runs.NOTE in text
