"""What the commands print, and where."""

from __future__ import annotations

import json

import pytest

from pwlact.cli.console import note, print_json, print_pairs, print_table, say_each, width


def test_json_is_the_only_thing_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    note("at work")
    print_json({"a": [1.5]})
    said = capsys.readouterr()
    assert json.loads(said.out) == {"a": [1.5]}
    assert said.err == "at work\n"
    with pytest.raises(ValueError, match="not JSON compliant"):
        print_json(float("nan"))


def test_columns_that_do_not_fit_are_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    columns, rows = ("name", "max", "seconds"), [("a", "0.123456789", "1.5")]
    monkeypatch.setenv("COLUMNS", "80")
    print_table("title", columns, rows, drop=("seconds",))
    assert "not shown" not in capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "40")
    print_table("title", columns, [("a" * 30, "0.123456789", "1.5")], drop=("seconds",))
    said = capsys.readouterr().out
    assert "0.123456789" in said
    assert "1.5" not in said
    assert said.endswith("not shown: seconds; widen the terminal, or give --json\n")


def test_pipes_are_eighty_wide_and_no_terminal_is_too_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert width() >= 40
    monkeypatch.setenv("COLUMNS", "10")
    assert width() == 40


def test_pairs_are_aligned_and_notes_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    print_pairs("title", [("gap", "0.5%")])
    say_each(["b", "", "a", "b"])
    assert capsys.readouterr().out.splitlines() == ["title", "gap            0.5%", "b", "a"]
