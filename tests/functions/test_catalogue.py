"""Every catalogue function against mpmath and against its own record; a new one is tested by being listed."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Iterable

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import exact
from references.catalogue import CATALOGUE
from strategies import moved

from pwlact.functions import Activation, Symmetry, estimate_tail, features, from_expression, get, names
from pwlact.functions.registry import FACTORIES

VARIANTS = [
    f"{factory.__name__}:{parameter}={value}"
    for factory in FACTORIES
    for parameter in inspect.signature(factory).parameters
    for value in (0.5, 1.702)
]
EVERY = pytest.mark.parametrize("name", [*names(), *VARIANTS])


def worst(activation: Activation, points: Iterable[float], digits: int, floor: str) -> float:
    """Return the largest relative error of f, f' and f''; below the floor, mpmath's own noise."""
    x = np.array(list(points))
    with mp.workdps(digits):
        return max(
            float(abs(mp.mpf(float(got)) - wanted) / max(abs(wanted), mp.mpf(floor)))
            for order, function in enumerate((activation.f, activation.df, activation.d2f))
            for got, wanted in zip(function(x), (exact(activation.formula, t, order) for t in x), strict=True)
        )


def defined(activation: Activation, x: Iterable[float]) -> np.ndarray:
    """Return the points at which a function is defined."""
    low, high = activation.domain
    return np.array([t for t in x if low <= t <= high])


def off_kinks(activation: Activation, x: np.ndarray) -> np.ndarray:
    return x[[all(abs(t - kink) > 1e-6 for kink in activation.kinks) for t in x]]


def test_the_catalogue_is_the_written_one() -> None:
    assert list(names()) == sorted(CATALOGUE)


@pytest.mark.parametrize("name", CATALOGUE)
def test_label_range_tails_and_kinks_are_the_written_ones(name: str) -> None:
    activation = get(name)
    found = (activation.label, activation.interval, activation.left_tail, activation.right_tail, activation.kinks)
    assert found == CATALOGUE[name]


@EVERY
def test_agrees_with_mpmath(name: str) -> None:
    activation = get(name)
    points = off_kinks(activation, defined(activation, np.linspace(-8, 8, 49) + 0.0123))
    assert worst(activation, points, 50, "1e-28") < 1e-12


@EVERY
def test_agrees_with_mpmath_near_zero_and_in_the_far_tails(name: str) -> None:
    # 450 digits, because 1 + erf(-37 / sqrt(2)) loses 300 of them.
    points = (-37.0, -30.1, -20.0, -12.0, -1e-3, -1e-5, 1e-5, 1e-3, 12.0, 20.0, 25.3, 37.0)
    assert worst(get(name), defined(get(name), points), 450, "1e-290") < 1e-12


@EVERY
def test_is_finite_and_raises_no_signal_to_1e4(name: str) -> None:
    activation = get(name)
    sizes = np.array([0.0, 1e-300, 1e-160, 1e-9, 1.0, 27.0, 300.0, 709.0, 745.2, 1e4])
    x = np.concatenate([-sizes, sizes, np.linspace(-100, 100, 2001)])
    with np.errstate(all="raise"):
        for function in (activation.f, activation.df, activation.d2f):
            assert np.all(np.isfinite(function(x)))


@EVERY
def test_keeps_shape_and_type(name: str) -> None:
    activation = get(name)
    for function in (activation, activation.df, activation.d2f):
        for shape in ((), (0,), (3,), (2, 3)):
            y = function(np.full(shape, 0.5))
            assert np.shape(y) == shape
            assert np.asarray(y).dtype == np.float64


@EVERY
@settings(max_examples=25, deadline=None)
@given(x=st.floats(-40, 40))
def test_every_function_has_its_stated_symmetry(name: str, x: float) -> None:
    activation = get(name)
    if activation.symmetry is not Symmetry.NONE:
        reflected = activation.symmetry.reflect(x, activation(x))
        assert abs(activation(-x) - reflected) <= 1e-14 * (1 + abs(x))


@EVERY
def test_symmetry_is_the_one_that_sampling_finds(name: str) -> None:
    activation = get(name)
    assert features.symmetry(activation.f, moved(activation, (-8, 8))) is activation.symmetry


@EVERY
@pytest.mark.parametrize("side", [-1, 1])
def test_tail_is_approached(name: str, side: int) -> None:
    activation = get(name)
    tail = activation.left_tail if side < 0 else activation.right_tail
    if tail is None:
        line = estimate_tail(activation.f, "left" if side < 0 else "right", activation.interval)
        end = activation.interval[0 if side < 0 else 1]
        # No asymptote, as for exp, or one that is far from f where the range ends.
        assert line is None or abs(activation(end) - line(end)) > 0.1
        return
    near, far = (abs(activation(side * x) - tail(side * x)) for x in (100.0, 1e4))
    assert far <= min(2e-4, near)


@EVERY
def test_inflections_are_all_and_only_the_sign_changes(name: str) -> None:
    activation = get(name)
    endless = name in ("sin", "cos")  # turns
    x = np.linspace(*(activation.interval if endless else moved(activation, (-8, 8))), 20_002)  # even: 0 is no sample
    curved = np.abs(activation.d2f(x)) > 0
    x, signs = x[curved], np.sign(activation.d2f(x[curved]))
    changes = x[1:][signs[1:] != signs[:-1]]
    np.testing.assert_allclose(changes, activation.inflections, atol=1e-3)
    for point in activation.inflections:
        before, after = activation.d2f(point + np.array([-1e-9, 1e-9]))
        assert before * after < 0


@EVERY
def test_slope_jumps_at_the_kinks_only(name: str) -> None:
    activation = get(name)
    low, high = activation.interval
    x = np.linspace(low - 5e-4, high + 5e-4, 16_001)
    jumps = np.abs(np.diff(activation.df(x))) > 0.02
    np.testing.assert_allclose((x[1:] + x[:-1])[jumps] / 2, activation.kinks, atol=1e-3)


@EVERY
def test_derivatives_at_a_kink_lie_between_the_one_sided_ones(name: str) -> None:
    activation = get(name)
    for kink in activation.kinks:
        for function in (activation.df, activation.d2f):
            left, middle, right = function(kink + np.array([-1e-9, 0.0, 1e-9]))
            assert min(left, right) - 1e-8 <= middle <= max(left, right) + 1e-8


@EVERY
def test_formula_as_an_expression_agrees(name: str) -> None:
    activation = get(name)
    custom = from_expression(activation.formula, interval=activation.interval)
    x = off_kinks(activation, np.append(np.linspace(*activation.interval, 999), 1e-3))
    x = x[x != 0.0]  # where f'' of CELU, ELU and softsign jumps
    for ours, theirs in ((activation.f, custom.f), (activation.df, custom.df), (activation.d2f, custom.d2f)):
        np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-12, atol=1e-13)
    low, high = activation.interval
    np.testing.assert_allclose(custom.kinks, activation.kinks, atol=1e-9)
    np.testing.assert_allclose(custom.inflections, [p for p in activation.inflections if low < p < high], atol=1e-9)


@EVERY
def test_record_is_complete_and_pickles(name: str) -> None:
    activation = get(name)
    assert activation.label
    assert activation.source
    assert activation.expression is None
    copy = pickle.loads(pickle.dumps(activation))
    x = np.linspace(-8, 8, 9)
    assert copy.name == activation.name
    np.testing.assert_array_equal(copy(x), activation(x))
