"""Figures of a training: what the files hold, for one seed and several."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from plotly_figures import array, check, trace

from pwlact.report.figures.training import episodes_figure, histogram_figure, training_figure
from pwlact.runs.history import History, read_history, seed_folders

OLD = Path(__file__).parents[2] / "data" / "v0"


def test_each_seed_has_its_lines_and_the_best_one_is_not_pale() -> None:
    folders = seed_folders(OLD / "train-seeds")
    histories = {f"seed {seed}": read_history(folder / "evaluations.csv") for seed, folder in folders.items()}
    figure = training_figure(histories, "seed 1", 120.0)
    check(figure)
    for name, history in histories.items():
        found = trace(figure, f"best episode, {name}")
        np.testing.assert_array_equal(array(found["x"]), history.steps)
        np.testing.assert_array_equal(array(found["y"]), history.best_episode)
        assert ("opacity" in found) == (name != "seed 1")
    np.testing.assert_array_equal(array(trace(figure, "no PWL earns more")["y"]), 120.0)


def test_seconds_are_a_view_of_their_own_where_they_are_known() -> None:
    steps, rewards = np.array([10.0, 20.0]), np.array([-np.inf, 5.0])
    history = History(steps=steps, best_episode=rewards, policy=rewards, seconds=0.1 * steps)
    views = training_figure({"": history}, "", None)["layout"]["meta"]["views"]
    np.testing.assert_array_equal(array(trace(views["over the seconds"], "policy")["x"]), [1.0, 2.0])
    np.testing.assert_array_equal(array(trace(views["over the steps"], "policy")["y"]), [np.nan, 5.0])
    without = History(steps=steps, best_episode=rewards, policy=rewards)
    assert list(training_figure({"": without}, "", None)["layout"]["meta"]["views"]) == ["over the steps"]


@pytest.mark.parametrize("count", [1, 7, 5000])
def test_the_spread_of_episodes_holds_the_best_and_leaves_out_what_left_the_range(count: int) -> None:
    rewards = np.random.default_rng(0).uniform(1.0, 9.0, count)
    rewards[0] = 9.5
    rewards[1::5] = np.nan
    figure = episodes_figure(rewards)
    check(figure)
    assert np.nanmax(array(trace(figure, "best of these")["y"])) == 9.5
    low, median, high = (array(trace(figure, name)["y"]) for name in ("a tenth below", "median", "eight of ten"))
    known = np.isfinite(median)
    assert np.all((low <= median)[known] & (median <= high)[known])


def test_a_histogram_keeps_every_set() -> None:
    figure = histogram_figure(np.array([1.0, 2.0, 4.0]), np.array([5.0, 3.0]))
    check(figure)
    assert array(figure["data"][0]["y"]).sum() == 8.0
