"""What every method in the registry must do, on every function: an honest answer, the same every time."""

from __future__ import annotations

import dataclasses
import json
from itertools import product
from typing import Any

import numpy as np
import pytest
from search.methods.brief import BRIEF, evaluator_of, run, value
from strategies import moved

from pwlact.errors import ConfigError
from pwlact.fit import curve_of
from pwlact.functions import Activation, Interval, from_expression, get, names
from pwlact.metrics import exact_errors, grid_errors
from pwlact.search import Problem, Result, make_evaluator, mixed_bound, result_from_json, result_to_json
from pwlact.search.methods import METHODS, Method
from pwlact.search.problem import MIN_WIDTH_STEPS, OBJECTIVES, FitName, ObjectiveName
from pwlact.search.solve import solve

# Settings that are quick, of methods that take long by default; what a method lacks is left out.
QUICK: dict[str, Any] = {
    "starts": 1,
    "steps": 20,
    "rounds": 1,
    "moves": 1,
    "evaluations": 300,
    "generations": 8,
    "population": 12,
    "trials": 300,
}
CUSTOM = tuple(
    from_expression(text, interval=(-12.0, 12.0))
    for text in ("abs(x)", "max(x, -x / 3) + min(x**2, 1)", "x * exp(-x**2 / 4)")
)
FUNCTIONS: dict[str, Activation] = {**{name: get(name) for name in names()}, **{a.name: a for a in CUSTOM}}
RANGES: tuple[Interval, ...] = ((-8.0, 8.0), (0.0, 8.0), (-0.5, 0.25), (2.0, 10.0), (5.0, 5.01))
SEGMENTS = (1, 2, 9)
METHOD_NAMES = tuple(METHODS)


