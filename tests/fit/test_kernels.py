"""Parts of the compiled kernel whose accuracy the whole hangs on."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PAPER

from pwlact.fit import sample
from pwlact.fit.kernels import _first_sample, moments, prefix_sums
from pwlact.functions import get


def test_prefix_sums_hold_twice_the_digits() -> None:
    y = np.random.default_rng(1).normal(size=20_000) * 1e3 + 1e6
    sums = prefix_sums(y)
    running, weighted = Fraction(0), Fraction(0)
    for i, value in enumerate(y.tolist()):
        if i % 997 == 0:
            plain = Fraction(sums[i, 0].item()) + Fraction(sums[i, 1].item())
            moment = Fraction(sums[i, 2].item()) + Fraction(sums[i, 3].item())
            assert abs(plain - running) <= 1e-9 * Fraction(1, 10**9) * abs(running)
            assert abs(moment - weighted) <= Fraction(1, 10**20) * abs(weighted)
        running += Fraction(value)
        weighted += Fraction(float(i * value))


@given(st.integers(0, 16_000), st.integers(0, 4_000))
def test_moments_equal_the_plain_sums(start: int, length: int) -> None:
    samples = sample(get("silu"), PAPER)
    stop = min(start + length, samples.y.size)
    y = samples.y[start:stop].tolist()
    total = sum(map(Fraction, y))
    first = sum((Fraction(i) * Fraction(value) for i, value in enumerate(y)), Fraction(0))
    got = moments(samples.y, samples.sums, start, stop)
    assert got[0] == pytest.approx(float(total), rel=1e-12, abs=1e-12)
    assert got[1] == pytest.approx(float(first), rel=1e-11, abs=1e-9)


@given(st.floats(-8.0, 8.0), st.sampled_from([(-8.0, 8.0), (-0.1, 0.2), (1.0, 1.0 + 1e-9)]))
def test_first_sample_is_the_one_that_numpy_finds(b: float, interval: tuple[float, float]) -> None:
    samples = sample(get("tanh"), interval)
    low, high = interval
    b = low + (high - low) * (b + 8.0) / 16.0
    nearest = samples.x[np.argmin(np.abs(samples.x[:-1] - b))]
    for at in (b, nearest, np.nextafter(nearest, -9.0), np.nextafter(nearest, 9.0), nearest + 1e-5 * samples.step):
        if low < at < high:
            found = _first_sample(at, low, samples.step, samples.x.size)
            assert found == np.searchsorted(samples.x, at, side="left")
