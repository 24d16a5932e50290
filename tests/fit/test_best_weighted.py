"""Best values under weights and constraints: against the linear program, and by what they keep."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pwlact.fit import best_reference, lstsq, sample
from pwlact.fit.best_weighted import NO_PAIRS, Weighing, best_values
from pwlact.functions import get

SAMPLES = sample(get("silu"), (-6.0, 6.0), 1001)
BREAKPOINTS = np.array([-6.0, -2.5, -0.6, 0.7, 2.4, 6.0])
EVEN = np.full(1001, 1.0 / 1001)
PLAIN = Weighing(
    shares=EVEN,
    factors=np.ones(1001),
    mean_weight=0.2,
    max_weight=0.8,
    mse_weight=0.0,
    through=NO_PAIRS,
    direction=0,
    non_negative=False,
)
FREE = np.zeros(6, dtype=np.bool_)


def measured(weighing: Weighing, values: np.ndarray) -> float:
    """Return J of values."""
    error = weighing.factors * np.abs(np.interp(SAMPLES.x, BREAKPOINTS, values) - SAMPLES.y)
    mean, square = weighing.shares @ error, weighing.shares @ error**2
    return float(weighing.mean_weight * mean + weighing.max_weight * error.max() + weighing.mse_weight * square)


@pytest.mark.parametrize("mean_weight", [0.2, 1.0])
@pytest.mark.parametrize("max_weight", [0.0, 0.8])
@pytest.mark.parametrize("weighted", [False, True])
def test_j_is_that_of_the_linear_program(mean_weight: float, max_weight: float, weighted: bool) -> None:
    shares = np.exp(-0.5 * SAMPLES.x**2) if weighted else EVEN
    factors = 1.0 / (0.1 + np.abs(SAMPLES.x)) if weighted else np.ones(1001)
    weighing = dataclasses.replace(
        PLAIN, shares=shares / shares.sum(), factors=factors, mean_weight=mean_weight, max_weight=max_weight
    )
    values, gap = best_values(SAMPLES, weighing, BREAKPOINTS, lstsq(SAMPLES, BREAKPOINTS).values, FREE)
    _, expected = best_reference(
        SAMPLES.x, SAMPLES.y, BREAKPOINTS, mean_weight, max_weight, shares=weighing.shares, factors=factors
    )
    assert measured(weighing, values) == pytest.approx(expected, rel=1e-8)
    assert gap <= 1e-8 * expected


def test_with_a_mean_square_error_small_moves_earn_nothing() -> None:
    weighing = dataclasses.replace(PLAIN, mse_weight=50.0)
    values, _ = best_values(SAMPLES, weighing, BREAKPOINTS, lstsq(SAMPLES, BREAKPOINTS).values, FREE)
    least = measured(weighing, values)
    moves = np.random.default_rng(0).normal(size=(200, 6)) * 10.0 ** np.random.default_rng(1).uniform(-7, -2, (200, 1))
    assert all(measured(weighing, values + move) >= least * (1.0 - 1e-9) for move in moves)
    assert least < measured(weighing, best_values(SAMPLES, PLAIN, BREAKPOINTS, values, FREE)[0])


def test_constraints_are_kept_at_the_least_cost() -> None:
    start = lstsq(SAMPLES, BREAKPOINTS).values
    free = measured(PLAIN, best_values(SAMPLES, PLAIN, BREAKPOINTS, start, FREE)[0])
    kept = {
        "through": dataclasses.replace(PLAIN, through=np.array([[0.0, 0.0], [1.5, 1.3]])),
        "above": dataclasses.replace(PLAIN, non_negative=True),
        "rising": dataclasses.replace(PLAIN, direction=1),
    }
    found = {name: best_values(SAMPLES, weighing, BREAKPOINTS, start, FREE)[0] for name, weighing in kept.items()}
    assert np.interp([0.0, 1.5], BREAKPOINTS, found["through"]) == pytest.approx([0.0, 1.3], abs=1e-12)
    assert found["above"].min() >= -1e-12
    assert np.diff(found["rising"]).min() >= -1e-12
    assert all(measured(PLAIN, values) >= free * (1.0 - 1e-9) for values in found.values())


def test_fixed_values_stay() -> None:
    fixed = np.array([True, False, True, False, False, False])
    start = lstsq(SAMPLES, BREAKPOINTS).values
    values, _ = best_values(SAMPLES, PLAIN, BREAKPOINTS, start, fixed)
    assert np.array_equal(values[fixed], start[fixed])
    assert measured(PLAIN, values) < measured(PLAIN, start)
