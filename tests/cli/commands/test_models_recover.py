"""`pwlact models recover`: a network trained with its tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pwlact.cli.main import main


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    return ["models", "recover", "--model", "tiny_nets:made", "--data", "tiny_nets:batches", "--method", "minimax"]


def test_it_prints_before_and_after_and_writes_csv(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    more = ["--segments", "4", "6", "--steps", "12", "--csv", "r.csv"]
    assert main([*words, *more]) == 0
    out = capsys.readouterr().out
    for word in ("a classifier of your own", "tables and weights, 12 steps", "4, trained", "6, trained", "r.csv"):
        assert word in out
    assert len(Path("r.csv").read_text().splitlines()) == 5
    assert main([*words, *more, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [row["segments"] for row in data["rows"]] == [4, 6]


def test_bad_input_is_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for more, said in (
        (["--steps", "0"], "--steps is at least 1"),
        (["--csv", "none/r.csv"], "a file's folder must exist"),
        (["--method", "best"], "unknown method 'best'"),
        (["--images", "."], "--images goes with a --model that takes it"),
    ):
        assert main([*words, *more]) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1
    assert list(Path().iterdir()) == []
