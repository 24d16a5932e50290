"""Ranges on the command line and in settings files: reversed ones are understood, with a line that says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.cli.main import main


@pytest.mark.parametrize("words", [("-R", "8", "-8"), ("--range=8,-8",)])
def test_a_reversed_range_is_turned_and_told_once(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", "silu", "-P", "-1", "1", *words]) == 0
    printed = capsys.readouterr()
    assert "silu on [-8, 8], 3 segments" in printed.out
    assert printed.err.count("pwlact: the range 8 -8 is reversed, and taken as -8 8") == 1


def test_a_reversed_range_in_a_file_is_turned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.toml"
    file.write_text('function = "silu"\nrange = [4, -4]\nmethod = "uniform"\n', encoding="utf-8")
    assert main(["search", "--config", str(file), "--out", str(tmp_path), "--no-figures"]) == 0
    printed = capsys.readouterr()
    assert "silu on [-4, 4]" in printed.out
    assert "is reversed" in printed.err


@pytest.mark.parametrize("words", [("nan", "1"), ("-inf", "1"), ("3", "3")])
def test_what_is_no_range_is_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", "silu", "-P", "-1", "1", "-R", *words]) == 2
    assert capsys.readouterr().err.startswith("pwlact: ")
