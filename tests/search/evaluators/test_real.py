"""The evaluator of real numbers: the objectives of many sets and the candidate of one agree."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import activations, ranges, spread_points

from pwlact import functions
from pwlact.search import Objective, Problem, RealEvaluator
from pwlact.search.bounds import lower_bound
from pwlact.search.evaluators import make_real_evaluator, real
from pwlact.search.methods import METHODS
from pwlact.search.problem import OBJECTIVES, ObjectiveName

PAPER_POINTS = (-5.47387507, -2.51312487, -0.74612505, -0.37654397, -0.0078243, 0.35101769, 0.7172323, 2.58100407)


def _evaluator(points: int, objective: Objective | None = None) -> RealEvaluator:
    problem = Problem(
        activation=functions.get("gelu_tanh"),
        interval=(-8, 8),
        segments=points + 1,
        objective=objective or Objective(),
    )
    return make_real_evaluator(problem)


@given(st.data())
def test_objectives_of_many_sets_agree_with_the_candidate_of_one(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    points = data.draw(spread_points(interval, max_points=12))
    evaluator = make_real_evaluator(Problem(activation=activation, interval=interval, segments=points.size + 1))
    wide = np.diff(np.concatenate(([interval[0]], points, [interval[1]]))).min() > 2.001 * evaluator.samples.step
    quick = float(evaluator.objectives(points[None, :])[0])
    if not wide:
        return
    candidate = evaluator.candidate(points)
    assert candidate.objective == 0.2 * candidate.errors.grid.mean + 0.8 * candidate.errors.grid.max
    scale = float(np.max(np.abs(evaluator.samples.y)))
    assert quick == pytest.approx(candidate.objective, rel=1e-6, abs=1e-11 * max(scale, 1e-300))


def test_published_points_earn_the_published_errors() -> None:
    errors = _evaluator(8).candidate(np.array(PAPER_POINTS)).errors.grid
    assert errors.max == pytest.approx(0.011362, abs=1e-5)
    assert errors.mean == pytest.approx(0.002157, abs=1e-5)


def test_weights_say_what_counts() -> None:
    points = np.array(PAPER_POINTS)
    for objective, name in ((Objective(mean_weight=1, max_weight=0), "mean"), (Objective(mean_weight=0), "max")):
        candidate = _evaluator(8, objective).candidate(points)
        weight = objective.mean_weight + objective.max_weight
        assert candidate.objective == pytest.approx(weight * getattr(candidate.errors.grid, name), rel=1e-12)


@pytest.mark.parametrize("fit", ["lstsq", "minimax"])
def test_given_values_take_the_place_of_the_fit(fit: str) -> None:
    points = np.array([-2.0, 0.0, 2.0])
    problem = Problem(activation=functions.get("silu"), interval=(-8, 8), segments=4, fit=fit)
    evaluator = make_real_evaluator(problem)
    fitted = evaluator.fits(np.array([[-8.0, *points, 8.0]])).values[0]
    assert np.array_equal(evaluator.candidate(points).pwl.values, fitted)
    assert np.array_equal(evaluator.candidate(points, fitted + 1.0).pwl.values, fitted + 1.0)


def test_the_curve_is_made_once_and_only_when_asked_for() -> None:
    evaluator = _evaluator(2)
    evaluator.candidate(np.array([-1.0, 1.0]))
    assert "curve" not in vars(evaluator)
    assert evaluator.curve is evaluator.curve


@given(st.data())
def test_minimax_values_have_the_least_maximum_error(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    points = data.draw(spread_points(interval, max_points=6))
    objective = Objective(mean_weight=0.0, max_weight=1.0)
    problem = Problem(activation=activation, interval=interval, segments=points.size + 1, objective=objective)
    plain, best = (make_real_evaluator(dataclasses.replace(problem, fit=fit)) for fit in ("lstsq", "minimax"))
    scale = float(np.max(np.abs(plain.samples.y)))
    least, other = (float(one.objectives(points[None, :])[0]) for one in (best, plain))
    assert least <= other * (1.0 + 1e-9) + 1e-11 * scale or np.isinf(least)


@pytest.mark.parametrize(
    ("method", "objective", "part", "count"),
    [("minimax", "max", "smallest_crossing", 2), ("dp", "mse", "discontinuous_bound", 1)],
)
def test_a_search_and_its_bound_share_what_they_compute(
    method: str, objective: ObjectiveName, part: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, plain = [], getattr(real, part)
    monkeypatch.setattr(real, part, lambda *args: calls.append(part) or plain(*args))
    problem = Problem(
        activation=functions.get("silu"), interval=(-8, 8), segments=5, objective=OBJECTIVES[objective], fit="minimax"
    )
    evaluator = make_real_evaluator(problem)
    METHODS[method].search(evaluator, METHODS[method].config(), 0)
    found = lower_bound(evaluator)
    assert len(calls) == count
    assert found == lower_bound(make_real_evaluator(problem))
