"""The command line as a settings record; errors in one line."""

from __future__ import annotations

import pytest

from pwlact.cli.commands.search import SearchCommand
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError


def test_options_are_over_defaults() -> None:
    default = SearchCommand(segments=5, seed=3)
    assert parse(SearchCommand, ["silu", "--seed", "4"], "search", default) == SearchCommand(
        function="silu", segments=5, seed=4
    )


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["silu", "--help-all"]])
def test_help_is_printed_and_ends_the_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(SearchCommand, words, "search")
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("usage: pwlact search FUNCTION [OPTIONS]")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--segmnts", "3"], "did you mean --segments?"),
        (["--objective", "worst"], "'worst'"),
        (["--segments", "few"], "few"),
        (["--out"], "--out"),
    ],
)
def test_faults_say_the_option_and_where_help_is(words: list[str], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(SearchCommand, words, "search")
    line = str(caught.value)
    assert said in line
    assert line.endswith("see `pwlact search --help`")
    assert "None" not in line
    assert "\n" not in line
