"""What a result of noisy data says beside its errors."""

from __future__ import annotations

import numpy as np
import pytest
from noisy_problems import TRUE_X, noisy_problem, true_segments

from pwlact.search.constraints import Constraints
from pwlact.search.evaluators import make_data_evaluator
from pwlact.search.noisy.details import data_details

POINTS = TRUE_X[1:-1]


def test_points_that_were_placed_count_as_parameters() -> None:
    problem = noisy_problem(*true_segments(100))
    found = make_data_evaluator(problem).candidate(POINTS)
    freedom = [
        data_details(problem, found, placed=placed)["standard_errors"]["degrees_of_freedom"] for placed in (False, True)
    ]
    assert freedom == [94, 90]


@pytest.mark.parametrize(
    "settings", [{"objective": "max"}, {"constraints": Constraints(through=((2.0, 3.0),))}], ids=["minimax", "kept"]
)
def test_other_values_than_free_least_squares_have_no_standard_errors(settings: dict[str, object]) -> None:
    problem = noisy_problem(*true_segments(100), **settings)  # type: ignore[arg-type]
    assert data_details(problem, make_data_evaluator(problem).candidate(POINTS), placed=True) == {}


def test_as_many_points_as_parameters_leave_none() -> None:
    problem = noisy_problem(np.arange(3.0), np.array([0.0, 2.0, 1.0]), segments=2)
    assert data_details(problem, make_data_evaluator(problem).candidate(np.array([1.0])), placed=True) == {}
