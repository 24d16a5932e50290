"""The help of a command: everyday options in one screen, all of them on demand, every one with a text."""

from __future__ import annotations

import re

import pytest

from pwlact.cli.help import documented, help_text
from pwlact.cli.main import main
from pwlact.cli.options import options_of
from pwlact.cli.records import names, record_of

COMMAND_LINES = [tuple(name.split("_")) for name in names()]


def _help(words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert not stop.value.code
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("words", COMMAND_LINES, ids=" ".join)
def test_everyday_help_is_one_screen(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = _help((*words, "--help"), capsys, monkeypatch)
    assert len(lines) <= 40
    assert all(len(line) <= 80 for line in lines)
    assert lines[0].startswith(f"usage: pwlact {' '.join(words)}")
    assert not any("None" in line or "STR" in line for line in lines)


@pytest.mark.parametrize("words", COMMAND_LINES, ids=" ".join)
def test_whole_help_has_every_option_with_a_text(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n".join(_help((*words, "--help-all"), capsys, monkeypatch))
    assert "----" not in text  # no headings of a docstring's sections
    assert "Raises" not in text
    for entry in re.split(r"\n  (?=-)", text)[1:]:
        assert re.search(r"(  |\n +)\S+", entry), entry  # a text stands beside or below
    for option in options_of(record_of("_".join(words))):
        assert documented(option.owner, option.field), option.flags
        assert all(flag in text or flag.replace("--", "--[no-]") in text for flag in option.flags[-1:])


def test_short_help_gives_first_sentences_and_the_way_to_the_rest() -> None:
    from pwlact.cli.commands.fit import FitCommand

    short, whole = (help_text(FitCommand, None, "fit", everything=everything) for everything in (False, True))
    assert "strictly inside the range" in whole
    assert "strictly inside the range" not in short
    assert short.endswith("More options, and those of unit: `pwlact fit --help-all`.")
    assert "--unit.rounding" in whole
    assert "--unit.rounding" not in short


def test_defaults_are_in_plain_words() -> None:
    from pwlact.cli.commands.train import TrainCommand

    text = " ".join(help_text(TrainCommand, TrainCommand(seed=3), "train", everything=True).split())
    assert "Seed of the first training (default: 3)." in text
    assert "--[no-]figures Draw the run's figures (default: yes)." in text
    assert "--ppo.learning-rate X Peak learning rate (default: 0.0015)." in text
