"""Figures and histories as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from pwlact import plots
from pwlact.errors import ConfigError, FileError
from pwlact.search.result import Result

Maker = Callable[[str], Result]

HEADER = "steps,seconds,best_episode,policy\n"


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


def test_unknown_suffix(make: Maker, tmp_path: Path) -> None:
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


def test_history_is_read_and_drawn(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.csv"
    path.write_text(HEADER + "1000,0.5,-inf,nan\n2000,1.0,50.5,40.25\n3000,1.5,60.5,nan\n")
    history = plots.read_history(path)
    np.testing.assert_array_equal(history.steps, [1000, 2000, 3000])
    np.testing.assert_array_equal(history.best_episode, [-np.inf, 50.5, 60.5])
    np.testing.assert_array_equal(history.policy, [np.nan, 40.25, np.nan])
    (axes,) = plots.training(history).axes
    drawn = {str(line.get_label()): np.asarray(line.get_ydata()) for line in axes.lines}
    np.testing.assert_array_equal(drawn["best episode so far: 60.5"], [np.nan, 50.5, 60.5])
    np.testing.assert_array_equal(drawn["policy, without noise: 40.25"], [np.nan, 40.25, np.nan])


def test_history_without_evaluations(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.csv"
    path.write_text(HEADER)
    history = plots.read_history(path)
    assert history.steps.shape == (0,)
    assert plots.training(history).axes[0].texts[0].get_text() == "no evaluation yet"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "column 'steps'"),
        (b"steps,policy\n1,2\n", "column 'best_episode'"),
        (HEADER.encode() + b"1000,0.5,abc,1\n", "row 2: could not convert"),
        (HEADER.encode() + b"1000,0.5,1,1\n2000,0.5\n", "row 3: could not convert"),
        (HEADER.encode() + b"2000,0.5,1,1\n1000,0.5,1,1\n", "ascending steps"),
        (HEADER.encode() + b"nan,0.5,1,1\n", "ascending steps"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_damaged_history(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "evaluations.csv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=message) as caught:
        plots.read_history(path)
    assert "\n" not in str(caught.value)


def test_missing_history(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        plots.read_history(tmp_path / "none.csv")
