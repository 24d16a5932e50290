"""Values of least error within walls: against linear programs, with every kind of limit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from pwlact import functions
from pwlact.fit import minimax_values
from pwlact.fit.walls import Walls, settle_within


def least_by_program(walls: Walls, breakpoints: np.ndarray) -> float:
    """Return the least error of linear interpolation within walls, by a linear program."""
    m = breakpoints.size
    hats = np.stack([np.interp(walls.x, breakpoints, hat) for hat in np.eye(m)], axis=1)
    moving = walls.radius[:, None]
    rows, limits = [np.block([[hats, -moving], [-hats, -moving]])], [walls.y, -walls.y]
    for sign, bound in ((1.0, walls.ceiling), (-1.0, walls.floor)):
        held = np.isfinite(bound)
        rows.append(np.pad(sign * hats[held], ((0, 0), (0, 1))))
        limits.append(sign * bound[held])
    if walls.direction:
        steps = np.eye(m)[:-1] - np.eye(m)[1:]
        rows.append(np.pad(walls.direction * steps, ((0, 0), (0, 1))))
        limits.append(np.zeros(m - 1))
    found = linprog(
        np.append(np.zeros(m), 1.0),
        A_ub=np.concatenate(rows),
        b_ub=np.concatenate(limits),
        bounds=[*[(None, None)] * m, (0.0, None)],
    )
    return float(found.x[-1]) if found.success else np.inf


def random_problem(seed: int) -> tuple[Walls, np.ndarray]:
    rng = np.random.default_rng(seed)
    breakpoints = np.cumsum(rng.uniform(0.5, 2.0, 5))
    x = np.unique(np.concatenate((breakpoints, rng.uniform(breakpoints[0], breakpoints[-1], 40))))
    n, y = x.size, np.cumsum(rng.normal(0.0, 0.3, x.size))
    floor, ceiling, kind = np.full(n, -np.inf), np.full(n, np.inf), seed % 5
    if kind == 1:
        i = rng.integers(n)
        floor[i] = ceiling[i] = y[i] + 0.1
    if kind == 2:
        floor[:] = 0.0
    direction = {3: 1, 4: -1}.get(kind, 0)
    walls = Walls(
        x=x, y=y, radius=rng.uniform(0.2, 2.0, n), floor=floor, ceiling=ceiling, slack=np.zeros(n), direction=direction
    )
    return walls, breakpoints


@pytest.mark.parametrize("seed", range(100))
def test_values_have_the_least_error_of_a_linear_program(seed: int) -> None:
    walls, breakpoints = random_problem(seed)
    values = np.zeros((1, breakpoints.size))
    error = float(settle_within(walls, breakpoints[None, :], values)[0])
    assert error == pytest.approx(least_by_program(walls, breakpoints), rel=1e-7, abs=1e-9)
    low, high = walls.at(error * (1.0 + 1e-9))
    found = np.interp(walls.x, breakpoints, values[0])
    assert np.all((low - 1e-9 <= found) & (found <= high + 1e-9))
    assert np.all(walls.direction * np.diff(values[0]) >= -1e-12)


def test_values_left_open_stay_where_they_were() -> None:
    x = np.linspace(0.0, 4.0, 41)
    y = np.where(x < 2.0, np.abs(x - 1.0), 0.1 * (x - 2.0))
    infinite = np.full(x.size, np.inf)
    walls = Walls(x=x, y=y, radius=np.ones(41), floor=-infinite, ceiling=infinite, slack=np.zeros(41))
    values = np.array([[0.5, 0.5, 0.12]])
    settle_within(walls, np.array([[0.0, 2.0, 4.0]]), values)
    assert values[0, -1] == 0.12


def test_limits_that_no_values_meet_have_infinite_error() -> None:
    x = np.array([0.0, 1.0, 2.0])
    at = np.array([0.0, 1.0, 0.0])
    walls = Walls(x=x, y=at, radius=np.ones(3), floor=at, ceiling=at, slack=np.zeros(3))
    assert np.isinf(settle_within(walls, np.array([[0.0, 2.0]]), np.zeros((1, 2)))[0])


@pytest.mark.parametrize("name", ["gelu", "sigmoid", "softplus"])
def test_without_weight_values_are_the_minimax_ones(name: str) -> None:
    activation = functions.get(name)
    breakpoints = np.array([-8.0, -3.0, -1.0, 0.5, 2.0, 8.0])
    x = np.union1d(np.linspace(-8.0, 8.0, 16_001), breakpoints)
    infinite, y = np.full(x.size, np.inf), activation.f(x)
    walls = Walls(x=x, y=y, radius=np.ones(x.size), floor=-infinite, ceiling=infinite, slack=np.full(x.size, 1e-15))
    values: Any = activation.f(breakpoints)[None, :]
    assert settle_within(walls, breakpoints[None, :], values)[0] == pytest.approx(
        minimax_values(activation, breakpoints)[1], rel=1e-5
    )
