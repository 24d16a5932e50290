"""The program: usage, version, suggestions, and exit codes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pwlact import __version__
from pwlact.cli import main as program
from pwlact.cli.records import COMMANDS
from pwlact.errors import ConfigError, RunError


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"], ["--help-all"]])
def test_usage_names_every_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(words) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(COMMANDS)
    assert all(len(line) <= 100 for line in lines)


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--version"]) == 0
    assert capsys.readouterr().out == f"pwlact {__version__}\n"


@pytest.mark.parametrize(("word", "nearest"), [("serch", "search"), ("functoins", "functions"), ("Fit", "fit")])
def test_a_near_command_is_suggested(word: str, nearest: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main([word]) == 2
    assert f"did you mean {nearest}?" in capsys.readouterr().err


@pytest.mark.parametrize(("fault", "code"), [(ConfigError("a rule, got 1;\ntry 2"), 2), (RunError("a, got 1; b"), 1)])
def test_faults_are_one_line_and_an_exit_code(
    fault: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_argv: Any) -> int:
        raise fault

    monkeypatch.setattr(program, "module_of", lambda _name: SimpleNamespace(run=run))
    assert program.main(["fit"]) == code
    assert capsys.readouterr().err == f"pwlact: {' '.join(str(fault).split())}\n"
