"""Commands with actions: they are listed, begun by name, and a near miss is told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pwlact.cli import actions
from pwlact.cli.actions import run_action
from pwlact.cli.records import ACTIONS
from pwlact.errors import ConfigError


@pytest.mark.parametrize("argv", [[], ["-h"], ["--help"], ["--help-all"]])
def test_without_an_action_all_are_listed(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_action("runs", "NOTE.", argv) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "usage: pwlact runs ACTION [OPTIONS]"
    for name, (words, text) in ACTIONS["runs"].items():
        (line,) = [line for line in lines if line.split()[:1] == [name]]
        assert line.split() == [name, *words.split(), *text.split()]


@pytest.mark.parametrize("action", ACTIONS["runs"])
def test_an_action_gets_the_words_behind_it_and_gives_the_exit_code(
    action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[str, list[str]]] = []

    def module_of(name: str) -> SimpleNamespace:
        return SimpleNamespace(run=lambda argv: begun.append((name, argv)) or 7)

    monkeypatch.setattr(actions, "module_of", module_of)
    assert run_action("runs", "", [action, "first", "--json"]) == 7
    assert begun == [(f"runs_{action}", ["first", "--json"])]


@pytest.mark.parametrize(("word", "hint"), [("resum", "did you mean resume? "), ("zzz", "")])
def test_an_unknown_action_is_refused_with_the_nearest(word: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        run_action("runs", "", [word])
    assert str(caught.value) == (
        f"an action is one of list, show, compare, resume, rollout, got {word!r}; {hint}see `pwlact runs --help`"
    )
