"""Lower bounds: known ones are met, and nothing falls below any of them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EVERY, PAPER, activations, ranges, spread_points

from pwlact.fit import Pins
from pwlact.functions import Activation, Interval, from_expression, get
from pwlact.search import Evaluator, Objective, Problem, make_evaluator, mixed_bound
from pwlact.search.bounds import cover_bound, lower_bound, path_bound, proven
from pwlact.search.problem import OBJECTIVES, FitName

FREE: Pins = (None, None)
OBJECTIVE_KINDS = (
    *OBJECTIVES.values(),
    Objective(measure="exact"),
    Objective(mean_weight=0.0, max_weight=1.0),
    Objective(mean_weight=1.0, max_weight=0.0),
    Objective(mean_weight=0.1, max_weight=0.5, mse_weight=3.0),
)


@pytest.fixture(autouse=True)
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that are looser, and as true."""
    monkeypatch.setattr(mixed_bound, "WORK", 10_000)


def judge_of(
    activation: Activation,
    segments: int,
    interval: Interval = PAPER,
    *,
    objective: Objective = OBJECTIVES["max"],
    fit: FitName = "minimax",
    pins: Pins = FREE,
) -> Evaluator:
    return make_evaluator(
        Problem(activation=activation, interval=interval, segments=segments, fit=fit, objective=objective, pins=pins)
    )


@pytest.mark.parametrize(
    ("name", "segments", "known"),
    [
        ("gelu", 9, 0.00733),
        ("silu", 9, 0.00926),
        ("sigmoid", 9, 0.00376),
        ("gelu", 16, 0.00213),
        ("silu", 16, 0.00325),
        ("sigmoid", 16, 0.00137),
    ],
)
def test_bounds_are_the_known_ones(name: str, segments: int, known: float) -> None:
    # Those were computed on a grid, to about 1 %.
    assert cover_bound(judge_of(get(name), segments)) == pytest.approx(known, rel=0.012)


@pytest.mark.parametrize("segments", [1, 2, 9, 64])
def test_the_parabola_by_hand(segments: int) -> None:
    evaluator = judge_of(from_expression("x**2", interval=(0.0, 1.0)), segments, (0.0, 1.0))
    cover = cover_bound(evaluator)
    assert cover == pytest.approx(1.0 / (8.0 * segments**2), rel=1e-8)
    assert cover <= 1.0 / (8.0 * segments**2)
    assert path_bound(evaluator, cover) <= 1.0 / (8.0 * segments**2)


@pytest.mark.parametrize("objective", OBJECTIVE_KINDS, ids=str)
def test_what_lines_can_follow_has_no_bound_above_rounding(objective: Objective) -> None:
    for text, segments in (("abs(x)", 2), ("abs(x)", 9), ("x / 3 + 1", 1)):
        assert lower_bound(judge_of(from_expression(text), segments, objective=objective)) <= 1e-13


