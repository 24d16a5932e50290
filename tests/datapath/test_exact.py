"""Sums of doubles without loss."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from pwlact.datapath.exact import two_sum


def test_sum_and_rest_are_the_exact_sum() -> None:
    generator = np.random.default_rng(1)
    a, b = np.ldexp(generator.normal(size=(2, 1000)), generator.integers(-60, 60, (2, 1000)))
    total, rest = two_sum(a, b)
    np.testing.assert_array_equal(total, a + b)
    for parts in zip(a.tolist(), b.tolist(), total.tolist(), rest.tolist(), strict=True):
        x, y, s, r = map(Fraction, parts)
        assert x + y == s + r
