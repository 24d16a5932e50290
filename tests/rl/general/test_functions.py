"""Random functions: of many kinds, the same for the same seed, and none of the catalogue."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.functions import get, names
from pwlact.rl.general.functions import INTERVAL, MAX_RUNS, random_function

DRAWN = [random_function(np.random.default_rng((0, k))) for k in range(60)]


def test_functions_are_scaled_and_of_few_runs() -> None:
    for drawn in DRAWN:
        y = drawn.samples.y
        chord = y[0] + (y[-1] - y[0]) * np.linspace(0.0, 1.0, y.size)
        assert np.ptp(y - chord) == pytest.approx(1.0)
        assert drawn.samples.signs.size <= MAX_RUNS
        assert all(INTERVAL[0] < kink < INTERVAL[1] for kink in drawn.kinks)


def test_functions_are_of_many_kinds() -> None:
    runs = [drawn.samples.signs.size for drawn in DRAWN]
    assert len(set(runs)) >= 5
    assert 0.05 < np.mean([bool(drawn.kinks) for drawn in DRAWN]) < 0.5
    assert 0.1 < np.mean([drawn.weights is not None for drawn in DRAWN]) < 0.6
    even = [np.abs(np.diff(d.samples.y, 2) - np.diff(d.samples.y, 2)[::-1]).max() < 1e-9 for d in DRAWN]
    assert 0.0 < np.mean(even) < 0.5


def test_the_same_seed_gives_the_same_function() -> None:
    again = random_function(np.random.default_rng((0, 3)))
    assert np.array_equal(again.samples.y, DRAWN[3].samples.y)
    assert again.kinks == DRAWN[3].kinks


def test_densities_add_up_to_1() -> None:
    assert all(d.weights.sum() == pytest.approx(1.0) for d in DRAWN if d.weights is not None)


def test_none_is_of_the_catalogue() -> None:
    for name in names():
        activation = get(name)
        y = activation(np.linspace(*activation.interval, 8001))
        shape = y - y[0] - (y[-1] - y[0]) * np.linspace(0.0, 1.0, y.size)
        if np.ptp(shape) > 0.0:
            shape = shape / np.ptp(shape)
            for drawn in DRAWN:
                other = drawn.samples.y
                chord = other[0] + (other[-1] - other[0]) * np.linspace(0.0, 1.0, other.size)
                assert np.abs(other - chord - shape).max() > 1e-3
