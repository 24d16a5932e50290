"""The compiled descent, beside the readable one."""

from __future__ import annotations

import numpy as np
import pytest

import pwlact
from pwlact.many.newton import Effort, Row, fit_values, make_room, polish_row
from pwlact.search import make_evaluator
from pwlact.search.polish import min_width, polish
from pwlact.search.problem import Problem, objective_named

EFFORT = {"steps": 60, "tolerance": 1e-9, "rounds": 0, "moves": 0, "enough": 0.0}
POINTS = [-4.0, -2.0, -0.5, 1.0, 3.0]


def test_it_ends_where_the_readable_descent_ends() -> None:
    problem = Problem(
        activation=pwlact.functions.get("silu"), interval=(-8.0, 8.0), segments=6, objective=objective_named("mse")
    )
    evaluator = make_evaluator(problem)
    samples = evaluator.samples
    b = np.array([-8.0, *POINTS, 8.0])
    expected = polish(evaluator, b, steps=60, tolerance=1e-9)  # type: ignore[arg-type]
    row = Row(-8.0, samples.step, samples.y, np.full(samples.y.size, 1.0 / samples.y.size))
    v, effort = np.empty(7), Effort(width=min_width(evaluator), **EFFORT)  # type: ignore[arg-type]
    mse = polish_row(row, b, v, effort, make_room(7), np.empty(7))
    assert mse == pytest.approx(expected.mse, rel=1e-9)
    assert b == pytest.approx(expected.breakpoints, abs=1e-6)


def test_values_that_no_sample_determines_are_the_functions_own() -> None:
    y = np.linspace(0.0, 2.0, 11)
    weights = np.where(np.arange(11) < 5, 0.2, 0.0)
    v = np.empty(4)
    fit_values(Row(0.0, 0.1, y, weights), np.array([0.0, 0.4, 0.7, 1.0]), v, make_room(4))
    assert v == pytest.approx([0.0, 0.8, 1.4, 2.0])
