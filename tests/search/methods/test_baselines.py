"""The methods that others use: what each is known to do, and that the seed decides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.functions import Interval
from pwlact.search import Evaluator, Problem, make_evaluator
from pwlact.search.methods import METHODS, Placement
from pwlact.search.methods.gradient import data_of
from pwlact.search.methods.gradient_kernels import descend, mse_gradient
from pwlact.search.problem import OBJECTIVES, ObjectiveName

QUICK: dict[str, dict[str, Any]] = {
    "genetic": {"generations": 60, "population": 60},
    "gradient": {"steps": 400, "rounds": 3},
    "global": {"starts": 2, "evaluations": 2000},
}


def _judge(name: str, segments: int, interval: Interval = (-8, 8), objective: ObjectiveName = "paper") -> Evaluator:
    activation = functions.from_expression(name, interval=interval) if "(" in name else functions.get(name)
    problem = Problem(activation=activation, interval=interval, segments=segments, objective=OBJECTIVES[objective])
    return make_evaluator(problem)


def _place(evaluator: Evaluator, method: str, seed: int = 0, **settings: Any) -> Placement:
    return METHODS[method].search(evaluator, METHODS[method].config(**settings), seed)


def _value(evaluator: Evaluator, placement: Placement) -> float:
    return evaluator.candidate(placement.points, placement.values).objective


@pytest.mark.parametrize("method", QUICK)
@pytest.mark.parametrize("objective", ["paper", "mse"])
def test_searches_beat_uniform_even_when_brief(method: str, objective: ObjectiveName) -> None:
    evaluator = _judge("gelu", 9, objective=objective)
    found = _value(evaluator, _place(evaluator, method, **QUICK[method]))
    assert found < 0.25 * _value(evaluator, _place(evaluator, "uniform"))


@pytest.mark.parametrize("method", ["genetic", "global"])
def test_the_seed_decides(method: str) -> None:
    evaluator = _judge("silu", 5)
    first, same, other = (_place(evaluator, method, seed, **QUICK[method]).points.tolist() for seed in (3, 3, 4))
    assert first == same != other


@pytest.mark.parametrize("method", ["curvature", "maxima", "gradient"])
def test_no_seed_matters_without_chance(method: str) -> None:
    evaluator = _judge("silu", 5)
    first, other = (_place(evaluator, method, seed, **QUICK.get(method, {})).points.tolist() for seed in (3, 4))
    assert first == other


@pytest.mark.parametrize("method", ["curvature", "maxima", *QUICK])
@pytest.mark.parametrize(
    ("name", "interval"), [("abs(x)", (-8, 8)), ("hardswish", (-8, 8)), ("gelu", (5, 5.01)), ("tanh", (2, 10))]
)
@pytest.mark.parametrize("segments", [1, 2, 64])
def test_works_on_kinks_and_flat_stretches(method: str, name: str, interval: Interval, segments: int) -> None:
    evaluator = _judge(name, segments, interval)
    brief = {"gradient": {"steps": 20, "rounds": 1}, "global": {"starts": 1, "evaluations": 50}}
    brief["genetic"] = {"generations": 2}
    points = _place(evaluator, method, **brief.get(method, {})).points
    assert points.shape == (segments - 1,)
    assert np.isfinite(evaluator.objectives(points[None, :])[0])


# -- equal curvature ---------------------------------------------------------------------------------------------------


def test_equal_curvature_of_a_parabola_is_equidistant() -> None:
    evaluator = _judge("x**2 + (0)", 8, (-1, 3))
    assert _place(evaluator, "curvature").points == pytest.approx(np.linspace(-1, 3, 9)[1:-1], abs=1e-2)


def test_equal_curvature_is_near_the_best_for_the_maximum_error() -> None:
    evaluator = _judge("sigmoid", 9)
    assert 150 < 1 / (_value(evaluator, _place(evaluator, "curvature")) + 1e-4) < 212


# -- curvature maxima --------------------------------------------------------------------------------------------------


def test_maxima_come_first_and_kinks_before_them() -> None:
    evaluator = _judge("tanh", 3)
    peaks, _ = functions.curvature_maxima(evaluator.problem.activation, (-8, 8))
    assert _place(evaluator, "maxima").points == pytest.approx(peaks, abs=1e-9)
    assert _place(_judge("abs(x - 1) + tanh(x)", 2), "maxima").points == pytest.approx([1.0])


def test_the_highest_maxima_are_taken_of_too_many() -> None:
    activation = functions.get("gelu")
    peaks, kappa = functions.curvature_maxima(activation, (-8, 8))
    assert peaks.size > 1
    assert _place(_judge("gelu", 2), "maxima").points == pytest.approx([peaks[kappa.argmax()]])


def test_further_points_halve_the_worst_segment() -> None:
    evaluator = _judge("x**2 + (0)", 4, (0, 8))  # the curvature falls from 0 on: no maximum inside
    assert _place(evaluator, "maxima").points == pytest.approx([2, 4, 6])


# -- gradient ----------------------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from(["gelu", "sigmoid", "hardswish"]))
def test_gradients_are_those_of_finite_differences(seed: int, name: str) -> None:
    generator = np.random.default_rng(seed)
    data = data_of(_judge(name, 5))
    # Between samples: the error has no second derivative where a breakpoint passes one.
    places = np.sort(generator.choice(np.arange(-70, 70), 4, replace=False))
    b = np.concatenate(([-8.0], 0.1 * places + 0.0005, [8.0]))
    v = generator.normal(size=6)
    d_b, d_v, parts = np.empty(6), np.empty(6), np.empty(5)
    error = mse_gradient(*data, b, v, d_b, d_v, parts)
    assert error == pytest.approx(np.mean((np.interp(data.x, b, v) - data.y) ** 2), rel=1e-9)
    assert parts.sum() == pytest.approx(error, rel=1e-12)
    for j in range(6):
        for array, gradient in ((b, d_b), (v, d_v)):
            if array is b and j in (0, 5):
                continue  # the ends stay: the samples do
            found = []
            for move in (1e-5, -1e-5):
                array[j] += move
                found.append(np.mean((np.interp(data.x, b, v) - data.y) ** 2))
                array[j] -= move
            assert gradient[j] == pytest.approx((found[0] - found[1]) / 2e-5, rel=1e-6, abs=1e-8)


def test_descent_never_ends_above_its_start_and_keeps_pins() -> None:
    data = data_of(_judge("silu", 9))
    b = np.linspace(-8, 8, 10)
    v = np.maximum(b, 0)
    start = mse_gradient(*data, b, v, np.empty(10), np.empty(10), np.empty(9))
    end = descend(*data, b, v, (True, False), (0.05, 0.05), 0.002, 500)
    assert end < start
    assert (v[0], b[0], b[-1]) == (0.0, -8.0, 8.0)
    assert v[-1] != 8.0
    assert np.diff(b).min() > 0.0019


def test_gradient_reaches_the_best_mean_square_error_of_sigmoid() -> None:
    evaluator = _judge("sigmoid", 9, objective="mse")
    found = _place(evaluator, "gradient", steps=2000, rounds=1)
    assert _value(evaluator, found) == pytest.approx(4.039e-6, rel=1e-3)  # what differential evolution finds too
    assert _value(evaluator, found) <= found.details["descent_mse"] * (1 + 1e-9)


# -- genetic -----------------------------------------------------------------------------------------------------------


def test_genetic_points_are_multiples_of_the_grid() -> None:
    evaluator = _judge("gelu", 9)
    points = _place(evaluator, "genetic", bits=4, **QUICK["genetic"]).points
    assert np.array_equal(points * 16, np.round(points * 16))
    assert np.all(np.diff(points) > 0)
    with pytest.raises(ConfigError, match="choose a finer grid"):
        _place(evaluator, "genetic", bits=-2)


def test_genetic_counts_its_evaluations() -> None:
    placement = _place(_judge("gelu", 4), "genetic", population=10, generations=3, elite=2)
    assert placement.evaluations == 10 + 3 * 8


# -- global ------------------------------------------------------------------------------------------------------------


def test_both_kinds_of_global_search_agree_on_an_easy_problem() -> None:
    evaluator = _judge("tanh", 4, (0, 4))
    values = [
        _value(evaluator, _place(evaluator, "global", kind=kind, starts=3, generations=400)) for kind in ("cma", "de")
    ]
    assert values[0] == pytest.approx(values[1], rel=1e-3)


@pytest.mark.parametrize(("name", "known"), [("gelu_tanh", 109.18), ("silu", 81.14), ("sigmoid", 211.97)])
def test_global_search_reaches_the_best_known_rewards(name: str, known: float) -> None:
    evaluator = _judge(name, 9)
    assert 1 / (_value(evaluator, _place(evaluator, "global", starts=3)) + 1e-4) == pytest.approx(known, rel=1e-3)


@pytest.mark.parametrize(
    ("method", "settings"),
    [
        ("curvature", {"floor": 0.0}),
        ("genetic", {"elite": 500}),
        ("genetic", {"generations": 0}),
        ("genetic", {"crossover": 1.5}),
        ("genetic", {"bits": 99}),
        ("gradient", {"rate": float("nan")}),
        ("gradient", {"steps": 0}),
        ("global", {"starts": 0}),
        ("global", {"sigma": 0.0}),
    ],
)
def test_refuses_bad_settings(method: str, settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=r", got .*; (try|leave)"):
        METHODS[method].config(**settings)
