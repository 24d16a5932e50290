"""Figures of a run: all that it has, or some."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pwlact.cli.figures import draw, draw_run
from pwlact.errors import FileError
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[1] / "data" / "v0"


@pytest.mark.parametrize(
    ("name", "kinds"),
    [("search-silu", {"approximation", "error"}), ("unit-q412", {"approximation", "unit"})],
)
def test_wanted_kinds_are_drawn_where_the_run_has_them(name: str, kinds: set[str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(OLD / name, tmp_path / name))
    result = load_result(folder / "result.json")
    paths = draw_run(folder, result, ("approximation", "error", "unit"))
    assert {path.stem for path in paths if path.suffix == ".png"} == kinds
    assert all(path.is_file() for path in paths)


def test_a_search_has_no_training_figure(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(OLD / "search-silu", tmp_path / "run"))
    result = load_result(folder / "result.json")
    with pytest.raises(FileError, match=r"needs evaluations\.csv"):
        draw(folder, result, "training", tmp_path / "a.png")
