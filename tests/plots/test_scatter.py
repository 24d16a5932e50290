"""Noisy points in figures: all, or those thinned with the farthest one."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from noisy_problems import noisy_problem, true_segments

from pwlact.plots.scatter import SHOWN, draw_points, scatter
from pwlact.search.solve import solve_given


def test_few_points_are_all_shown() -> None:
    x, y = true_segments(50)
    shown = scatter(solve_given(noisy_problem(x, y, segments=2), np.array([5.0])))
    np.testing.assert_array_equal(shown, (x, y))


def test_many_are_thinned_but_the_farthest_stays() -> None:
    x, y = true_segments(20_000)
    y[7_001] += 50.0
    shown, values = scatter(solve_given(noisy_problem(x, y, segments=2), np.array([5.0])))
    assert SHOWN <= shown.size <= SHOWN + 1
    assert values[shown == x[7_001]] == [y[7_001]]
    assert (shown[0], shown[-1]) == (x[0], x[-1])


def test_many_dots_are_smaller() -> None:
    axes = Figure().add_subplot()
    for size in (10, 1000):
        draw_points(axes, np.zeros(size), np.zeros(size))
    few, many = axes.lines
    assert many.get_markersize() < few.get_markersize()
