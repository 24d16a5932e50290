"""The compiled gradient against finite differences, and the descent along it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search.methods.brief import evaluator_of

from pwlact.search.methods.gradient import data_of
from pwlact.search.methods.gradient_kernels import descend, mse_gradient


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from(["gelu", "sigmoid", "hardswish"]))
def test_gradients_are_those_of_finite_differences(seed: int, name: str) -> None:
    generator = np.random.default_rng(seed)
    data = data_of(evaluator_of(name, 5))
    # Between samples: the error has no second derivative where a breakpoint passes one.
    tenths = np.sort(generator.choice(np.arange(-70, 70), 4, replace=False))
    b = np.concatenate(([-8.0], 0.1 * tenths + 0.0005, [8.0]))
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
    data = data_of(evaluator_of("silu", 9))
    b = np.linspace(-8, 8, 10)
    v = np.maximum(b, 0)
    start = mse_gradient(*data, b, v, np.empty(10), np.empty(10), np.empty(9))
    end = descend(*data, b, v, (True, False), (0.05, 0.05), 0.002, 500)
    assert end < start
    assert (v[0], b[0], b[-1]) == (0.0, -8.0, 8.0)
    assert v[-1] != 8.0
    assert np.diff(b).min() > 0.0019
