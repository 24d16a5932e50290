"""From weights and constraints to walls, and paths within them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pwlact import functions
from pwlact.data import data_of
from pwlact.errors import ConfigError
from pwlact.fit.wall_path import WallPath
from pwlact.metrics.dense import dense_samples
from pwlact.search.constraints import Constraints
from pwlact.search.limits import direction_of, one_way, path_within, walls_of
from pwlact.search.problem import Problem, objective_named

X = np.linspace(-4.0, 4.0, 81)


def problem(name: str, **constraints: object) -> Problem:
    return Problem(
        activation=functions.get(name),
        interval=(-4.0, 4.0),
        segments=3,
        fit="minimax",
        objective=objective_named("relative", weight="relative:0.5"),
        constraints=Constraints(**constraints),  # type: ignore[arg-type]
    )


def dense(asked: Problem) -> object:
    return dense_samples(asked.activation, asked.objective.weight, asked.interval, X, asked.segments)


def test_walls_are_wide_where_an_error_weighs_little() -> None:
    asked = problem("exp", through=((0.0, 1.0),), non_negative=True)
    walls = walls_of(asked, X, dense(asked), 0)  # type: ignore[arg-type]
    low, high = walls.at(0.5)
    free = X != 0.0
    radius = 0.5 * np.maximum(np.exp(X), 0.5)
    np.testing.assert_allclose(high[free], np.exp(X[free]) + radius[free], rtol=1e-12)
    np.testing.assert_allclose(low[free], np.maximum(np.exp(X[free]) - radius[free], 0.0), atol=1e-12)
    assert (low[40], high[40]) == pytest.approx((1.0, 1.0), abs=1e-13)


@pytest.mark.parametrize(("name", "direction"), [("sigmoid", 1), ("tanh", 1), ("relu", 1)])
def test_a_monotone_approximation_goes_where_the_function_goes(name: str, direction: int) -> None:
    asked = problem(name, monotone=True)
    assert direction_of(asked, asked.activation.f(X)) == direction
    assert direction_of(asked, -asked.activation.f(X)) == -direction
    assert direction_of(problem(name), asked.activation.f(X)) == 0


def test_a_function_that_turns_has_no_direction() -> None:
    asked = problem("gelu", monotone=True)
    with pytest.raises(ConfigError, match="only rises or only falls"):
        direction_of(asked, asked.activation.f(X))


def test_a_running_maximum_has_no_more_lines_than_the_path() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        corners = np.cumsum(rng.uniform(0.1, 1.0, 6))
        path = WallPath(corners, rng.normal(0.0, 1.0, 6), 5, True)
        for direction in (1, -1):
            found = one_way(path, direction)
            assert found.lines <= 5
            x = np.linspace(corners[0], corners[-1], 2001)
            running = direction * np.maximum.accumulate(direction * np.interp(x, corners, path.values))
            np.testing.assert_allclose(np.interp(x, found.corners, found.values), running, atol=5e-2)
            assert np.all(direction * np.diff(found.values) >= 0.0)


@pytest.mark.parametrize("last", [0.9, 1.0, 0.05])
def test_a_path_ends_in_its_constant(last: float) -> None:
    asked = problem("sigmoid", last=last)
    walls = walls_of(asked, X, dense(asked), 0)  # type: ignore[arg-type]
    short = path_within(walls, 1e-3, 3, last)
    assert not short.complete
    found = path_within(walls, 2.0, 3, last)
    assert found.complete
    assert found.values[-2:].tolist() == [last, last]


def test_samples_are_monotone_to_their_rounding() -> None:
    x = np.linspace(-4.0, 4.0, 65)
    asked = problem("tanh", monotone=True)
    for y in (np.tanh(3.0 * x), np.round(np.tanh(3.0 * x), 6)):
        made = functions.from_data(data_of(x, y))
        assert direction_of(dataclasses.replace(asked, activation=made), made.f(np.linspace(-4.0, 4.0, 8001))) == 1
