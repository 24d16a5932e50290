"""A budget shared for the least sum, against all ways to share it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwlact._types import Array, Codes
from pwlact.many.sharing import shared_for_sum

LENGTH = 12


def least(curves: Array, total: int, weights: Array) -> float:
    """Return the least weighted sum over all choices."""
    n = len(curves)
    choices = itertools.product(range(1, total - n + 2), repeat=n)
    return min(
        sum(weights[i] * curves[i, k - 1] for i, k in enumerate(chosen)) for chosen in choices if sum(chosen) <= total
    )


def shared(curves: Array, total: int, weights: Array) -> tuple[Codes, set[tuple[int, int]]]:
    """Return the answer, and which errors were asked for."""
    asked: set[tuple[int, int]] = set()

    def errors(index: Codes, segments: Codes) -> Array:
        asked.update(zip(index.tolist(), segments.tolist(), strict=True))
        return np.asarray(curves[index, segments - 1])

    return shared_for_sum(errors, len(curves), total, weights), asked


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3), st.integers(0, 8), st.booleans())
def test_it_is_the_best_of_all_choices(seed: int, n: int, spare: int, falls: bool) -> None:
    """Curves need not be convex, nor even fall."""
    rng = np.random.default_rng(seed)
    curves = rng.choice([0.0, 0.5, 1.0, 2.0, 4.0], (n, LENGTH)) * rng.uniform(0.5, 1.0, (n, LENGTH))
    curves = np.minimum.accumulate(curves, axis=1) if falls else curves
    weights, total = rng.uniform(0.1, 2.0, n), n + spare
    found, _ = shared(curves, total, weights)
    assert found.sum() <= total
    assert found.min() >= 1
    value = float(weights @ curves[np.arange(n), found - 1])
    assert value == pytest.approx(least(curves, total, weights), rel=1e-12, abs=1e-12)


def test_only_errors_that_may_matter_are_computed() -> None:
    sizes = np.geomspace(1e-3, 1.0, 30)
    curves = sizes[:, None] / np.arange(1, 300) ** 4.0
    found, asked = shared(curves, 240, np.ones(30))
    assert found.sum() == 240
    assert np.all(np.diff(found) >= 0)
    assert len(asked) < 30 * 24
