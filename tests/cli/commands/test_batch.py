"""`pwlact batch` in process: files, figures, refusals, an interrupt and what goes on after it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from random_families import waves

import pwlact
from pwlact.cli.main import main
from pwlact.many import solve as module


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = waves(3)
    np.savez(tmp_path / "f.npz", x=rows.x, Y=rows.y, names=["a", "b", "c"])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_table_a_figure_and_json_are_written(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["batch", "f.npz", "--segments", "3", "--csv", "t.csv", "--plot", "t.svg", "--json"]
    assert main(words) == 0
    data = json.loads(capsys.readouterr().out)
    family = pwlact.load_family(home / "f-family.npz")
    assert data["file"] == "f-family.npz"
    assert data["max_errors"] == family.max_errors.tolist()
    assert (family.names, family.segments.tolist()) == (("a", "b", "c"), [3, 3, 3])
    with (home / "t.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 9
    assert "<svg" in (home / "t.svg").read_text(encoding="utf-8")


def test_what_is_printed_names_the_worst_function(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "f.npz", "--total-segments", "10", "--objective", "mse", "--out", "."]) == 0
    said = capsys.readouterr().out
    family = pwlact.load_family(home / "f-family.npz")
    assert "3 functions on [-3, 3], objective mse" in said
    assert f"{family.segments.min()} to {family.segments.max()}, 10 in all" in said
    worst = family.name(int(np.argmax(family.mses)))
    assert said.partition("--\n")[2].splitlines()[0].startswith(worst)


def test_the_figure_of_a_family_is_drawn_from_its_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "f.npz", "--segments", "3"]) == 0
    capsys.readouterr()
    assert main(["plot", "f-family.npz"]) == 0
    assert capsys.readouterr().out == "f-family.png\n"
    assert (home / "f-family.png").read_bytes().startswith(b"\x89PNG")
    for words, rule in ((["f-family.npz", "gelu"], "drawn alone"), (["f-family.npz", "--kind", "error"], "one figure")):
        assert main(["plot", *words]) == 2
        assert rule in capsys.readouterr().err


def test_a_format_gives_units_of_all_functions(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "f.npz", "--segments", "3", "--format", "q3.3", "--out", "u.npz"]) == 0
    assert "in codes" in capsys.readouterr().out
    assert pwlact.load_family(home / "u.npz").units is not None


def test_after_an_interrupt_the_same_command_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "CHUNK", 1)
    solved, whole = list[int](), module.solve_rows

    def broken(*chunk: object) -> object:
        solved.append(1)
        if len(solved) == 3:
            raise KeyboardInterrupt
        return whole(*chunk)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "solve_rows", broken)
    assert main(["batch", "f.npz"]) == 130
    assert "the same command goes on" in capsys.readouterr().err
    assert len(list((home / "f-family.npz.parts").iterdir())) == 2
    assert not (home / "f-family.npz").exists()
    assert main(["batch", "f.npz"]) == 0
    assert len(solved) == 4
    assert sorted(path.name for path in home.iterdir()) == ["f-family.npz", "f.npz"]
    rows = waves(3)
    assert np.array_equal(
        pwlact.load_family("f-family.npz").values, pwlact.approximate_many(rows.x, rows.y, segments=8).values
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.npz"], "No such file"),
        (["f.npz", "--segments", "0"], "from 1 to"),
        (["f.npz", "--segments", "3", "--max-error", "0.1"], "exclude each other"),
        (["f.npz", "--jobs", "0"], "1 or more"),
        (["f.npz", "--out", "t.csv"], "name it t.npz"),
        (["f.npz", "--out", "f.npz"], "another than that of the functions"),
        (["f.npz", "--out", "none/t.npz"], "folder must exist"),
        (["f.npz", "--unit.output", "q3.3"], "add --format"),
        (["f.npz", "--method", "dp"], "minimax or uniform"),
        (["f.npz", "--max-error", "inf"], "finite"),
        (["f.npz", "--plot", "t.txt"], ".png"),
    ],
)
def test_bad_input_is_refused_in_one_line_and_leaves_nothing(
    home: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", *words]) == 2
    found = capsys.readouterr().err
    assert said in found
    assert found.count("\n") == 1
    assert [path.name for path in home.iterdir()] == ["f.npz"]
