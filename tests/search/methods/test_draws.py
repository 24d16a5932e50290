"""Random sets of points: uniform, symmetric or on a grid, and all of them wide enough."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import activations, ranges

from pwlact import functions
from pwlact.search import Evaluator, Problem, make_evaluator
from pwlact.search.methods.draws import grid_points, mirrored_points, uniform_points
from pwlact.search.polish import moved_apart


def _evaluator(name: str, segments: int, interval: tuple[float, float] = (-8, 8)) -> Evaluator:
    return make_evaluator(Problem(activation=functions.get(name), interval=interval, segments=segments))


@settings(max_examples=40)
@given(activations(), ranges(), st.integers(1, 64), st.integers(0, 9))
def test_uniform_and_moved_points_have_finite_objectives(
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
    points = uniform_points(_evaluator("silu", 2), np.random.default_rng(0), 20_000)
    counts, _ = np.histogram(points, bins=10, range=(-8, 8))
    assert np.abs(counts - 2000).max() < 250
    pairs = uniform_points(_evaluator("silu", 3), np.random.default_rng(0), 20_000)
    assert pairs.mean(axis=0) == pytest.approx([-8 / 3, 8 / 3], abs=0.1)  # order statistics


@pytest.mark.parametrize("segments", [1, 2, 3, 8, 9])
def test_mirrored_points_are_mirrored(segments: int) -> None:
    points = mirrored_points(_evaluator("silu", segments), np.random.default_rng(1), 50)
    assert points.shape == (50, segments - 1)
    assert np.array_equal(points, -points[:, ::-1])
    assert np.all(np.diff(points, axis=1) > 0)


def test_grid_points_are_distinct_multiples() -> None:
    evaluator = _evaluator("silu", 9, (-0.045, 0.062))
    points = grid_points(evaluator, np.random.default_rng(1), 50, 0.01)
    assert np.all(np.abs(points / 0.01 - np.round(points / 0.01)) < 1e-9)
    assert np.all(np.diff(points, axis=1) > 0.009)
    assert np.all((points > -0.045) & (points < 0.062))
