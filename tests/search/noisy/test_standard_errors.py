"""Standard errors are those of the textbook's matrix, and cover true values as often as they should."""

from __future__ import annotations

import numpy as np
import pytest
from noisy_problems import TRUE_X, TRUE_Y, noisy_problem, true_segments
from oracles import hat_matrix

from pwlact.search.evaluators import make_data_evaluator
from pwlact.search.noisy.standard_errors import standard_errors


@pytest.mark.parametrize("weighted", [False, True])
def test_they_are_the_diagonal_of_the_textbooks_covariance(weighted: bool) -> None:
    arrays = true_segments(80, weighted=weighted)
    evaluator = make_data_evaluator(noisy_problem(*arrays))
    pwl = evaluator.candidate(TRUE_X[1:-1]).pwl
    found = standard_errors(evaluator.data, pwl, 6)
    x, y, w = arrays if weighted else (*arrays, np.ones(80))
    a = hat_matrix(x, pwl.breakpoints)
    variance = np.sum(w * (y - pwl(x)) ** 2) / 74
    assert found is not None
    assert found["degrees_of_freedom"] == 74
    assert found["sigma"] == pytest.approx(variance**0.5, rel=1e-10)
    assert np.allclose(found["values"], np.sqrt(variance * np.diag(np.linalg.inv(a.T @ (w[:, None] * a)))), rtol=1e-8)


def test_separate_lines_have_two_each() -> None:
    x, y = true_segments(80)
    evaluator = make_data_evaluator(noisy_problem(x, y, segments=1, discontinuous=True))
    lines = evaluator.candidate(np.empty(0)).lines
    assert lines is not None
    found = standard_errors(evaluator.data, lines, 2)
    assert found is not None
    a = np.stack(((x[-1] - x), (x - x[0])), axis=1) / (x[-1] - x[0])
    expected = found["sigma"] * np.sqrt(np.diag(np.linalg.inv(a.T @ a)))
    assert np.allclose(found["ends"], [expected], rtol=1e-8)


def test_intervals_of_two_errors_hold_true_values_about_95_times_of_100() -> None:
    held = []
    for seed in range(60):
        evaluator = make_data_evaluator(noisy_problem(*true_segments(60, seed=seed)))
        pwl = evaluator.candidate(TRUE_X[1:-1]).pwl
        found = standard_errors(evaluator.data, pwl, 6)
        assert found is not None
        held.append(np.abs(pwl.values - np.interp(pwl.breakpoints, TRUE_X, TRUE_Y)) <= 2.0 * np.array(found["values"]))
    assert 0.9 < np.mean(held) < 0.99


def test_without_a_degree_of_freedom_there_are_none() -> None:
    evaluator = make_data_evaluator(noisy_problem(*true_segments(12)))
    assert standard_errors(evaluator.data, evaluator.candidate(TRUE_X[1:-1]).pwl, 12) is None


def test_a_value_that_no_data_determine_has_none() -> None:
    x = np.concatenate((np.linspace(0.0, 1.0, 20), np.linspace(9.0, 10.0, 20)))
    evaluator = make_data_evaluator(noisy_problem(x, np.sin(x), segments=4))
    found = standard_errors(evaluator.data, evaluator.candidate(np.array([3.0, 5.0, 7.0])).pwl, 5)
    assert found is not None
    assert [value is None for value in found["values"]] == [False, False, True, False, False] or None in found["values"]
