"""Runs as rows: the unit's errors, groups by problem, and a damaged run that is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pwlact.cli.main import main
from pwlact.cli.run_rows import by_problem, path_ends, print_rows, run_row

UNIT = ("--format", "q3.5", "-R", "-4", "4")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with searches of three problems, one of a unit, a damaged one and an unfinished one."""
    home = tmp_path_factory.mktemp("home")
    out = ("--out", str(home / "runs"), "--no-figures", "--segments", "4")
    for name, words in {
        "poor": ("silu", "--method", "uniform", "--objective", "max"),
        "tanh": ("tanh",),
        "good": ("silu",),
        "unit": ("silu", *UNIT),
    }.items():
        assert main(("search", *words, *out, "--name", name)) == 0
    shutil.copytree(home / "runs" / "good", home / "runs" / "damaged")
    text = (home / "runs" / "good" / "result.json").read_text(encoding="utf-8")
    (home / "runs" / "damaged" / "result.json").write_text(text[:100])
    shutil.copytree(home / "runs" / "good", home / "runs" / "unfinished")
    (home / "runs" / "unfinished" / "result.json").unlink()
    return home


def _rows(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], str]:
    capsys.readouterr()
    assert main((*words, "--json")) == 0
    said = capsys.readouterr()
    return json.loads(said.out)["runs"], said.err


def test_runs_are_compared_within_their_problem(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    rows, said = _rows(("runs", "compare"), capsys)
    assert [Path(row["run"]).name for row in rows][-1] == "damaged"
    assert rows[-1]["status"] == "damaged"
    assert said.startswith("pwlact: damaged: runs/damaged: ")
    assert said.count("\n") == 1
    problems = [row["problem"] for row in rows[:-1]]
    assert len(set(problems)) == 3
    assert problems == sorted(problems, key=problems.index)  # each problem's rows stand together
    silu = [Path(row["run"]).name for row in rows if row.get("problem", "").startswith("silu on [-8, 8]")]
    assert silu == ["good", "poor"]
    capsys.readouterr()
    assert main(("runs", "compare")) == 0
    assert capsys.readouterr().out.count("silu on [-8, 8], 4 segments: max on the whole range") == 1


def test_a_units_errors_are_those_over_its_codes(home: Path) -> None:
    row = run_row(home / "runs" / "unit")
    result = json.loads((home / "runs" / "unit" / "result.json").read_text(encoding="utf-8"))
    assert (row["max"], row["mean"]) == (result["errors"]["codes"]["max"], result["errors"]["codes"]["mean"])
    assert row["format"] == "q3.5"


def test_a_list_goes_on_past_a_damaged_run(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    rows, said = _rows(("runs", "list"), capsys)
    found = {Path(row["run"]).name: row["status"] for row in rows}
    assert found == dict.fromkeys(("poor", "tanh", "good", "unit"), "finished") | {
        "damaged": "damaged",
        "unfinished": "unfinished",
    }
    assert "runs/damaged" in said
    sorted_rows, _ = _rows(("runs", "list", "--sort", "problem"), capsys)
    assert sorted_rows == by_problem(rows)
    assert {Path(row["run"]).name for row in sorted_rows[-2:]} == {"damaged", "unfinished"}


def test_a_damaged_run_that_is_named_has_a_row_too(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    rows, said = _rows(("runs", "compare", "damaged", "good"), capsys)
    assert [row["status"] for row in rows] == ["finished", "damaged"]
    assert "damaged: runs/damaged" in said


def test_a_damaged_file_of_any_kind_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder, file in (("a", "config.toml"), ("b", "result.json")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / file).write_text("[")
    (tmp_path / "no-run").mkdir()
    rows, said = _rows(("runs", "list", "--out", str(tmp_path)), capsys)
    assert {Path(row["run"]).name: row["status"] for row in rows} == {"a": "damaged", "b": "damaged"}
    assert all(f"damaged: {tmp_path / name}: " in said for name in "ab")


@pytest.mark.parametrize(
    ("paths", "ends"),
    [
        ((), []),
        (("runs/a", "runs/b"), ["a", "b"]),
        (("x/a/seed-0", "x/b/seed-0", "x/b/seed-1"), ["a/seed-0", "b/seed-0", "b/seed-1"]),
        (("runs/a", "runs/a"), ["a", "a"]),
        (("a", "x/a"), ["a", "x/a"]),
        ((".",), ["."]),
    ],
)
def test_paths_are_shown_by_the_ends_that_tell_them_apart(paths: tuple[str, ...], ends: list[str]) -> None:
    assert path_ends(paths) == ends


def test_runs_far_away_keep_their_names_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows("runs", ("run", "status"), [{"run": f"/{'far/' * 30}{name}", "status": "finished"} for name in "ab"])
    assert [line.split() for line in capsys.readouterr().out.splitlines()[3:]] == [["a", "finished"], ["b", "finished"]]


@pytest.mark.parametrize("action", ["list", "compare"])
def test_no_runs_are_said(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("runs", action, "--out", "nowhere")) == 0
    assert capsys.readouterr().out == "no runs in nowhere\n"
