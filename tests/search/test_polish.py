"""The polish of breakpoints: it never raises the error, and keeps segments wide enough."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PAPER

from pwlact.functions import get
from pwlact.search import make_evaluator
from pwlact.search.polish import min_width, polish, spaced
from pwlact.search.problem import OBJECTIVES, Problem


@given(st.lists(st.floats(-8.0, 8.0), max_size=63))
def test_spaced_points_are_wide_enough(points: list[float]) -> None:
    evaluator = make_evaluator(Problem(activation=get("tanh"), interval=PAPER, segments=len(points) + 1))
    breakpoints = spaced(evaluator, np.array(points))
    assert np.isfinite(evaluator.objectives(breakpoints[None, 1:-1])).all()


def test_points_that_crowd_at_an_end_are_moved_apart() -> None:
    evaluator = make_evaluator(Problem(activation=get("tanh"), interval=(0.0, 1.0), segments=200))
    for where in (0.0, 0.5, 1.0):
        breakpoints = spaced(evaluator, np.full(199, where))
        assert np.all(np.diff(breakpoints) >= min_width(evaluator) * (1.0 - 1e-6))
        assert np.isfinite(evaluator.objectives(breakpoints[None, 1:-1])).all()


def test_polish_never_raises_the_error() -> None:
    evaluator = make_evaluator(Problem(activation=get("silu"), interval=PAPER, segments=8, objective=OBJECTIVES["mse"]))
    generator = np.random.default_rng(2)
    for _ in range(10):
        start = spaced(evaluator, generator.uniform(-8.0, 8.0, 7))
        found = polish(evaluator, start, steps=15, tolerance=1e-7)
        assert found.mse <= float(evaluator.objectives(start[None, 1:-1])[0])
        assert found.mse == pytest.approx(float(evaluator.objectives(found.breakpoints[None, 1:-1])[0]), rel=1e-9)
