"""The training curve, and the evaluations that it is drawn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn import Maker, title

from pwlact import plots
from pwlact.errors import FileError

HEADER = "steps,seconds,best_episode,policy\n"


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


def test_the_legend_covers_no_curve() -> None:
    falling = np.array([3.0, 2.0, 1.0])
    figure = plots.training(plots.History(steps=falling[::-1], best_episode=falling, policy=falling))
    figure.canvas.draw()
    (axes,), (legend,) = figure.axes, figure.legends
    assert legend.get_window_extent().y1 < axes.get_window_extent().y0
    assert axes.get_legend() is None


def test_the_title_says_what_was_trained(make: Maker) -> None:
    history = plots.History(steps=np.array([1.0]), best_episode=np.array([2.0]), policy=np.array([1.0]))
    assert title(plots.training(history, make("paper's agent"))) == "Training: Tanh, 4 segments on [-8, 8] ppo, seed 0"


def test_a_history_without_evaluations_is_drawn_with_a_note(tmp_path: Path) -> None:
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
def test_a_damaged_history_is_refused_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "evaluations.csv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=message) as caught:
        plots.read_history(path)
    assert "\n" not in str(caught.value)


def test_a_missing_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        plots.read_history(tmp_path / "none.csv")
