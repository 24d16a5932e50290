"""Samples that defy a spline."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.data import data_of
from pwlact.errors import PwlactWarning
from pwlact.functions.roughness import roughness, warn_of_roughness

X = np.linspace(-8.0, 8.0, 200)


@pytest.mark.parametrize("name", ["silu", "tanh", "gelu", "sigmoid", "relu", "elu"])
@pytest.mark.parametrize("count", [8, 16, 33, 64, 257, 3000])
def test_samples_of_the_catalogue_are_smooth(name: str, count: int) -> None:
    x = np.linspace(-8.0, 8.0, count)
    assert roughness(data_of(x, functions.get(name).f(x))) is None


def test_uneven_samples_and_rounded_ones_are_smooth() -> None:
    x = np.logspace(-3.0, 3.0, 100)
    assert roughness(data_of(x, 1.0 / (1.0 + x))) is None
    assert roughness(data_of(X, np.round(np.tanh(X), 3))) is None
    assert roughness(data_of(X, np.ones(X.size))) is None


def test_noise_jumps_outliers_and_wide_gaps_are_found() -> None:
    noise = np.random.default_rng(0).standard_normal(X.size)
    outlier = np.tanh(X)
    outlier[70] += 0.3
    for y, near in ((np.sign(X - 0.3), 0.3), (outlier, X[70])):
        found = roughness(data_of(X, y))
        assert found is not None
        assert found.x == pytest.approx(near, abs=0.2)
    assert roughness(data_of(X, np.tanh(X) + 0.01 * noise)) is not None
    steep = np.concatenate((np.linspace(-8.0, -1.0, 40), np.linspace(4.0, 8.0, 40)))
    assert roughness(data_of(steep, np.abs(steep) * 3.0)) is not None


def test_the_warning_names_the_remedy() -> None:
    jump = data_of(X, np.sign(X - 0.3), name="scan")
    with pytest.warns(PwlactWarning, match=r"the spline through scan swings .* at x = 0\.2.*add --noisy"):
        warn_of_roughness(jump)
    warn_of_roughness(data_of(X, np.sign(X - 0.3), noisy=True))
