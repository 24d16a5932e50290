"""The figure of an episode: its points, the curvature there and the fit."""

from __future__ import annotations

import numpy as np
from plotly_figures import array, check, trace

import pwlact
from pwlact import functions
from pwlact.report.figures.episode import Steps, episode_figure


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
