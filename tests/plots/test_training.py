"""The training curve, and the evaluations that it is drawn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from drawn import Maker, title

from pwlact import plots
from pwlact.runs.history import History, read_history

HEADER = "steps,seconds,best_episode,policy\n"


def test_history_is_read_and_drawn(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.csv"
    path.write_text(HEADER + "1000,0.5,-inf,nan\n2000,1.0,50.5,40.25\n3000,1.5,60.5,nan\n")
    history = read_history(path)
    np.testing.assert_array_equal(history.steps, [1000, 2000, 3000])
    np.testing.assert_array_equal(history.best_episode, [-np.inf, 50.5, 60.5])
    np.testing.assert_array_equal(history.policy, [np.nan, 40.25, np.nan])
    (axes,) = plots.training(history).axes
    drawn = {str(line.get_label()): np.asarray(line.get_ydata()) for line in axes.lines}
    np.testing.assert_array_equal(drawn["best episode so far: 60.5"], [np.nan, 50.5, 60.5])
    np.testing.assert_array_equal(drawn["policy, without noise: 40.25"], [np.nan, 40.25, np.nan])


def test_the_legend_covers_no_curve() -> None:
    falling = np.array([3.0, 2.0, 1.0])
    figure = plots.training(History(steps=falling[::-1], best_episode=falling, policy=falling))
    figure.canvas.draw()
    (axes,), (legend,) = figure.axes, figure.legends
    assert legend.get_window_extent().y1 < axes.get_window_extent().y0
    assert axes.get_legend() is None


def test_the_title_says_what_was_trained(make: Maker) -> None:
    history = History(steps=np.array([1.0]), best_episode=np.array([2.0]), policy=np.array([1.0]))
    assert title(plots.training(history, make("paper's agent"))) == "Training: Tanh, 4 segments on [-8, 8] ppo, seed 0"


def test_a_history_without_evaluations_is_drawn_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.csv"
    path.write_text(HEADER)
    history = read_history(path)
    assert history.steps.shape == (0,)
    assert plots.training(history).axes[0].texts[0].get_text() == "no evaluation yet"
