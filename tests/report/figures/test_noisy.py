"""Figures of noisy data."""

from __future__ import annotations

import numpy as np
import pytest
from plotly_figures import array, check, trace

from pwlact.report.figures.noisy import criteria_figure, intervals_figure, residuals_figure

ROWS = [
    {"segments": k, "mse": 1.0 / k, "bic": -k, "aicc": float("inf") if k == 3 else -k, "cv": None, "cv_error": None}
    for k in (1, 2, 3)
]


@pytest.mark.parametrize("sigma", [None, 0.0, 0.5])
def test_the_normal_density_is_drawn_where_the_spread_is_known(sigma: float | None) -> None:
    figure = residuals_figure(np.linspace(-1.0, 1.0, 100), sigma)
    check(figure)
    assert len(figure["data"]) == (2 if sigma else 1)


def test_the_normal_density_holds_as_many_points_as_there_are() -> None:
    figure = residuals_figure(np.random.default_rng(0).normal(0.0, 0.5, 4000), 0.5)
    curve = trace(figure, "normal, sigma = 0.5")
    area = np.trapezoid(array(curve["y"]), array(curve["x"]))
    assert area / figure["data"][0]["width"] == pytest.approx(4000, rel=0.01)


def test_criteria_that_are_infinite_or_unknown_leave_a_gap() -> None:
    views = criteria_figure(ROWS, 2)["layout"]["meta"]["views"]
    assert [one["name"] for one in views["mean square error"]["data"]] == ["at the data"]
    np.testing.assert_array_equal(array(trace(views["BIC and AICc"], "AICc")["y"]), [-1.0, -2.0, np.nan])


def test_intervals_stand_about_breakpoints_and_values() -> None:
    x, y = np.array([0.0, 1.0, 3.0]), np.array([1.0, 0.0, 2.0])
    figure = intervals_figure(x, y, [[0.75, 1.5]], [[0.5, 1.5], [-0.25, 0.5], [2.0, 2.0]])
    check(figure)
    (line,) = figure["data"]
    np.testing.assert_array_equal(array(line["error_x"]["array"]), [0.0, 0.5, 0.0])
    np.testing.assert_array_equal(array(line["error_y"]["arrayminus"]), [0.5, 0.25, 0.0])
