"""The predicted loss against its own definition, input by input."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.errors import ConfigError
from pwlact.fit.predicted_loss import predicted_loss, square_errors
from pwlact.fit.profile import CELLS, SiteProfile, cells_of
from pwlact.functions import get
from pwlact.pwl import make_pwl

BREAKPOINTS = np.array([-5.0, -1.0, 0.25, 1.0, 5.0])


def site(x: np.ndarray, slopes: np.ndarray, function: str = "silu") -> SiteProfile:
    cells = cells_of(x)
    return SiteProfile(
        name="here",
        function=function,
        counts=np.bincount(cells, minlength=CELLS).astype(float),
        squares=np.bincount(cells, weights=slopes**2, minlength=CELLS),
    )


def test_it_is_half_the_sum_of_squared_slopes_times_squared_errors() -> None:
    generator = np.random.default_rng(0)
    x, slopes = generator.normal(0.0, 3.0, 20_000), generator.normal(0.0, 1.0, 20_000)
    silu = get("silu")
    table = make_pwl(silu, BREAKPOINTS, silu(BREAKPOINTS))
    exact = 0.5 * float(slopes**2 @ (table(x) - silu(x)) ** 2) / 100
    assert predicted_loss(site(x, slopes), 100, table) == pytest.approx(exact, rel=2e-3)


def test_errors_are_integrated_within_wide_cells() -> None:
    cells = cells_of(np.array([1000.0, -0.001, 40.0]))
    assert square_errors(cells, "relu", lambda x: np.maximum(x, 0.0) + x) == pytest.approx(
        [1001.0**2, 1.0 / 256**2 / 3.0, 40.0625**2], rel=5e-3
    )


def test_the_function_itself_loses_nothing() -> None:
    x = np.linspace(-4.0, 4.0, 1000)
    assert predicted_loss(site(x, x, "tanh"), 10, np.tanh) == 0.0


def test_an_endless_error_is_an_endless_loss() -> None:
    x = np.linspace(-4.0, 4.0, 1000)
    assert predicted_loss(site(x, x, "tanh"), 10, lambda x: np.full_like(x, np.inf)) == np.inf


def test_a_profile_without_sensitivity_is_refused() -> None:
    none = SiteProfile(name="here", function="silu", counts=np.ones(CELLS))
    with pytest.raises(ConfigError, match="needs a profile with sensitivity"):
        predicted_loss(none, 10, np.tanh)
    with pytest.raises(ConfigError, match="samples are at least 1"):
        predicted_loss(site(np.ones(3), np.ones(3)), 0, np.tanh)
