"""Random search and its draws: what is drawn obeys the rules, and the histogram tells all of it."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import activations, ranges

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.search import Evaluator, Problem, make_evaluator
from pwlact.search.methods.draws import grid_points, mirrored_points, uniform_points
from pwlact.search.methods.random_search import RandomConfig, search
from pwlact.search.polish import moved_apart

Kind = Literal["continuous", "grid", "mirrored"]


def _judge(name: str, segments: int, interval: tuple[float, float] = (-8, 8)) -> Evaluator:
    return make_evaluator(Problem(activation=functions.get(name), interval=interval, segments=segments))


@settings(max_examples=40)
@given(activations(), ranges(), st.integers(1, 64), st.integers(0, 9))
def test_uniform_and_moved_points_can_be_judged(
    activation: functions.Activation, interval: tuple[float, float], segments: int, seed: int
) -> None:
    evaluator = make_evaluator(Problem(activation=activation, interval=interval, segments=segments))
    generator = np.random.default_rng(seed)
    assert np.all(np.isfinite(evaluator.objectives(uniform_points(evaluator, generator, 20))))
    anywhere = generator.normal(np.mean(interval), interval[1] - interval[0], (20, segments - 1))
    moved = moved_apart(evaluator, anywhere)
    assert np.all(np.isfinite(evaluator.objectives(moved)))
    assert moved_apart(evaluator, moved) == pytest.approx(moved, rel=1e-12, abs=1e-12)


def test_uniform_points_are_uniform() -> None:
    points = uniform_points(_judge("silu", 2), np.random.default_rng(0), 20_000)
    counts, _ = np.histogram(points, bins=10, range=(-8, 8))
    assert np.abs(counts - 2000).max() < 250
    pairs = uniform_points(_judge("silu", 3), np.random.default_rng(0), 20_000)
    assert pairs.mean(axis=0) == pytest.approx([-8 / 3, 8 / 3], abs=0.1)  # order statistics


@pytest.mark.parametrize("segments", [1, 2, 3, 8, 9])
def test_mirrored_points_are_mirrored(segments: int) -> None:
    points = mirrored_points(_judge("silu", segments), np.random.default_rng(1), 50)
    assert points.shape == (50, segments - 1)
    assert np.array_equal(points, -points[:, ::-1])
    assert np.all(np.diff(points, axis=1) > 0)


def test_grid_points_are_distinct_multiples() -> None:
    evaluator = _judge("silu", 9, (-0.045, 0.062))
    points = grid_points(evaluator, np.random.default_rng(1), 50, 0.01)
    assert np.all(np.abs(points / 0.01 - np.round(points / 0.01)) < 1e-9)
    assert np.all(np.diff(points, axis=1) > 0.009)
    assert np.all((points > -0.045) & (points < 0.062))


@pytest.mark.parametrize("kind", ["continuous", "grid", "mirrored"])
def test_the_histogram_adds_up_and_holds_the_best(kind: Kind) -> None:
    evaluator = _judge("gelu_tanh", 9)
    found = search(evaluator, RandomConfig(trials=5000, kind=kind), 0)
    histogram = found.details["histogram"]
    assert sum(histogram["counts"]) == found.evaluations == 5000
    assert len(histogram["edges"]) == len(histogram["counts"]) + 1
    best = 1 / (evaluator.objectives(found.points[None, :])[0] + 1e-4)
    assert histogram["edges"][-1] == pytest.approx(best, rel=1e-12)


def test_the_seed_decides_and_more_trials_are_no_worse() -> None:
    evaluator = _judge("sigmoid", 6)
    a, b, c = (search(evaluator, RandomConfig(trials=300), seed) for seed in (1, 1, 2))
    assert np.array_equal(a.points, b.points)
    assert a.details == b.details
    assert not np.array_equal(a.points, c.points)
    more = search(evaluator, RandomConfig(trials=5000), 1)
    assert evaluator.objectives(more.points[None, :])[0] <= evaluator.objectives(a.points[None, :])[0]


def test_a_line_has_nothing_to_draw() -> None:
    found = search(_judge("silu", 1), RandomConfig(trials=100), 0)
    assert found.points.shape == (0,)
    assert sum(found.details["histogram"]["counts"]) == 100


@pytest.mark.parametrize(
    ("name", "interval", "kind"),
    [("silu", (-8.0, 7.0), "mirrored"), ("mish", (-8.0, 8.0), "mirrored"), ("silu", (0.0, 0.05), "grid")],
)
def test_refuses_what_does_not_suit_the_problem(name: str, interval: tuple[float, float], kind: Kind) -> None:
    with pytest.raises(ConfigError, match=r", got .*[;] (try|choose)"):
        search(_judge(name, 9, interval), RandomConfig(trials=10, kind=kind), 0)


@pytest.mark.parametrize("settings", [{"trials": 0}, {"step": 0.0}, {"step": float("nan")}])
def test_refuses_bad_settings(settings: dict[str, float]) -> None:
    with pytest.raises(ConfigError):
        RandomConfig(**settings)  # type: ignore[arg-type]
