"""Gradient descent: it reaches the best mean square error, and details hold its own."""

from __future__ import annotations

import pytest
from search.methods.brief import evaluator_of, run, value


def test_gradient_reaches_the_best_mean_square_error_of_sigmoid() -> None:
    evaluator = evaluator_of("sigmoid", 9, objective="mse")
    found = run(evaluator, "gradient", steps=2000, rounds=1)
    assert value(evaluator, found) == pytest.approx(4.039e-6, rel=1e-3)  # what differential evolution finds too
    assert value(evaluator, found) <= found.details["descent_mse"] * (1 + 1e-9)
