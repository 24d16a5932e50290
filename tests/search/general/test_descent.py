"""Descents: the derivatives are right, J falls, and minima are reached."""

from __future__ import annotations

import numpy as np
import pytest
from search.general.policies import evaluator

from pwlact.search.coordinate import curvature_coordinate
from pwlact.search.general.descent import at_kinks, descend, point_gradient
from pwlact.search.general.expansion import errors_of, expand, moved, moves_of, place_of
from pwlact.search.problem import FitName

FITS: tuple[FitName, ...] = ("lstsq", "best")


def _equal(name: str, segments: int) -> np.ndarray:
    u = np.arange(1, segments) / segments
    return curvature_coordinate(evaluator(name, segments).samples, 0.02).to_x(u)


@pytest.mark.parametrize("fit", FITS)
def test_moving_several_variables_together_gives_the_derivatives_of_each(fit: FitName) -> None:
    problem, points = evaluator("gelu", 20, fit), _equal("gelu", 20)
    place = place_of(problem, points)
    moves = 0.1 * moves_of(place, 1e-3, np.empty(0))
    errors, by = expand(problem, place, moves)
    for k in range(0, moves.size, 3):
        alone = np.zeros_like(moves)
        alone[k] = moves[k]
        change = errors_of(problem, [moved(place, alone)])[0] - errors
        assert by[:, k] == pytest.approx(change, abs=0.05 * np.abs(change).max() + 1e-12)


def test_the_gradient_is_that_of_the_smoothed_objective() -> None:
    problem, points = evaluator("silu", 9), _equal("silu", 9)
    gradient = point_gradient(problem, points, 8.0)

    def level(x: np.ndarray) -> float:
        errors = errors_of(problem, [place_of(problem, x)])[0]
        return float(np.log(0.8 * (errors[:19] ** 8).sum() ** 0.125 + 0.2 * errors[19:].sum()))

    for k in range(8):
        step = np.zeros(8)
        step[k] = 1e-3
        change = (level(points + step) - level(points - step)) / 2e-3
        assert gradient[k] == pytest.approx(change, rel=0.2, abs=0.02)


@pytest.mark.parametrize(("fit", "known"), [("lstsq", 81.1), ("best", 117.0)])
def test_a_descent_from_equal_curvature_comes_near_the_best_known(fit: FitName, known: float) -> None:
    problem, points = evaluator("silu", 9, fit), _equal("silu", 9)
    start = float(problem.objectives(points[None, :])[0])
    found = descend(problem, points, 6)
    reached = float(problem.objectives(found.points[None, :])[0])
    assert reached < start
    assert 1.0 / (reached + 1e-4) > 0.9 * known
    assert found.evaluations < 400


def test_fits_are_limited() -> None:
    found = descend(evaluator("mish", 16), _equal("mish", 16), 50, 100)
    assert found.evaluations <= 112


def test_the_points_nearest_to_kinks_are_moved_there() -> None:
    points = at_kinks(evaluator("hardswish", 9), np.linspace(-7.0, 7.0, 8))
    assert {-3.0, 3.0} <= set(points.tolist())
    assert np.all(np.diff(points) > 0)