@given(st.data())
@settings(max_examples=60)
def test_no_breakpoints_have_an_objective_below_the_bound(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    points = data.draw(spread_points(interval, max_points=20))
    objective = data.draw(st.sampled_from(OBJECTIVE_KINDS))
    evaluator = judge_of(
        activation, points.size + 1, interval, objective=objective, fit=data.draw(st.sampled_from(["lstsq", "minimax"]))
    )
    found = evaluator.candidate(points).objective
    scale = evaluator.curve.scale
    weights = objective.max_weight + objective.mean_weight + objective.mse_weight * scale
    assert lower_bound(evaluator) <= found * (1.0 + 1e-9) + 4e-15 * scale * weights


@given(st.data())
@settings(max_examples=60)
def test_nothing_falls_below_with_pins(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    points = data.draw(spread_points(interval, max_points=8))
    ends = activation.f(np.array(interval))
    scale = float(np.max(np.abs(ends))) or 1.0
    moves = st.sampled_from([None, 0.0, 1e-3, -0.01, 0.1])
    left, right = (None if move is None else float(end + scale * move) for end in ends for move in [data.draw(moves)])
    for fit in ("lstsq", "minimax"):
        evaluator = judge_of(activation, points.size + 1, interval, fit=fit, pins=(left, right))  # type: ignore[arg-type]
        bound = lower_bound(evaluator)
        assert bound <= evaluator.candidate(points).objective * (1.0 + 1e-9) + 4e-15 * evaluator.curve.scale


@given(st.data())
@settings(max_examples=60)
def test_the_bound_on_the_grid_is_no_more_than_any_error_there(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    points = data.draw(spread_points(interval, max_points=30))
    evaluator = judge_of(activation, points.size + 1, interval, fit="lstsq")
    on_grid = cover_bound(evaluator, on_grid=True)
    rounding = 4e-15 * evaluator.curve.scale
    assert on_grid <= cover_bound(evaluator) * (1.0 + 1e-6) + rounding
    for fit in ("lstsq", "minimax"):
        fitted = make_evaluator(dataclasses.replace(evaluator.problem, fit=fit)).candidate(points)  # type: ignore[arg-type]
        assert on_grid <= fitted.errors.grid.max + rounding


@pytest.mark.parametrize("name", ["gelu", "sigmoid", "hardswish"])
def test_the_bound_on_the_grid_is_close_to_the_exact_one(name: str) -> None:
    for segments in (2, 9, 16):
        evaluator = judge_of(get(name), segments)
        assert cover_bound(evaluator, on_grid=True) >= 0.97 * cover_bound(evaluator)


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
def test_the_cover_is_no_more_than_the_path_and_falls_with_more_segments(activation: Activation) -> None:
    before = np.inf
    for segments in (1, 2, 3, 5, 9, 16, 33, 64):
        evaluator = judge_of(activation, segments)
        cover = cover_bound(evaluator)
        assert cover <= path_bound(evaluator, 0.0) * (1.0 + 1e-8) + 4e-15 * evaluator.curve.scale
        assert cover <= before * (1.0 + 1e-9)
        before = cover


def test_three_points_prove_what_they_do() -> None:
    evaluator = judge_of(get("exp"), 1, (-1.0, 1.0))
    triple = np.array([[-1.0, 0.0, 1.0]])
    assert proven(evaluator, triple) == pytest.approx(0.5 * (np.cosh(1.0) - 1.0), rel=1e-14)
    assert proven(evaluator, triple) < 0.5 * (np.cosh(1.0) - 1.0)  # rounding is taken off


@pytest.mark.parametrize(
    "triples",
    [
        [[-1.0, 0.0, 1.1]],
        [[-1.1, 0.0, 1.0]],
        [[-1.0, -1.0, 1.0]],
        [[-1.0, 1.0, 1.0]],
        [[0.5, 0.0, 1.0]],
        [[-1.0, 0.5, 0.0]],
        [[-1.0, -0.5, 0.1], [0.0, 0.5, 1.0]],
        [[0.0, 0.5, 1.0], [-1.0, -0.5, 0.0]],
        [[np.nan, 0.0, 1.0]],
        [[-1.0, np.nan, 1.0]],
        [[-1.0, 0.0, np.nan]],
    ],
)
def test_bad_triples_prove_nothing(triples: list[list[float]]) -> None:
    evaluator = judge_of(get("exp"), len(triples), (-1.0, 1.0))
    assert proven(evaluator, np.array(triples)) == 0.0


def test_fewer_triples_than_segments_prove_nothing() -> None:
    evaluator = judge_of(get("exp"), 3, (-1.0, 1.0))
    assert proven(evaluator, np.array([[-1.0, 0.0, 1.0]])) == 0.0


@given(st.data())
@settings(max_examples=60)
def test_any_triples_prove_less_than_the_smallest_error(data: st.DataObject) -> None:
    """The proof needs nothing of how the triples were found."""
    activation, interval = data.draw(activations()), data.draw(ranges())
    low, high = interval
    segments = data.draw(st.integers(1, 5))
    rng = np.random.default_rng(data.draw(st.integers(0, 1000)))
    triples = np.sort(rng.uniform(low, high, 3 * segments)).reshape(segments, 3)
    evaluator = judge_of(activation, segments, interval)
    assert proven(evaluator, triples) <= path_bound(evaluator, 0.0) * (1.0 + 1e-8) + 4e-15 * evaluator.curve.scale
