"""The exponential, whose overflow is cut."""

from __future__ import annotations

import numpy as np

from pwlact.functions import get


def test_exp_saturates_instead_of_overflowing() -> None:
    largest = get("exp")(1e4)
    assert np.isfinite(largest)
    assert largest > 1.79e308


def test_exp_is_its_own_derivative() -> None:
    x = np.linspace(-8, 1, 10)
    np.testing.assert_array_equal(get("exp").df(x), np.exp(x))
    np.testing.assert_array_equal(get("exp").d2f(x), np.exp(x))
