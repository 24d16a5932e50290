"""The last steps lower J itself, by few fits."""

from __future__ import annotations

import numpy as np
import pytest
from search.general.policies import evaluator

from pwlact.search.coordinate import curvature_coordinate
from pwlact.search.general.descent import descend
from pwlact.search.general.sharpen import between_samples, sharpen
from pwlact.search.problem import FitName


@pytest.mark.parametrize("fit", ["lstsq", "best"])
@pytest.mark.parametrize("name", ["silu", "sigmoid"])
def test_sharpening_and_settling_between_samples_lower_the_objective(name: str, fit: FitName) -> None:
    problem = evaluator(name, 9, fit)
    equal = curvature_coordinate(problem.samples, 0.02).to_x(np.arange(1, 9) / 9)
    points = descend(problem, equal, 4).points
    sharp, fits = sharpen(problem, points, 200)
    before, after = problem.objectives(np.stack((points, sharp)))
    # The steps know errors at breakpoints, which the grid sees up to 0.3 % smaller.
    assert after < 1.003 * before
    assert fits <= 211
    settled, objective = between_samples(problem, sharp, float(after), 100, np.random.default_rng(0))
    assert objective == pytest.approx(float(problem.objectives(settled[None, :])[0]))
    assert objective <= after


def test_least_squares_reach_what_is_known_of_sigmoid() -> None:
    problem = evaluator("sigmoid", 9)
    equal = curvature_coordinate(problem.samples, 0.02).to_x(np.arange(1, 9) / 9)
    points, _ = sharpen(problem, descend(problem, equal, 6).points, 300)
    assert 1.0 / (float(problem.objectives(points[None, :])[0]) + 1e-4) > 0.99 * 211.97
