"""Mirrors: half a problem, reflected, is as good as the whole one, and symmetric."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import PAPER, Array

from pwlact.errors import ConfigError
from pwlact.fit import Density
from pwlact.fit.density import density_of
from pwlact.functions import Activation, Symmetry, from_expression, get
from pwlact.pwl import PWL, breakpoints_of
from pwlact.search import Candidate, Problem, make_evaluator
from pwlact.search.methods.minimax import MINIMAX, MinimaxConfig
from pwlact.search.mirror import half_problem, reflected
from pwlact.search.problem import OBJECTIVES, tail_pins

EVEN = from_expression("exp(-x**2)")
SYMMETRIC = (*map(get, ("sigmoid", "tanh", "erf", "arctan", "silu", "gelu", "softplus", "hardswish")), EVEN)


def problem_of(activation: Activation, segments: int) -> Problem:
    return Problem(activation=activation, interval=PAPER, segments=segments, fit="minimax", objective=OBJECTIVES["max"])


def mirrored(problem: Problem) -> Candidate:
    half = make_evaluator(half_problem(problem))
    placement = MINIMAX.search(half, MinimaxConfig(), 0)
    pwl = reflected(problem.activation, half.candidate(placement.points, placement.values).pwl, problem.segments)
    return make_evaluator(problem).candidate(pwl.points, pwl.values)


def check_symmetric(activation: Activation, pwl: PWL) -> None:
    assert (pwl.breakpoints + pwl.breakpoints[::-1]).tolist() == [0.0] * pwl.breakpoints.size
    x = np.linspace(0.0, 8.0, 1001)
    scale = float(np.max(np.abs(pwl.values)))
    assert pwl(-x) == pytest.approx(activation.symmetry.reflect(x, pwl(x)), abs=1e-14 * scale)


@pytest.mark.parametrize(
    ("name", "segments"),
    [(name, k) for name in ("sigmoid", "tanh") for k in (8, 9, 16)]
    + [(name, k) for name in ("silu", "gelu") for k in (8, 16)],
)
def test_has_the_same_optimum_as_the_whole(name: str, segments: int) -> None:
    problem = problem_of(get(name), segments)
    evaluator = make_evaluator(problem)
    whole = evaluator.candidate(MINIMAX.search(evaluator, MinimaxConfig(), 0).points).objective
    found = mirrored(problem)
    assert found.pwl.segments == segments
    assert found.objective >= whole * (1.0 - 1e-9)
    assert found.objective == pytest.approx(whole, rel=1e-6)
    check_symmetric(problem.activation, found.pwl)


@pytest.mark.parametrize("activation", SYMMETRIC, ids=lambda activation: activation.name)
@pytest.mark.parametrize("segments", [1, 2, 3, 7, 10])
@pytest.mark.parametrize("pinned", [False, True])
def test_results_are_symmetric_and_as_good_as_their_half(activation: Activation, segments: int, pinned: bool) -> None:
    problem = problem_of(activation, segments)
    if pinned:
        problem = dataclasses.replace(problem, pins=tail_pins(activation, PAPER))
    if segments % 2 and activation.symmetry in (Symmetry.EVEN, Symmetry.GATED):
        with pytest.raises(ConfigError, match=f"even number of segments, got {segments}"):
            half_problem(problem)
        return
    half = make_evaluator(half_problem(problem))
    assert half.problem.interval == (0.0, 8.0)
    assert half.problem.segments == (segments + 1) // 2
    found = mirrored(problem)
    assert found.pwl.segments == segments
    check_symmetric(activation, found.pwl)
    one = half.candidate(MINIMAX.search(half, MinimaxConfig(), 0).points)
    assert found.objective == pytest.approx(one.objective, rel=1e-9, abs=1e-13)
    if pinned:
        for pin, value in zip(problem.pins, found.pwl.values[[0, -1]], strict=True):
            assert pin is None or value == pytest.approx(pin, abs=1e-14 * max(1.0, abs(pin)))


@given(st.data())
@settings(max_examples=60)
def test_a_reflected_half_is_symmetric_for_any_problem(data: st.DataObject) -> None:
    activation = data.draw(st.sampled_from(SYMMETRIC))
    even = activation.symmetry in (Symmetry.EVEN, Symmetry.GATED)
    segments = 2 * data.draw(st.integers(1, 12)) - (0 if even else data.draw(st.integers(0, 1)))
    problem = dataclasses.replace(problem_of(activation, segments), fit="lstsq")
    half = half_problem(problem)
    parts = data.draw(st.lists(st.integers(1, 99), min_size=half.points, max_size=half.points, unique=True))
    points: Array = 8.0 * np.sort(np.array(parts, dtype=np.float64)) / 100.0
    breakpoints = breakpoints_of(points, (0.0, 8.0))
    one = make_evaluator(half).candidate(points)
    whole = reflected(problem.activation, one.pwl, problem.segments)
    assert whole.segments == segments
    check_symmetric(activation, whole)
    x = np.linspace(breakpoints[1] if segments % 2 else 0.0, 8.0, 501)
    assert whole(x) == pytest.approx(one.pwl(x), abs=1e-14 * float(np.max(np.abs(one.pwl.values))))


@pytest.mark.parametrize(
    ("problem", "rule"),
    [
        (problem_of(get("elu"), 8), "symmetric function, got 'elu'"),
        (dataclasses.replace(problem_of(get("tanh"), 8), interval=(-8.0, 7.0)), "range symmetric about 0, got -8 7"),
        (dataclasses.replace(problem_of(get("tanh"), 8), interval=(0.0, 8.0)), "range symmetric about 0"),
        (problem_of(get("silu"), 9), "even number of segments, got 9; try --segments 10"),
        (problem_of(EVEN, 1), "even number of segments, got 1"),
        (
            dataclasses.replace(problem_of(get("tanh"), 8), fit="lstsq", density=density_of("normal:1,1")),
            "symmetric density, got 'normal:1,1'",
        ),
    ],
    ids=["function", "range", "one-sided", "odd", "even", "density"],
)
def test_says_in_one_line_what_is_not_symmetric(problem: Problem, rule: str) -> None:
    with pytest.raises(ConfigError) as caught:
        half_problem(problem)
    assert rule in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("pins", [(0.1, None), (None, 1.0), (-1.0, 0.9), (-0.5, -0.5)])
def test_refuses_pins_that_reflection_breaks(pins: tuple[float | None, float | None]) -> None:
    """A tanh pinned on one side only, or to values that are not each other's mirrors, has no mirrored answer."""
    problem = dataclasses.replace(problem_of(get("tanh"), 8), pins=pins)
    try:
        half_problem(problem)
    except ConfigError:
        return
    for pin, value in zip(pins, mirrored(problem).pwl.values[[0, -1]], strict=True):
        assert pin is None or value == pytest.approx(pin, abs=1e-14)


def test_a_symmetric_density_is_fine() -> None:
    density: Density = density_of("normal:0,1")
    problem = dataclasses.replace(problem_of(get("tanh"), 8), fit="lstsq", density=density)
    assert half_problem(problem).density is density
