"""Best values against the linear program, against other fits, and by their laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Array

from pwlact.fit import Pins, best_batch, best_reference, curve_of, lstsq_batch, minimax_batch, sample
from pwlact.functions import from_expression, get

PAPER = (0.2, 0.8)


def sets_of(seed: int, low: float, high: float, segments: int, count: int) -> Array:
    """Return random breakpoints (count, segments + 1)."""
    gaps = np.exp(np.random.default_rng(seed).normal(0.0, 0.4, (count, segments)))
    inner = low + (high - low) * np.cumsum(gaps, axis=1)[:, :-1] / gaps.sum(axis=1, keepdims=True)
    ends = np.ones((count, 1))
    return np.concatenate((low * ends, inner, high * ends), axis=1)


@settings(max_examples=20)
@given(
    name=st.sampled_from(["gelu_tanh", "silu", "sigmoid", "mish", "exp", "hardswish"]),
    seed=st.integers(0, 99),
    segments=st.integers(1, 9),
    weights=st.sampled_from([PAPER, (1.0, 0.0), (0.5, 0.5), (0.01, 1.0)]),
    pinned=st.booleans(),
)
def test_j_is_that_of_the_linear_program(
    name: str, seed: int, segments: int, weights: tuple[float, float], pinned: bool
) -> None:
    samples = sample(get(name), (-6.0, 5.0), 1001)
    pins: Pins = (0.1, None) if pinned else (None, None)
    breakpoints = sets_of(seed, -6.0, 5.0, segments, 1)
    fits = best_batch(samples, breakpoints, *weights, pins, exact=True)
    _, expected = best_reference(samples.x, samples.y, breakpoints[0], *weights, pins)
    objective = weights[0] * fits.mean_error[0] + weights[1] * fits.max_error[0]
    assert objective == pytest.approx(expected, rel=1e-8)
    assert fits.gap[0] < 1e-8
    if pinned:
        assert fits.values[0, 0] == 0.1


@pytest.mark.parametrize("name", ["gelu_tanh", "silu", "sigmoid", "mish", "elu"])
def test_no_other_fit_earns_more(name: str) -> None:
    activation = get(name)
    samples, curve = sample(activation, (-8.0, 8.0)), curve_of(activation, (-8.0, 8.0))
    breakpoints = sets_of(1, -8.0, 8.0, 9, 20)
    best = best_batch(samples, breakpoints, *PAPER, exact=True)
    assert np.all(best.gap < 1e-7)
    for other in (lstsq_batch(samples, breakpoints), minimax_batch(curve, samples, breakpoints)):
        ours = PAPER[0] * best.mean_error + PAPER[1] * best.max_error
        assert np.all(ours <= (PAPER[0] * other.mean_error + PAPER[1] * other.max_error) * (1.0 + 1e-8))


@pytest.mark.parametrize("name", ["gelu_tanh", "silu", "sigmoid", "mish"])
def test_the_quick_fit_is_near_the_proven_one_and_never_above_least_squares(name: str) -> None:
    samples = sample(get(name), (-8.0, 8.0))
    breakpoints = sets_of(2, -8.0, 8.0, 9, 100)
    quick, best, squares = (
        best_batch(samples, breakpoints, *PAPER),
        best_batch(samples, breakpoints, *PAPER, exact=True),
        lstsq_batch(samples, breakpoints),
    )
    objective = {
        key: PAPER[0] * fits.mean_error + PAPER[1] * fits.max_error
        for key, fits in (("quick", quick), ("best", best), ("squares", squares))
    }
    assert np.all(objective["quick"] <= objective["squares"])
    above = objective["quick"] / objective["best"] - 1.0
    assert np.all(above > -1e-8)
    assert np.median(above) < 1e-7
    assert np.quantile(above, 0.75) < 1e-5
    assert np.all(np.isnan(quick.gap))


def test_the_errors_are_those_of_the_values() -> None:
    samples = sample(get("silu"), (-8.0, 8.0))
    breakpoints = sets_of(3, -8.0, 8.0, 9, 5)
    fits = best_batch(samples, breakpoints, *PAPER)
    for row in range(5):
        error = np.abs(np.interp(samples.x, breakpoints[row], fits.values[row]) - samples.y)
        assert fits.max_error[row] == pytest.approx(error.max(), abs=1e-13)
        assert fits.mean_error[row] == pytest.approx(error.mean(), abs=1e-13)


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_values_scale_with_the_function(factor: float) -> None:
    breakpoints = sets_of(4, -4.0, 4.0, 5, 3)
    plain = best_batch(sample(get("tanh"), (-4.0, 4.0)), breakpoints, *PAPER, exact=True)
    scaled = best_batch(sample(from_expression(f"{factor!r}*tanh(x)"), (-4.0, 4.0)), breakpoints, *PAPER, exact=True)
    assert scaled.max_error == pytest.approx(factor * plain.max_error, rel=1e-6)
    assert scaled.mean_error == pytest.approx(factor * plain.mean_error, rel=1e-5)


def test_a_function_that_is_piecewise_linear_itself_is_met() -> None:
    samples = sample(get("relu"), (-4.0, 4.0))
    fits = best_batch(samples, np.array([[-4.0, 0.0, 4.0]]), *PAPER, exact=True)
    assert fits.max_error[0] < 1e-12
    assert fits.gap[0] == 0.0


def test_small_moves_of_a_value_earn_nothing() -> None:
    samples = sample(get("gelu"), (-8.0, 8.0))
    breakpoints = sets_of(5, -8.0, 8.0, 7, 1)
    fits = best_batch(samples, breakpoints, *PAPER, exact=True)
    least = PAPER[0] * fits.mean_error[0] + PAPER[1] * fits.max_error[0]
    for j in range(8):
        for step in (-1e-3, -1e-6, 1e-6, 1e-3):
            moved = fits.values[0].copy()
            moved[j] += step
            error = np.abs(np.interp(samples.x, breakpoints[0], moved) - samples.y)
            assert PAPER[0] * error.mean() + PAPER[1] * error.max() >= least * (1.0 - 1e-9)
