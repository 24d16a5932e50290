"""Figures by name, and figures as files."""

from __future__ import annotations

import dataclasses
import warnings
from pathlib import Path

import pytest
from drawn import Maker, check_texts, legend
from matplotlib.figure import Figure

from pwlact import plots
from pwlact.errors import ConfigError, FileError
from pwlact.plots import FIGURES, draw_to, equations_csv, figures_of


def test_texts_of_every_figure_are_apart(make: Maker, case: str) -> None:
    for kind in figures_of(make(case)):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            check_texts(FIGURES[kind](make(case)))


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("paper", {"approximation", "error", "inset", "curvature", "episode"}),
        ("unit", {"approximation", "inset", "curvature", "unit"}),
        ("density", {"approximation", "error", "inset", "curvature"}),
        ("agent without curvature reward", {"approximation", "error", "inset", "curvature", "episode"}),
    ],
)
def test_figures_of_a_result_are_those_it_has_the_data_for(make: Maker, name: str, kinds: set[str]) -> None:
    assert set(figures_of(make(name))) == kinds


def test_a_random_search_has_a_histogram(make: Maker) -> None:
    result = dataclasses.replace(make("density"), details={"histogram": {"edges": [0, 1], "counts": [2]}})
    assert "histogram" in figures_of(result)


def test_many_equations_are_written_beside_the_figure_that_names_them(make: Maker, tmp_path: Path) -> None:
    figure, written = draw_to(make("gelu 64"), "approximation", tmp_path / "gelu.svg")
    assert written == [tmp_path / "gelu.svg", tmp_path / "gelu_equations.csv"]
    assert written[1].read_bytes().decode() == equations_csv(make("gelu 64"))
    assert "64 segments, equations in gelu_equations.csv" in legend(figure)


def test_few_equations_stay_in_the_legend(make: Maker, tmp_path: Path) -> None:
    assert draw_to(make("paper"), "approximation", tmp_path / "a")[1] == [tmp_path / "a.png"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_an_unknown_kind_is_refused_with_the_known_ones(make: Maker, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"a kind is one of approximation, error, .*, got 'bars'; choose one"):
        draw_to(make("paper"), "bars", tmp_path / "a.png")


@pytest.mark.parametrize(
    ("name", "written", "magic"),
    [
        ("a.png", "a.png", b"\x89PNG"),
        ("a", "a.png", b"\x89PNG"),
        ("a.SVG", "a.SVG", b"<?xml"),
        ("new/folder/a.pdf", "new/folder/a.pdf", b"%PDF"),
    ],
)
def test_suffix_is_the_format(make: Maker, tmp_path: Path, name: str, written: str, magic: bytes) -> None:
    path = plots.save_figure(plots.inset(make("paper")), tmp_path / name)
    assert path == tmp_path / written
    assert path.read_bytes().startswith(magic)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]


def test_an_unknown_suffix_is_refused_and_writes_nothing(make: Maker, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\.png, \.svg, \.pdf, got 'a\.bmp'; choose") as caught:
        plots.save_figure(plots.inset(make("paper")), tmp_path / "a.bmp")
    assert "\n" not in str(caught.value)
    assert not any(tmp_path.iterdir())


def test_a_failed_drawing_leaves_the_earlier_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_text("earlier")

    def fail(_figure: Figure, target: Path, **_: object) -> None:
        Path(target).write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Figure, "savefig", fail)
    with pytest.raises(FileError, match="No space left"):
        plots.save_figure(Figure(), path)
    assert path.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [path]
