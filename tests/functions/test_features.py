"""What a function does on a range, found by sampling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.functions import Symmetry, features, from_expression, get
from pwlact.functions.expression import plain_function


def test_samples_hold_ends_and_middle() -> None:
    x = features.samples((-8.0, 8.0))
    assert (x[0], x[8000], x[-1], x.size) == (-8.0, 0.0, 8.0, 16_001)


def test_the_first_bad_point_is_the_leftmost() -> None:
    assert features.first_bad_point(np.sqrt, (0.0, 8.0)) is None
    with np.errstate(all="ignore"):
        assert features.first_bad_point(np.log, (-8.0, 8.0)) == -8.0
        assert features.first_bad_point(lambda x: 1.0 / x, (-8.0, 8.0)) == 0.0


@given(st.lists(st.integers(-780, 780), min_size=1, max_size=5, unique=True).map(sorted))
def test_roots_of_a_polynomial_are_its_sign_changes(places: list[int]) -> None:
    roots = np.array(places) / 100.0 + 0.00037

    def polynomial(x: np.ndarray) -> np.ndarray:
        return np.prod(x[..., None] - roots, axis=-1)

    np.testing.assert_allclose(features.sign_changes(polynomial, (-8.0, 8.0)), roots, atol=1e-9)


def test_rounding_errors_of_a_flat_tail_have_no_sign() -> None:
    def f(x: np.ndarray) -> np.ndarray:
        return np.where(np.abs(x) < 4.0, x, 1e-13 * np.sin(40.0 * x))

    assert features.sign_changes(f, (-8.0, 8.0)) == (0.0,)


def test_a_jump_of_the_slope_is_a_kink_and_a_smooth_turn_is_not() -> None:
    assert features.jumps(np.sign, (0.0, 1.0)) == (0.0,)
    assert features.jumps(np.tanh, (0.0,)) == ()
    assert features.jumps(np.sign, (0.0, 1e-9)) == (0.0,)  # one kink, found twice


def test_a_kink_is_no_inflection() -> None:
    def d2f(x: np.ndarray) -> np.ndarray:
        return np.sign(x - 1.0)

    np.testing.assert_allclose(features.inflections(d2f, (-8.0, 8.0)), [1.0])
    assert features.inflections(d2f, (-8.0, 8.0), kinks=(1.0,)) == ()


@pytest.mark.parametrize(
    ("f", "symmetry"),
    [
        (np.sin, Symmetry.ODD),
        (np.cos, Symmetry.EVEN),
        (get("sigmoid").f, Symmetry.COMPLEMENTARY),
        (get("silu").f, Symmetry.GATED),
        (np.exp, Symmetry.NONE),
    ],
)
def test_symmetry_is_found_on_even_ranges_only(f: features.ArrayFunction, symmetry: Symmetry) -> None:
    assert features.symmetry(f, (-8.0, 8.0)) is symmetry
    assert features.symmetry(f, (-1.0, 8.0)) is Symmetry.NONE  # mostly on one side


def test_bends_are_inflections_and_kinks_inside_also_beyond_the_own_range() -> None:
    hardswish, sine = get("hardswish"), from_expression("sin(x)", interval=(-4.0, 4.0))
    assert features.bends(hardswish, (-8.0, 2.0)).tolist() == [-3.0]
    np.testing.assert_allclose(features.bends(sine, (-8.0, 8.0)), np.pi * np.arange(-2, 3), atol=1e-9)


def test_rounding_noise_scales_with_the_function() -> None:
    small = features.rounding_noise(np.sin, np.sin, (-8.0, 8.0))
    assert features.rounding_noise(lambda x: 1e6 * np.sin(x), np.sin, (-8.0, 8.0)) > 1e3 * small


@pytest.mark.parametrize("text", ["tanh(1e9*x)", "atan(1e6*x)", "sin(1e4*x)", "sin(2000*pi*x)", "x + 1e-3*sin(1e4*x)"])
def test_a_function_that_jumps_or_oscillates_between_samples_is_unresolved(text: str) -> None:
    f = plain_function(text)
    x = features.samples((-8.0, 8.0))
    assert features.unresolved(f, x, lambda x: (f(x + 1e-9) - f(x - 1e-9)) / 2e-9) is not None


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("tanh(x)", (-8.0, 8.0)),
        ("tanh(1000*x)", (-8.0, 8.0)),
        ("abs(x)", (-8.0, 8.0)),
        ("sqrt(x)", (0.0, 4000.0)),
        ("log(x)", (1e-6, 8.0)),
        ("1/x", (1e-3, 8.0)),
        ("exp(x)", (-500.0, 500.0)),
    ],
)
def test_a_function_that_samples_show_is_resolved(text: str, interval: tuple[float, float]) -> None:
    assert features.unresolved(plain_function(text), features.samples(interval)) is None


def test_steps_of_rounding_are_no_jumps() -> None:
    x = np.linspace(18.9, 19.2, 1001)  # tanh is 1 to a last place there
    assert 0.0 < np.ptp(np.tanh(x)) < 1e-15
    assert features.unresolved(np.tanh, x) is None