@pytest.fixture(autouse=True)
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that are looser, and as true."""
    monkeypatch.setattr(mixed_bound, "WORK", 10_000)


def quick(method: Method) -> Any:
    """Return quick settings of a method."""
    known = {field.name for field in dataclasses.fields(method.config)}
    return method.config(**{name: value for name, value in QUICK.items() if name in known})


def problem_of(
    method: Method,
    function: str,
    interval: Interval,
    segments: int,
    objective: ObjectiveName | None = None,
    fit: FitName | None = None,
) -> Problem:
    asked = objective or method.objective
    return Problem(
        activation=FUNCTIONS[function],
        interval=moved(FUNCTIONS[function], interval),
        segments=segments,
        fit=fit or ("minimax" if asked == "max" else "lstsq"),
        objective=OBJECTIVES[asked],
    )


def conforms(method: Method, problem: Problem, seed: int = 0) -> Result:
    """Solve a problem, check the result for what must hold whatever the method, and return it."""
    result = solve(problem, method, quick(method), seed)
    (low, high), pwl = problem.interval, result.candidate.pwl
    assert pwl.interval == (low, high)
    assert pwl.segments == problem.segments
    assert np.all(np.diff(pwl.breakpoints) > 0.0)
    assert np.all((pwl.points > low) & (pwl.points < high))
    assert np.all(np.isfinite(pwl.values))
    assert result.status == "finished"
    assert result.method == method.name
    assert result.evaluations >= 0
    # The errors are those of the approximation, not of some other.
    evaluator = make_evaluator(problem)
    assert result.candidate.errors.exact == exact_errors(problem.activation, pwl)
    assert result.candidate.errors.grid == grid_errors(evaluator.samples, pwl, evaluator.weights)
    assert result.candidate.objective == problem.objective.of(result.candidate.errors)
    assert result.lower_bound is not None
    scale = curve_of(problem.activation, problem.interval).scale
    # The square of a rounding error, for the mean square.
    rounding = (
        1e-15 * scale if problem.objective.max_weight else 1e-15 * scale * (result.lower_bound**0.5 + 1e-15 * scale)
    )
    assert result.lower_bound >= 0.0
    assert result.candidate.objective >= result.lower_bound * (1.0 - 1e-9) - rounding
    again = result_from_json(json.loads(json.dumps(result_to_json(result))))
    assert again.candidate.pwl.breakpoints.tolist() == pwl.breakpoints.tolist()
    assert again.lower_bound == result.lower_bound
    return result


def cross_section() -> list[tuple[str, str, Interval, int]]:
    """Return cases in which every method meets every function, every range and every number of segments."""
    cases = []
    for m, method in enumerate(METHOD_NAMES):
        for f, function in enumerate(FUNCTIONS):
            k = m + f
            cases.append((method, function, RANGES[k % len(RANGES)], SEGMENTS[(k // 2) % len(SEGMENTS)]))
        cases += [(method, "gelu", interval, segments) for interval, segments in product(RANGES, SEGMENTS)]
    return list(dict.fromkeys(cases))


@pytest.mark.parametrize(("method", "function", "interval", "segments"), cross_section())
def test_answers_are_honest_on_a_cross_section(method: str, function: str, interval: Interval, segments: int) -> None:
    conforms(METHODS[method], problem_of(METHODS[method], function, interval, segments))


@pytest.mark.slow
@pytest.mark.parametrize("segments", [*SEGMENTS, 64])
@pytest.mark.parametrize("interval", RANGES, ids=str)
@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("method", METHOD_NAMES)
def test_answers_are_honest_everywhere(method: str, function: str, interval: Interval, segments: int) -> None:
    if FUNCTIONS[function].name in ("exp", "exp2") and interval[1] > 20.0:
        pytest.skip("exp overflows there")
    conforms(METHODS[method], problem_of(METHODS[method], function, interval, segments))


@pytest.mark.parametrize("method", METHOD_NAMES)
@pytest.mark.parametrize("function", ["silu", "abs(x)"])
def test_answers_are_honest_with_64_segments(method: str, function: str) -> None:
    conforms(METHODS[method], problem_of(METHODS[method], function, (-8.0, 8.0), 64))


@pytest.mark.parametrize("fit", ["lstsq", "minimax"])
@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("method", [name for name in METHOD_NAMES if METHODS[name].any_objective])
def test_answers_are_honest_for_every_objective_and_fit(method: str, objective: ObjectiveName, fit: FitName) -> None:
    for function in ("sigmoid", "hardswish"):
        conforms(METHODS[method], problem_of(METHODS[method], function, (-8.0, 8.0), 5, objective, fit))


@pytest.mark.parametrize("method", METHOD_NAMES)
def test_the_same_seed_gives_the_same_answer(method: str) -> None:
    for function, segments in (("gelu", 5), ("hardswish", 9)):
        problem = problem_of(METHODS[method], function, (-8.0, 8.0), segments)
        first, second = (conforms(METHODS[method], problem, seed=7) for _ in range(2))
        assert first.candidate.pwl.breakpoints.tolist() == second.candidate.pwl.breakpoints.tolist()
        assert first.candidate.pwl.values.tolist() == second.candidate.pwl.values.tolist()
        assert first.evaluations == second.evaluations
        assert first.lower_bound == second.lower_bound


@pytest.mark.parametrize("method", METHOD_NAMES)
def test_pins_are_kept(method: str) -> None:
    problem = dataclasses.replace(problem_of(METHODS[method], "gelu", (-8.0, 8.0), 7), pins=(0.0, 8.0))
    values = conforms(METHODS[method], problem).candidate.pwl.values
    assert values[0] == pytest.approx(0.0, abs=1e-14)
    assert values[-1] == pytest.approx(8.0, rel=1e-14)


@pytest.mark.parametrize("method", METHOD_NAMES)
def test_the_most_segments_a_range_holds(method: str) -> None:
    problem = problem_of(METHODS[method], "gelu", (0.0, 1.0), 1)
    max_segments = (make_evaluator(problem).samples.x.size - 1) // (2 * MIN_WIDTH_STEPS)
    most = {"dp": 60, "policy": 129}.get(method, 250)  # of the policy, what it was made for
    conforms(METHODS[method], dataclasses.replace(problem, segments=min(max_segments, most)))


@pytest.mark.parametrize("method", METHOD_NAMES)
def test_mirrored_answers_are_symmetric(method: str) -> None:
    problem = problem_of(METHODS[method], "tanh", (-8.0, 8.0), 8)
    result = solve(problem, METHODS[method], quick(METHODS[method]), 0, mirror=True)
    pwl = result.candidate.pwl
    assert pwl.segments == 8
    assert (pwl.breakpoints + pwl.breakpoints[::-1]).tolist() == [0.0] * 9
    assert pwl.values + pwl.values[::-1] == pytest.approx(np.zeros(9), abs=1e-14)
    assert result.lower_bound is not None
    assert result.candidate.objective >= result.lower_bound * (1.0 - 1e-9)


def test_names_and_titles_are_their_own() -> None:
    assert all(name == method.name for name, method in METHODS.items())
    assert len({method.title for method in METHODS.values()}) == len(METHODS)
    assert all(dataclasses.is_dataclass(method.config) and method.config() for method in METHODS.values())


@pytest.mark.parametrize("method", BRIEF)
@pytest.mark.parametrize("objective", ["paper", "mse"])
def test_searches_beat_uniform_even_when_brief(method: str, objective: ObjectiveName) -> None:
    evaluator = evaluator_of("gelu", 9, objective=objective)
    found = value(evaluator, run(evaluator, method, **BRIEF[method]))
    assert found < 0.25 * value(evaluator, run(evaluator, "uniform"))


@pytest.mark.parametrize("method", ["genetic", "global"])
def test_the_seed_decides(method: str) -> None:
    evaluator = evaluator_of("silu", 5)
    first, same, other = (run(evaluator, method, seed, **BRIEF[method]).points.tolist() for seed in (3, 3, 4))
    assert first == same != other


@pytest.mark.parametrize("method", ["curvature", "maxima", "gradient"])
def test_no_seed_matters_without_chance(method: str) -> None:
    evaluator = evaluator_of("silu", 5)
    first, other = (run(evaluator, method, seed, **BRIEF.get(method, {})).points.tolist() for seed in (3, 4))
    assert first == other


@pytest.mark.parametrize("method", ["curvature", "maxima", *BRIEF])
@pytest.mark.parametrize(
    ("name", "interval"), [("abs(x)", (-8, 8)), ("hardswish", (-8, 8)), ("gelu", (5, 5.01)), ("tanh", (2, 10))]
)
@pytest.mark.parametrize("segments", [1, 2, 64])
def test_kinks_and_flat_functions_have_finite_objectives(
    method: str, name: str, interval: Interval, segments: int
) -> None:
    evaluator = evaluator_of(name, segments, interval)
    brief = {"gradient": {"steps": 20, "rounds": 1}, "global": {"starts": 1, "evaluations": 50}}
    brief["genetic"] = {"generations": 2}
    points = run(evaluator, method, **brief.get(method, {})).points
    assert points.shape == (segments - 1,)
    assert np.isfinite(evaluator.objectives(points[None, :])[0])


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
