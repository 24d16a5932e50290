"""The bound of mean and maximum error together: below every PWL, and near the best ones known."""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from strategies import activations, ranges, spread_points

from pwlact.fit.density import density_of
from pwlact.functions import get
from pwlact.metrics import weight_of
from pwlact.search import Objective, Problem, make_evaluator
from pwlact.search.bounds import real_bound
from pwlact.search.evaluators import RealEvaluator, make_real_evaluator
from pwlact.search.mixed_bound import MixedTask, mixed_bound
from pwlact.search.mixed_task import mixed_task

FUNCTIONS = {
    "bent": lambda x: np.tanh(2.0 * x),
    "convex": lambda x: np.exp(x),
    "wave": lambda x: np.sin(3.0 * x),
    "kinked": lambda x: np.abs(x - 0.3) - 0.5 * np.maximum(x + 0.8, 0.0),
}


def small_task(y: np.ndarray, weights: np.ndarray, segments: int, max_weight: float, reached: float) -> MixedTask:
    n = y.size
    return MixedTask(
        x=np.linspace(-2.0, 2.0, n),
        y=y,
        weights=weights,
        u=np.arange(float(n)),
        walls=lambda eps: (y - eps, y + eps) if max_weight else (y - 9.0, y + 9.0),
        segments=segments,
        max_weight=max_weight,
        mean_weight=1.0,
        least=0.0,
        reached=reached,
    )


def least_objective(x: np.ndarray, y: np.ndarray, weights: np.ndarray, breakpoints: np.ndarray, weight: float) -> float:
    """The best values at breakpoints, by linear programming over values, errors and their maximum."""
    hats = np.stack([np.interp(x, breakpoints, row) for row in np.eye(breakpoints.size)], axis=1)
    one, zero = np.eye(x.size), np.zeros((x.size, 1))
    below = np.zeros((x.size, breakpoints.size))
    rows = np.block([[hats, -one, zero], [-hats, -one, zero], [below, one, np.full((x.size, 1), -1.0)]])
    found = linprog(
        np.concatenate((np.zeros(breakpoints.size), weights, [weight])),
        A_ub=rows,
        b_ub=np.concatenate((y, -y, np.zeros(x.size))),
        bounds=[(None, None)] * breakpoints.size + [(0.0, None)] * (x.size + 1),
    )
    return float(found.fun)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("max_weight", [0.0, 0.5, 4.0])
@pytest.mark.parametrize("even", [True, False])
def test_no_placement_on_a_small_grid_is_below_the_bound(name: str, max_weight: float, even: bool) -> None:
    x = np.linspace(-2.0, 2.0, 13)
    y = FUNCTIONS[name](x)
    weights = np.full(x.size, 1.0 / x.size) if even else np.linspace(0.01, 0.2, x.size)
    for segments, places in ((2, np.linspace(-2.0, 2.0, 25)[1:-1]), (3, np.linspace(-2.0, 2.0, 13)[1:-1])):
        ends = [np.concatenate(([-2.0], inner, [2.0])) for inner in itertools.combinations(places, segments - 1)]
        best = min(least_objective(x, y, weights, breakpoints, max_weight) for breakpoints in ends)
        for reached in (best, 3.0 * best + 0.1):
            bound = mixed_bound(small_task(y, weights, segments, max_weight, reached)).bound
            assert bound <= best * (1.0 + 1e-9)
        assert bound > 0.3 * best or name != "convex"


@pytest.mark.parametrize(("name", "reward"), [("gelu_tanh", 152.27), ("silu", 116.92), ("sigmoid", 282.01)])
def test_the_best_known_rewards_are_within_half_a_per_cent(name: str, reward: float) -> None:
    evaluator = make_real_evaluator(Problem(activation=get(name), interval=(-8.0, 8.0), segments=9))
    known = 1.0 / reward - 1e-4
    bound = real_bound(evaluator, known)
    assert known / 1.004 < bound <= known
    assert real_bound(evaluator) <= known


def test_more_segments_have_smaller_bounds() -> None:
    bounds = [
        real_bound(make_real_evaluator(Problem(activation=get("tanh"), interval=(-4.0, 4.0), segments=segments)))
        for segments in (1, 2, 4, 9, 17)
    ]
    assert all(more < fewer for fewer, more in itertools.pairwise(bounds))


def test_a_known_objective_is_never_exceeded() -> None:
    evaluator = make_real_evaluator(Problem(activation=get("gelu"), interval=(-4.0, 4.0), segments=5))
    free = real_bound(evaluator)
    for share in (1e-3, 0.5, 0.999, 1.5):
        assert 0.0 < real_bound(evaluator, share * free) <= share * free
    assert real_bound(evaluator, 0.0) == 0.0


@given(st.data())
@settings(max_examples=25)
def test_nothing_falls_below_with_a_density_or_a_weight(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    points = data.draw(spread_points(interval, max_points=6))
    density = data.draw(st.sampled_from([None, "normal:0,1", "normal:1,2"]))
    weight = data.draw(st.sampled_from([None, "1 + x**2", "exp(-x**2)"]))
    objective = Objective(
        mean_weight=data.draw(st.sampled_from([0.2, 1.0])),
        max_weight=data.draw(st.sampled_from([0.0, 0.8])),
        mse_weight=data.draw(st.sampled_from([0.0, 2.0])),
        weight=None if weight is None else weight_of(weight),
    )
    problem = Problem(
        activation=activation,
        interval=interval,
        segments=points.size + 1,
        objective=objective,
        density=None if density is None else density_of(density),
    )
    evaluator = make_evaluator(problem)
    found = evaluator.candidate(points).objective
    bound = real_bound(evaluator, data.draw(st.sampled_from([math.inf, found])))
    assert bound <= found * (1.0 + 1e-9) + 4e-15 * evaluator.curve.scale * (1.0 + found)


def test_pins_raise_the_bound() -> None:
    free = Problem(activation=get("exp"), interval=(-1.0, 1.0), segments=2)
    pinned = dataclasses.replace(free, pins=(0.5, None))
    bounds = [real_bound(make_real_evaluator(problem)) for problem in (free, pinned)]
    assert bounds[0] < 0.6 * bounds[1]


def test_the_boundaries_are_near_good_breakpoints() -> None:
    evaluator: RealEvaluator = make_real_evaluator(
        Problem(activation=get("sigmoid"), interval=(-8.0, 8.0), segments=9, fit="minimax")
    )
    task = mixed_task(evaluator, evaluator.known_objective)
    assert task is not None
    found = mixed_bound(task)
    points = evaluator.samples.x[found.boundaries[1:-1]]
    assert evaluator.candidate(points).objective < 1.02 * found.bound
