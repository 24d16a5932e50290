"""`pwlact models allocate`: what it prints, writes and refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tiny_network import TinyNetwork

from pwlact.cli.commands import models_allocate
from pwlact.errors import ConfigError, FileError
from pwlact.search import load_result

ASKED = ["tiny", "--max-segments", "4", "--total-segments"]


@pytest.fixture(autouse=True)
def _tiny(monkeypatch):
    monkeypatch.setattr(models_allocate, "open_network", lambda _choice: TinyNetwork())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("allocated")


def run(*words):
    return models_allocate.run([*ASKED, *map(str, words)])


def test_it_prints_each_table_and_what_the_network_loses(folder, capsys):
    assert run(8, "--out", folder) == 0
    text = capsys.readouterr().out
    assert "tiny network: 8 segments shared out among 3 tables" in text
    assert all(name in text for name in ("wide", "narrow/act", "last", "allocated", "even", "same", "measured KL"))


def test_each_table_is_a_result_and_the_allocation_names_it(folder, capsys):
    run(8, "--out", folder, "--json")
    printed = json.loads(capsys.readouterr().out)
    kept = json.loads((folder / "allocation.json").read_text())
    assert printed["ways"][0]["tables"] == kept["ways"][0]["tables"]
    for table in kept["ways"][0]["tables"]:
        result = load_result(folder / table["result"])
        assert (result.problem.segments, result.problem.activation.name) == (table["segments"], table["function"])
        assert result.problem.density.text.endswith(f"{table['name']}:sensitivity")


def test_table_and_figure_go_to_files(folder, tmp_path, capsys):
    run(8, "--out", folder, "--csv", tmp_path / "a.csv", "--plot", tmp_path / "a.svg")
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))
    assert [row["way"] for row in rows] == ["allocated"] * 3 + ["even"] * 3 + ["same"] * 2
    assert sum(int(row["cost"]) for row in rows[:3]) == 8
    assert "<svg" in (tmp_path / "a.svg").read_text()
    assert "written" in capsys.readouterr().out


def test_without_measuring_the_network_does_not_run(folder, capsys):
    run(9, "--out", folder, "--no-measure")
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("even"))
    assert row.split()[-3:] == ["-", "-", "-"]


def test_area_needs_a_format_and_is_kept_within(folder, capsys):
    words = ["tiny", "--max-segments", "3", "--total-cost", "240", "--out", str(folder), "--no-measure", "--json"]
    with pytest.raises(ConfigError, match=r"--total-cost is the area of hardware units, got no --format"):
        models_allocate.run(words)
    models_allocate.run([*words, "--format", "q4.4"])
    found = json.loads(capsys.readouterr().out)
    assert found["cost"] == "logic cells"
    assert all(way["cost"] <= 240 for way in found["ways"])
    assert load_result(folder / found["ways"][0]["tables"][0]["result"]).unit is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tiny"], "give either --total-segments or --total-cost, got neither"),
        (["tiny", "--total-segments", "8", "--total-cost", "9", "--format", "q4.8"], "got both"),
        (["tiny", "--total-segments", "0"], "a total is at least 1, got 0"),
        (["tiny", "--total-segments", "8", "--unit.output", "q4.8"], "add --format q4.12"),
        (["tiny", "--total-segments", "8", "--count", "0"], "count must be at least 1, got 0"),
    ],
)
def test_bad_settings_are_refused_in_one_line(words, said):
    with pytest.raises(ConfigError, match=said):
        models_allocate.run(words)


def test_an_interrupt_says_what_is_kept(monkeypatch, tmp_path):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(models_allocate, "allocate", stopped)
    with pytest.raises(KeyboardInterrupt, match=r"kept in .*; the same command goes on"):
        run(8, "--out", tmp_path)
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        run(8)


def test_a_folder_that_cannot_be_is_refused_ahead_of_the_work(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError):
        run(8, "--out", tmp_path / "file")
