"""Values of noisy points under conditions, against a general solver."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import noisy_points
from oracles import hat_matrix
from scipy.optimize import minimize

from pwlact.errors import ConfigError
from pwlact.fit.points import (
    Conditions,
    constrained_minimax_at,
    constrained_squares_at,
    minimax_at,
    points_of,
    squares_at,
)

ROW = np.array([0.0, 0.2, 0.45, 0.7, 1.0])
CASES = {
    "through": Conditions(through=((0.3, 0.5), (1.0, 0.0))),
    "rising": Conditions(direction=1),
    "falling": Conditions(direction=-1),
    "non_negative": Conditions(non_negative=True),
    "last": Conditions(last=0.2),
    "slopes": Conditions(slopes=((1, 0.0), (2, -3.0))),
    "all": Conditions(through=((0.0, 0.1),), direction=1, non_negative=True, last=0.6, slopes=((0, 2.0),)),
}


def kept(conditions: Conditions, values: np.ndarray) -> None:
    for x, y in conditions.through:
        assert np.interp(x, ROW, values) == pytest.approx(y, abs=1e-9)
    assert np.all(conditions.direction * np.diff(values) >= -1e-12)
    assert not conditions.non_negative or np.all(values >= 0.0)
    for k, slope in conditions.slopes:
        assert np.diff(values)[k] / np.diff(ROW)[k] == pytest.approx(slope, abs=1e-9)
    assert conditions.last is None or values[-2:] == pytest.approx([conditions.last] * 2, abs=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_squares_are_those_of_a_general_solver(name: str) -> None:
    x, y, w = noisy_points(1, 80, weighted=True)
    conditions, matrix = CASES[name], hat_matrix(x, ROW)
    found = constrained_squares_at(points_of(x, y, w), ROW[None], conditions)
    kept(conditions, found.values[0])
    rows, right = conditions.equations(ROW, 0.0, 0.0)
    least, at_least = conditions.inequalities(ROW.size, 0.0)
    rules = [{"type": "eq", "fun": lambda v: rows @ v - right}] * bool(right.size)
    rules += [{"type": "ineq", "fun": lambda v: least @ v - at_least}] * bool(at_least.size)
    wanted = minimize(
        lambda v: np.sum(w * (matrix @ v - y) ** 2),
        np.full(5, 0.5),
        jac=lambda v: 2.0 * matrix.T @ (w * (matrix @ v - y)),
        method="SLSQP",
        constraints=rules,
        options={"ftol": 1e-12},
    )
    assert found.squares[0] == pytest.approx(wanted.fun, rel=1e-6)
    assert found.squares[0] == pytest.approx(np.sum(w * (matrix @ found.values[0] - y) ** 2), rel=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_minimax_keeps_conditions_and_is_no_better_than_free(name: str) -> None:
    points = points_of(*noisy_points(2, 80, weighted=True, repeated=True))
    found = constrained_minimax_at(points, ROW[None], CASES[name])
    kept(CASES[name], found.values[0])
    assert found.max_error[0] >= minimax_at(points, ROW[None]).max_error[0] * (1.0 - 1e-9)


def test_no_conditions_give_the_free_fits() -> None:
    points = points_of(*noisy_points(3, 80, weighted=True))
    np.testing.assert_allclose(
        constrained_squares_at(points, ROW[None], Conditions()).values, squares_at(points, ROW[None]).values, atol=1e-10
    )
    found = constrained_minimax_at(points, ROW[None], Conditions()).max_error
    np.testing.assert_allclose(found, minimax_at(points, ROW[None]).max_error, rtol=1e-9)


@pytest.mark.parametrize("method", [constrained_squares_at, constrained_minimax_at])
@pytest.mark.parametrize(
    "conditions",
    [
        Conditions(through=((0.1, 0.0), (0.15, 1.0), (0.2, 0.0))),
        Conditions(through=((0.2, 1.0), (0.7, 0.0)), direction=1),
        Conditions(last=-1.0, non_negative=True),
    ],
)
def test_contradictions_are_refused(method: type, conditions: Conditions) -> None:
    with pytest.raises(ConfigError, match="must leave an approximation"):
        method(points_of(*noisy_points(4, 40)[:2]), ROW[None], conditions)
