"""The curvature over the range."""

from __future__ import annotations

import numpy as np
from drawn import Maker, line, notes

from pwlact import functions, plots


def test_curvature_draws_the_curvature_and_names_its_maxima(make: Maker) -> None:
    result = make("paper")
    (axes,) = plots.curvature(result).axes
    x, y = line(axes, "curvature")
    np.testing.assert_array_equal(y, functions.curvature(result.problem.activation, x))
    tops = functions.curvature_maxima(result.problem.activation, (-8.0, 8.0))
    np.testing.assert_array_equal(line(axes, "maximum"), tops)
    assert notes(axes)[1] == "x = -0.281\nκ = 0.6568"


def test_curvature_marks_kinks(make: Maker) -> None:
    x, _ = line(plots.curvature(make("kinks")).axes[0], "kink: infinite curvature")
    assert x.tolist() == [-3.0, 3.0]
