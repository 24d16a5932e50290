"""`pwlact compare` as a process."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import one_object, run_in

from pwlact.cli.commands import compare
from pwlact.cli.main import main

FEW = ("--segments", "4", "--methods", "uniform", "minimax")


def test_a_comparison_is_json_csv_and_a_figure(tmp_path: Path) -> None:
    done = run_in(
        tmp_path, "compare", "gelu", *FEW, "ppo", "--agent-steps", "300", "--json", "--csv", "a.csv", "--plot", "a.svg"
    )
    table = one_object(done)
    starts = ("uniform ...", "minimax ...", "ppo ...")
    assert [line for line in done.stderr.splitlines() if line in starts] == list(starts)
    assert (table["function"], table["segments"], table["fit"], table["objective"]) == ("gelu", 4, "minimax", "max")
    rows = [row for row in table["rows"] if row["kind"] != "closed form"]
    assert all(row["gap"] <= 1e-6 for row in rows if row["name"] == "minimax")
    assert {row["name"] for row in rows} == {"minimax", "uniform", "ppo"}
    assert [row["objective"] for row in rows] == sorted(row["objective"] for row in rows)
    for row in rows:
        assert row["objective"] == row["errors"]["max"] >= table["lower_bound"]
        assert row["gap"] >= 0
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert [row["method"] for row in written] == [row["name"] for row in table["rows"]]
    assert float(written[0]["objective"]) == table["rows"][0]["objective"]
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")


def test_a_comparison_is_a_table(tmp_path: Path) -> None:
    done = run_in(tmp_path, "compare", "gelu", *FEW, "--objective", "mse", "--ends", "pinned")
    assert done.returncode == 0, done.stderr
    for word in ("uniform", "minimax", "gap", "evaluations", "lstsq values", "on the grid", "lower bound"):
        assert word in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemError])
def test_an_interrupt_keeps_the_finished_rows(
    kind: type[BaseException], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    whole = compare.compared

    def stopped(*given: Any) -> Iterator[Any]:
        yield next(whole(*given))
        raise kind from KeyboardInterrupt()  # within a compiled kernel it is the cause of a SystemError

    monkeypatch.setattr(compare, "compared", stopped)
    table = tmp_path / "a.csv"
    assert main(("compare", "gelu", *FEW, "--csv", str(table), "--json")) == 130
    said = capsys.readouterr()
    assert [row["name"] for row in json.loads(said.out)["rows"]] == ["uniform"]
    assert said.err.splitlines()[-1].startswith("pwlact: interrupted: the finished rows were kept")
    assert "uniform: objective" in said.err
    with table.open(encoding="utf-8") as file:
        assert [row["method"] for row in csv.DictReader(file)] == ["uniform"]


def test_an_interrupt_before_the_first_row_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_given: Any) -> Iterator[Any]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(compare, "compared", stopped)
    assert main(("compare", "gelu", *FEW)) == 130
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "pwlact: interrupted: nothing was kept; run it again\n")


def test_compare_holds_rounding_after_against_the_search(
    units: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(units)
    words = ("compare", "silu", "--format", "q3.5", "-R", "-4", "4", "--segments", "6", "--no-agent", "--methods")
    assert main((*words, "minimax", "dp", "curvature", "--json")) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    assert rows["minimax"]["objective"] == min(row["objective"] for row in rows.values())
    assert rows["minimax"]["objective"] <= rows["minimax"]["rounded_after"]
