"""The figure of gaps in the curvature coordinate."""

from __future__ import annotations

import numpy as np
from plotly_figures import array, check, trace

from pwlact.report.figures.gaps import gaps_figure


def test_gaps_of_two_sets_stand_beside_equal_ones() -> None:
    figure = gaps_figure({"a": np.array([0.5, 1.5]), "b": np.ones(3)})
    check(figure)
    np.testing.assert_array_equal(array(trace(figure, "a")["y"]), [0.5, 1.5])
    np.testing.assert_array_equal(array(trace(figure, "equal")["x"]), [0.5, 3.5])
