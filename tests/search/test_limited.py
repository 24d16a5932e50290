"""Problems with a weight of errors or constraints: values at given points, batches, bounds, and who refuses what."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import pwlact
from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.search.bounds import lower_bound
from pwlact.search.constraints import Constraints
from pwlact.search.evaluators import make_real_evaluator
from pwlact.search.methods import METHODS
from pwlact.search.problem import Problem, objective_named

RELATIVE = Problem(
    activation=functions.get("silu"),
    interval=(-8.0, 8.0),
    segments=5,
    fit="minimax",
    objective=objective_named("relative", weight="relative:1e-3"),
)
POINTS = np.array([-4.0, -1.0, 0.5, 2.0])


def test_values_at_given_points_beat_all_values_nearby() -> None:
    evaluator = make_real_evaluator(RELATIVE)
    found = evaluator.candidate(POINTS)
    rng = np.random.default_rng(0)
    for _ in range(100):
        moved = found.pwl.values * (1.0 + rng.normal(0.0, 1e-2, 6))
        assert evaluator.candidate(POINTS, moved).objective >= found.objective * (1.0 - 1e-7)


def test_a_batch_agrees_with_single_fits() -> None:
    evaluator = make_real_evaluator(RELATIVE)
    single = evaluator.candidate(POINTS).objective
    assert evaluator.objectives(POINTS[None, :])[0] == pytest.approx(single, rel=1e-2)


def test_without_weight_or_constraints_nothing_is_limited() -> None:
    assert make_real_evaluator(dataclasses.replace(RELATIVE, objective=objective_named("max"))).limited is None


@pytest.mark.parametrize("name", ["relative", "mean", "mse", "paper"])
def test_bounds_hold_for_every_objective_with_a_weight(name: str) -> None:
    weight = None if name == "relative" else "1/(abs(x)+0.2)"
    objective = objective_named(name, weight=weight)  # type: ignore[arg-type]
    problem = dataclasses.replace(RELATIVE, objective=objective, fit="lstsq")
    evaluator = make_real_evaluator(problem)
    bound = lower_bound(evaluator)
    assert bound is not None
    rng = np.random.default_rng(1)
    for _ in range(20):
        assert evaluator.candidate(np.sort(rng.uniform(-7.9, 7.9, 4))).objective >= bound > 0.0


def test_dynamic_programming_meets_its_bound_with_a_weight() -> None:
    found = pwlact.approximate("gelu", objective="mse", weight="1/(abs(x)+0.1)")
    assert found.gap is not None
    assert 0.0 <= found.gap < 1e-4
    assert found.errors.weighted is not None
    assert found.objective == found.errors.weighted.mse


@pytest.mark.parametrize("name", [name for name in METHODS if name != "minimax"])
def test_other_methods_refuse_constraints_and_say_which_keeps_them(name: str) -> None:
    method = METHODS[name]
    problem = dataclasses.replace(RELATIVE, constraints=Constraints(through=((0.0, 0.0),)))
    with pytest.raises(ConfigError, match="method minimax"):
        method.search(make_real_evaluator(problem), method.config(), 0)


def test_least_squares_refuse_constraints() -> None:
    asked = Constraints(non_negative=True)
    with pytest.raises(ConfigError, match="--fit minimax"):
        make_real_evaluator(dataclasses.replace(RELATIVE, fit="lstsq", constraints=asked))


def test_given_points_keep_constraints_or_are_refused() -> None:
    problem = dataclasses.replace(RELATIVE, constraints=Constraints(through=((0.0, 0.0),), last=8.0))
    pwl = make_real_evaluator(problem).candidate(POINTS).pwl
    assert pwl(0.0) == 0.0
    assert pwl.values[-2:].tolist() == [8.0, 8.0]
    three = Constraints(through=((3.0, 3.0), (4.0, 0.0), (5.0, 3.0)))
    with pytest.raises(ConfigError, match="must keep the constraints"):
        make_real_evaluator(dataclasses.replace(RELATIVE, constraints=three)).candidate(POINTS)


def test_a_mirrored_search_refuses_what_does_not_reflect() -> None:
    with pytest.raises(ConfigError, match="symmetric weight"):
        pwlact.approximate("sigmoid", objective="relative", mirror=True)
    with pytest.raises(ConfigError, match="whole range"):
        pwlact.approximate("tanh", through=[(1.0, 0.76)], mirror=True)
    assert pwlact.approximate("tanh", objective="relative", mirror=True).objective < 0.1


def test_the_fewest_segments_for_a_weighted_error_are_fewest() -> None:
    found = pwlact.approximate("sigmoid", objective="relative", max_error=0.02)
    fewer = pwlact.approximate("sigmoid", objective="relative", segments=found.pwl.segments - 1)
    assert found.objective <= 0.02 < fewer.objective


def test_saved_results_keep_weights_and_constraints(tmp_path: object) -> None:
    found = pwlact.approximate("sigmoid", segments=4, objective="relative", through=[(0.0, 0.5)], last_piece=1.0)
    again = pwlact.load(found.save(f"{tmp_path}/result.json"))
    assert again.errors == found.errors
    assert again.problem.constraints == found.problem.constraints
    assert again.objective == found.objective


@pytest.mark.parametrize(
    ("name", "interval", "segments", "through", "last"),
    [
        ("softplus", (0.378, 12.378), 3, [(5.068773640198564, 5.075), (10.8321, 10.8321)], 12.378449477267198),
        ("exp", (0.6148567415503425, 6.6148567415503425), 9, [], 746.0978378597041),
        ("atan(x)", (-2.853, -2.553), 40, [], -1.1975346605035735),
    ],
)
def test_values_before_a_constant_last_piece_are_met(
    name: str, interval: tuple[float, float], segments: int, through: list[tuple[float, float]], last: float
) -> None:
    found = pwlact.approximate(name, interval=interval, segments=segments, through=through, last_piece=last)
    assert found.pwl.values[-2:].tolist() == [last, last]
    for x, y in through:
        assert found.pwl(x) == pytest.approx(y, rel=1e-14)
