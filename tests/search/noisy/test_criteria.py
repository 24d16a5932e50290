"""Criteria are those of their formulas; folds interleave."""

from __future__ import annotations

import math

import numpy as np
import pytest
from noisy_problems import noisy_problem, true_segments

from pwlact.search.evaluators import make_data_evaluator
from pwlact.search.methods import METHODS
from pwlact.search.noisy.criteria import Criteria, best_of, criteria, cross_validation, interleaved


def test_information_criteria_are_their_formulas() -> None:
    evaluator = make_data_evaluator(noisy_problem(*true_segments(50), segments=3))
    found = criteria(evaluator, 0.04)
    assert found.parameters == 6
    assert found.bic == pytest.approx(50 * math.log(0.04) + 6 * math.log(50))
    assert found.aicc == pytest.approx(50 * math.log(0.04) + 14 + 2 * 7 * 8 / 42)


def test_an_error_of_zero_is_finite() -> None:
    evaluator = make_data_evaluator(noisy_problem(*true_segments(50)))
    assert math.isfinite(criteria(evaluator, 0.0).bic)


def test_folds_interleave() -> None:
    fold = interleaved(23, 5, 0)
    assert all(sorted(fold[i : i + 5].tolist()) == [0, 1, 2, 3, 4] for i in range(0, 20, 5))
    assert np.array_equal(fold, interleaved(23, 5, 0))


def test_cross_validation_estimates_the_noise() -> None:
    dp = METHODS["dp"]
    evaluator = make_data_evaluator(noisy_problem(*true_segments(200)))
    mean, error = cross_validation(evaluator, lambda kept: dp.search(kept, dp.config(), 0), 5, 0)
    assert 0.03 < mean < 0.06
    assert 0.0 < error < 0.02


def test_within_a_standard_error_the_fewest_are_taken() -> None:
    rows = [
        Criteria(segments=k, parameters=2 * k, mse=0.0, bic=-k, aicc=k, cv=cv, cv_error=0.2)
        for k, cv in ((1, 3.0), (2, 1.1), (3, 1.0))
    ]
    assert [best_of(rows, name).segments for name in ("bic", "aicc", "cv", "cv-1se")] == [3, 1, 3, 2]
