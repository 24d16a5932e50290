"""The lower bound of noisy data: what separate lines reach, below anything that joins."""

from __future__ import annotations

import numpy as np
import pytest
from noisy_problems import noisy_problem, true_segments

from pwlact.search.evaluators import make_data_evaluator
from pwlact.search.methods import METHODS
from pwlact.search.noisy.bound import TRUST, data_bound
from pwlact.search.solve import solve


@pytest.mark.parametrize(("objective", "method"), [("mse", "dp"), ("max", "minimax")])
def test_separate_lines_reach_it_and_joined_ones_lie_above(objective: str, method: str) -> None:
    reached = {}
    for apart in (True, False):
        problem = noisy_problem(*true_segments(60, weighted=objective == "mse"), segments=3, objective=objective,
                                discontinuous=apart)  # fmt: skip
        evaluator, chosen = make_data_evaluator(problem), METHODS[method]
        bound = data_bound(evaluator)
        reached[apart] = solve(problem, chosen, chosen.config(), 0, evaluator=evaluator).objective
    assert bound is not None
    np.testing.assert_allclose(reached[True] * TRUST, bound, rtol=1e-9)
    assert reached[False] >= bound


def test_a_part_of_the_mean_error_has_none() -> None:
    assert data_bound(make_data_evaluator(noisy_problem(*true_segments(30), objective="paper"))) is None
