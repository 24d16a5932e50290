"""The short local search: never worse than its start, within its fits, and CMA-ES where the descent knows no J."""

from __future__ import annotations

import dataclasses
from itertools import repeat

import numpy as np
import pytest
from search.general.policies import evaluator

from pwlact.search.evaluators import RealEvaluator, make_evaluator
from pwlact.search.general.refine import refine
from pwlact.search.problem import OBJECTIVES


def _start(problem: RealEvaluator) -> np.ndarray:
    return np.linspace(*problem.problem.interval, problem.problem.segments + 1)[1:-1]


@pytest.mark.parametrize("fits", [1, 20, 300])
def test_the_outcome_is_never_worse_than_the_start_and_keeps_to_its_fits(fits: int) -> None:
    problem = evaluator("gelu", 12)
    start = _start(problem)
    found = refine(problem, repeat(start), fits, 0)
    assert found.objective <= problem.objectives(start[None, :])[0]
    assert found.evaluations <= fits + 30
    assert found.objective == pytest.approx(float(problem.objectives(found.points[None, :])[0]))


def test_other_objectives_are_searched_by_cma() -> None:
    problem = dataclasses.replace(evaluator("gelu", 6).problem, objective=OBJECTIVES["mse"])
    squares = make_evaluator(problem)
    start = _start(squares)  # type: ignore[arg-type]
    found = refine(squares, repeat(start), 200, 0)
    assert found.objective < squares.objectives(start[None, :])[0]


def test_the_same_seed_finds_the_same_points() -> None:
    problem = evaluator("tanh", 7)
    first, second = (refine(problem, repeat(_start(problem)), 400, 3).points for _ in range(2))
    assert np.array_equal(first, second)
