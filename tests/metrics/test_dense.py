"""Samples that show a weight of errors."""

from __future__ import annotations

import numpy as np

from pwlact import functions
from pwlact.metrics import weight_of
from pwlact.metrics.dense import dense_samples, highest, local_rounding


def test_samples_are_close_at_jumps_and_spikes_of_the_weight() -> None:
    activation = functions.get("exp")
    dense = dense_samples(activation, weight_of("ulp:bf16"), (-8.0, 0.0), np.linspace(-8.0, 0.0, 101), 4)
    for power in range(1, 11):  # the weight doubles where exp falls below a power of two
        assert np.min(np.abs(dense.x + power * np.log(2.0))) < 1e-10
    spike = weight_of("1/(abs(x + 3.3333) + 1e-7)")
    dense = dense_samples(activation, spike, (-8.0, 0.0), np.linspace(-8.0, 0.0, 101), 4)
    assert dense.w.max() > 0.99e7


def test_rounding_nearby_is_that_of_the_largest_value_in_reach() -> None:
    x = np.linspace(0.0, 1.0, 101)
    noise = local_rounding(x, np.where(x > 0.9, 100.0, 1.0), 4)
    assert noise[0] < 1e-15 < noise[-1]
    assert np.all(np.diff(noise) >= 0.0)


def test_golden_sections_find_maxima() -> None:
    at = highest(lambda x: -np.abs(x - np.array([0.3, 1.7])), np.array([0.0, 1.0]), np.array([1.0, 2.0]), 50)
    assert np.allclose(at, [0.3, 1.7], atol=1e-9)


def test_samples_approach_both_ends() -> None:
    dense = dense_samples(functions.get("tanh"), None, (0.0, 1.0), np.linspace(0.0, 1.0, 101), 4)
    assert dense.x[1] < 1e-15
    assert 0.0 < 1.0 - dense.x[-2] < 1e-11


def test_samples_approach_a_zero_on_both_sides_and_hold_it() -> None:
    activation = functions.from_expression("x**3-x")
    dense = dense_samples(activation, weight_of("ulp:bf16"), (-1.5, 1.7), np.linspace(-1.5, 1.7, 102), 4)
    for zero in (-1.0, 1.0):
        assert np.any(dense.x == zero)
        off = dense.x - zero
        assert off[off > 0.0].min() <= 2.3e-16
        assert off[off < 0.0].max() >= -2.3e-16
    assert np.min(np.abs(dense.x)) < 1e-16


def test_bends_between_samples_are_weighted_distances_from_the_chord() -> None:
    dense = dense_samples(
        functions.from_expression("x**2"), weight_of("2 + 1e-30*x"), (0.0, 1.0), np.linspace(0, 1, 11), 1
    )
    np.testing.assert_allclose(dense.bend, 2.0 * np.diff(dense.x) ** 2 * 2.0 / 9.0, rtol=1e-6, atol=1e-15)
