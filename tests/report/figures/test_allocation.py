"""The figures of an allocation."""

from __future__ import annotations

import numpy as np
from plotly_figures import array, check, trace
from tables_of_networks import allocated

from pwlact.report.figures.allocation import losses_figure, shares_figure


def test_a_shared_table_has_a_bar_at_each_of_its_sites() -> None:
    figure = shares_figure(allocated())
    check(figure)
    assert (trace(figure, "allocated")["x"], trace(figure, "allocated")["y"]) == (["first", "second"], [3, 5])
    assert (trace(figure, "same")["x"], trace(figure, "same")["y"]) == (["first", "second"], [4, 4])


def test_losses_begin_at_the_first_budget_that_has_one() -> None:
    figure = losses_figure(allocated())
    check(figure)
    np.testing.assert_array_equal(array(trace(figure, "least predicted loss")["y"]), [np.nan, np.nan, 1e-1, 1e-2])
    np.testing.assert_array_equal(array(trace(figure, "same")["y"]), [4e-3])
