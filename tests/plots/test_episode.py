"""An agent's episode: its steps, their curvature and its weight."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from drawn import Maker, notes
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from pwlact import functions, plots
from pwlact.errors import FileError


def bars(axes: Axes) -> list[float]:
    """Return the heights of the axes' bars."""
    return [bar.get_height() for bar in axes.patches if isinstance(bar, Rectangle)]


@pytest.mark.parametrize("weight", [1.0, 2.5, -0.5])
def test_bars_are_the_curvature_times_the_trainings_own_weight(make: Maker, weight: float) -> None:
    result = dataclasses.replace(make("paper"), parameters={"reward": {"curvature_weight": weight}})
    steps, axes = plots.episode(result).axes
    kappa = functions.curvature(result.problem.activation, result.candidate.pwl.points)
    np.testing.assert_allclose(bars(steps), weight * kappa, rtol=1e-14)
    assert steps.get_ylabel() == f"curvature reward\n(weight {weight:g})"
    assert notes(axes) == [str(step) for step in range(1, 9)]
    assert steps.get_xticks().tolist() == list(range(1, 9))


def test_an_agent_without_curvature_reward_shows_the_curvature_and_says_so(make: Maker) -> None:
    result = make("agent without curvature reward")
    steps, _ = plots.episode(result).axes
    kappa = functions.curvature(result.problem.activation, result.candidate.pwl.points)
    np.testing.assert_allclose(bars(steps), kappa, rtol=1e-14)
    assert steps.get_ylabel() == "curvature\n(no reward: weight 0)"


def test_a_search_has_no_episode(make: Maker) -> None:
    with pytest.raises(FileError, match=r"needs a training's result, got one of method 'global'; choose another kind"):
        plots.episode(make("density"))


@pytest.mark.parametrize("reward", [None, {}, {"curvature_weight": "much"}])
def test_damaged_reward_settings_are_reported(make: Maker, reward: object) -> None:
    with pytest.raises(FileError, match="the file is damaged") as caught:
        plots.episode(dataclasses.replace(make("paper"), parameters={"reward": reward}))
    assert "\n" not in str(caught.value)


def test_every_step_is_joined_with_its_point(make: Maker) -> None:
    assert len(plots.episode(make("paper")).artists) == 8


def test_an_episode_of_one_segment_has_no_points(make: Maker) -> None:
    figure = plots.episode(make("one segment"))
    assert [text.get_text() for text in figure.axes[0].texts] == ["no points to place"]
