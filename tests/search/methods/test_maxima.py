"""Curvature maxima: kinks come first, the highest are taken, and missing points halve the worst segment."""

from __future__ import annotations

import pytest
from search.methods.brief import evaluator_of, run

from pwlact import functions


def test_maxima_come_first_and_kinks_before_them() -> None:
    evaluator = evaluator_of("tanh", 3)
    peaks, _ = functions.curvature_maxima(evaluator.problem.activation, (-8, 8))
    assert run(evaluator, "maxima").points == pytest.approx(peaks, abs=1e-9)
    assert run(evaluator_of("abs(x - 1) + tanh(x)", 2), "maxima").points == pytest.approx([1.0])


def test_the_highest_maxima_are_taken_of_too_many() -> None:
    activation = functions.get("gelu")
    peaks, kappa = functions.curvature_maxima(activation, (-8, 8))
    assert peaks.size > 1
    assert run(evaluator_of("gelu", 2), "maxima").points == pytest.approx([peaks[kappa.argmax()]])


def test_further_points_halve_the_worst_segment() -> None:
    evaluator = evaluator_of("x**2 + (0)", 4, (0, 8))  # the curvature falls from 0 on: no maximum inside
    assert run(evaluator, "maxima").points == pytest.approx([2, 4, 6])
