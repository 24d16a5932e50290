"""One minimax fit by the kernel: preferred values are kept where they are feasible, and the error is the smallest."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.fit import curve_of
from pwlact.fit.minimax_kernels import minimax_one
from pwlact.functions import from_expression, get

NAN = np.nan


def fit(
    name: str, b: list[float], preferred: list[float], pins: tuple[float, float] = (NAN, NAN)
) -> tuple[float, np.ndarray]:
    """Return the error and the values of one fit."""
    interval = (b[0], b[-1])
    activation = from_expression(name, interval=interval) if "*" in name else get(name)
    curve, values = curve_of(activation, interval), np.array(preferred)
    return minimax_one(curve.tables, np.array(b), curve.scale, *pins, values, np.empty((4, max(len(b), 2)))), values


def test_one_segment_of_a_parabola_is_the_chord_lowered_by_half_its_error() -> None:
    eps, values = fit("x**2", [0.0, 1.0], [0.0, 0.0])
    assert eps == pytest.approx(0.125, rel=1e-12)
    assert values == pytest.approx([-0.125, 0.875], rel=1e-12)


def test_preferred_values_are_kept_where_another_segment_sets_the_error() -> None:
    b = [-1.0, -0.1, 0.0, 2.0]  # the last segment is the widest
    eps, values = fit("x**2", b, [1.0, 0.01, -0.25, 0.0])
    assert eps == pytest.approx(0.5, rel=1e-9)
    assert values[0] == pytest.approx(1.0)
    assert values[1] == pytest.approx(0.01)


def test_infeasible_preferred_values_move_to_the_nearest_feasible_ones() -> None:
    eps, values = fit("x**2", [-1.0, 0.0, 2.0], [100.0, -100.0, 100.0])
    x = np.linspace(-1.0, 2.0, 30_001)
    off = np.abs(np.interp(x, [-1.0, 0.0, 2.0], values) - x * x)
    assert off.max() == pytest.approx(eps, rel=1e-9)


@pytest.mark.parametrize("pin", [0.0, 0.3, -0.2])
def test_pins_are_kept_and_cost_what_they_must(pin: float) -> None:
    eps, values = fit("x**2", [0.0, 1.0], [0.0, 0.0], (pin, NAN))
    assert values[0] == pin
    assert eps >= abs(pin) - 1e-12
    assert eps >= 0.125 - 1e-12


@pytest.mark.parametrize("name", ["silu", "tanh"])
def test_segments_over_an_inflection_have_the_error_of_their_values(name: str) -> None:
    b = [-3.0, 2.0, 3.0]
    eps, values = fit(name, b, [0.0, 0.0, 0.0])
    x = np.linspace(-3.0, 3.0, 60_001)
    assert np.abs(np.interp(x, b, values) - get(name)(x)).max() == pytest.approx(eps, rel=1e-7)
