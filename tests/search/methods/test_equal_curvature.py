"""Equal shares of curvature: equidistant on a parabola, and near the best maximum error."""

from __future__ import annotations

import numpy as np
import pytest
from search.methods.brief import evaluator_of, run, value


def test_equal_curvature_of_a_parabola_is_equidistant() -> None:
    evaluator = evaluator_of("x**2 + (0)", 8, (-1, 3))
    assert run(evaluator, "curvature").points == pytest.approx(np.linspace(-1, 3, 9)[1:-1], abs=1e-2)


def test_equal_curvature_is_near_the_best_for_the_maximum_error() -> None:
    evaluator = evaluator_of("sigmoid", 9)
    assert 150 < 1 / (value(evaluator, run(evaluator, "curvature")) + 1e-4) < 212
