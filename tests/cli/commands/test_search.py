"""`pwlact search` as a process, and its runs in the other commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from processes import one_object, run_in

from pwlact.cli.main import main

FAST = ("--no-figures",)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the search `exact` in `runs`."""
    home = tmp_path_factory.mktemp("home")
    done = run_in(home, "search", "sigmoid", "--segments", "6", "--name", "exact")
    assert done.returncode == 0, done.stderr
    for word in ("minimax", "lower bound", "gap", "evaluations", "points", "runs/exact", "figures/error.png"):
        assert word in done.stdout
    return home


def test_a_search_is_a_run(home: Path) -> None:
    folder = home / "runs" / "exact"
    left = {path.name for path in folder.iterdir()}
    assert left == {"config.toml", "result.json", "points.csv", "figures"}
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert (result["method"], result["fit"], result["segments"]) == ("minimax", "minimax", 6)
    assert -1e-12 <= result["gap"] <= 1e-6
    assert result["objective"] == result["errors"]["exact"]["max"]


def test_other_commands_take_a_searched_run(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> str:
        assert main(words) == 0
        return capsys.readouterr().out

    monkeypatch.chdir(home)
    folder = home / "runs" / "exact"
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert json.loads(run("runs", "resume", "exact", "--json")) == result
    assert json.loads(run("runs", "show", "exact", "--json")) == result
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    (row,) = json.loads(run("runs", "list", "--json"))["runs"]
    assert (row["gap"], row["method"]) == (result["gap"], "minimax")
    assert json.loads(run("runs", "compare", "exact", "--json"))["runs"] == [row]
    assert json.loads(run("plot", "exact", "--kind", "error", "--json"))["figures"] == ["runs/exact/figures/error.png"]
    again = json.loads(run("fit", "--points-from", "exact", "--json"))
    assert again["values"] == result["values"]  # its own fit
    capsys.readouterr()
    for action in ("rollout", "resume"):
        (folder / "result.json").unlink(missing_ok=True)  # as after a kill
        assert main(("runs", action, "exact")) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert "training" in said.err


def test_a_tolerance_sets_the_segments(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('function = "silu"\nmax_error = "2^-6"\nsegments = 99\nfigures = false\n')
    done = run_in(tmp_path, "search", "sigmoid", "--config", "a.toml", "--max-error", "2^-8", "--name", "a", "--json")
    result = one_object(done)
    assert (result["function"], result["segments"]) == ("sigmoid", 9)
    assert result["errors"]["exact"]["max"] <= 2**-8
    assert not (tmp_path / "runs" / "a" / "figures").exists()
    done = run_in(tmp_path, "search", "sigmoid", "--max-error", "1e-9", "--max-segments", "20", "--name", "b")
    assert done.returncode == 1
    assert "which reach" in done.stderr
    assert not (tmp_path / "runs" / "b").exists()


def test_a_search_of_an_expression_says_what_its_tails_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--segments", "4", "--no-figures", "--out", str(tmp_path))
    assert main(("search", "--expr", "exp(x)", "-R", "-4", "0", *options)) == 0
    assert "left y = 0 (estimated); right the outer piece goes on" in capsys.readouterr().out
    assert main(("search", "exp", *options)) == 0
    assert "tails" not in capsys.readouterr().out


def test_a_result_holds_its_unit(units: Path) -> None:
    result = json.loads((units / "runs" / "small" / "result.json").read_text(encoding="utf-8"))
    unit = result["unit"]
    assert (unit["input"], unit["output"], len(unit["slopes"])) == ("q3.5", "q3.5", 6)
    assert unit["report"]["inputs"] == 256
    assert result["objective"] == result["errors"]["codes"]["max"] == unit["report"]["errors"]["max"]
    assert 0 <= result["gap"] <= 1e-6  # proven
    again = one_object(run_in(units, "runs", "show", "small", "--json"))
    assert again == result


def test_a_range_that_ends_on_a_code(units: Path) -> None:
    words = ("search", "exp", "--format", "uq4.4", "-R", "0", "2", "--segments", "8", *FAST, "--name", "ends", "--json")
    result = one_object(run_in(units, *words))
    assert result["breakpoints"][-1] == 2.0
    assert len(result["unit"]["slopes"]) == 8


def test_a_tolerance_in_ulps(units: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(units)
    words = ("search", "sigmoid", "--format", "q3.5", "-R", "-4", "4", *FAST, "--json", "--max-error")
    assert main((*words, "1ulp", "--name", "ulp")) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["unit"]["report"]["ulp"] <= 1.0
    assert main((*words, "0.4ulp", "--name", "never")) == 1  # rounding alone takes half an ulp
    assert not (units / "runs" / "never").exists()
