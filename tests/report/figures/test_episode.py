"""The figure of an episode: its points, the curvature there and the fit."""

from __future__ import annotations

import numpy as np
from plotly_figures import array, check, trace

import pwlact
from pwlact import functions
from pwlact.report.figures.episode import Steps, episode_figure
from pwlact.report.figures.gaps import gaps_figure


def test_it_holds_every_step_of_every_episode() -> None:
    result = pwlact.approximate("silu", segments=4)
    activation, points = result.problem.activation, result.pwl.points
    episodes = [
        Steps(name="one", points=points, pwl=result.pwl, end="reward 1"),
        Steps(name="two", points=points[:1], pwl=None, end="none"),
    ]
    figure = episode_figure(result.problem, episodes, 0.5)
    check(figure)
    one, two = figure["layout"]["meta"]["episodes"]
    np.testing.assert_array_equal(one["x"], points)
    np.testing.assert_array_equal(one["curvature"], functions.curvature(activation, points))
    np.testing.assert_array_equal(one["values"], result.pwl.values)
    assert (two["knots"], two["values"], two["end"]) == ([], [], "none")
    np.testing.assert_array_equal(array(trace(figure, "points placed")["y"]), activation(points))


def test_gaps_of_two_sets_stand_beside_equal_ones() -> None:
    figure = gaps_figure({"a": np.array([0.5, 1.5]), "b": np.ones(3)})
    check(figure)
    np.testing.assert_array_equal(array(trace(figure, "a")["y"]), [0.5, 1.5])
    np.testing.assert_array_equal(array(trace(figure, "equal")["x"]), [0.5, 3.5])
