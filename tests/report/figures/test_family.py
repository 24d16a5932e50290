"""Figures of a family: every function is counted."""

from __future__ import annotations

import numpy as np
import pytest
from plotly_figures import array, check, trace
from small_family import small_family

from pwlact.report.figures.family import BINS, spread_figure, worst_figure


@pytest.mark.parametrize(
    "numbers", [np.linspace(1.0, 2.0, 50), np.geomspace(1e-9, 1.0, 50), np.zeros(3), np.array([0.5])]
)
def test_every_function_is_in_one_bar(numbers: np.ndarray) -> None:
    figure = spread_figure(numbers, "max error")
    check(figure)
    (bars,) = figure["data"]
    assert array(bars["y"]).sum() == numbers.size
    assert len(bars["customdata"]) == BINS


def test_few_decades_have_ticks_between_powers_of_ten() -> None:
    ticks = spread_figure(np.geomspace(1e-3, 2e-2, 50), "mse")["layout"]["xaxis"]["ticktext"]
    assert ticks == ["0.001", "0.002", "0.005", "0.01", "0.02"]


def test_the_worst_function_is_drawn_with_its_breakpoints() -> None:
    found = small_family()
    figure = worst_figure(found, 2)
    check(figure)
    np.testing.assert_array_equal(array(trace(figure, "approximation")["y"]), found[2].values)
