"""The object: evaluation, tails, immutability, rules."""

from __future__ import annotations

import copy
import dataclasses
import math
import pickle
import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import Array, activations, ranges, spread_points

from pwlact.errors import BreakpointError, ConfigError, InputError
from pwlact.functions import Activation, Interval, Line, from_expression, get
from pwlact.pwl import PWL, breakpoints_of, make_pwl

ZERO, ONE = Line(0.0, 0.0), Line(0.0, 1.0)


def roof(left: Line = ZERO, right: Line = ONE) -> PWL:
    return PWL(
        breakpoints=np.array([-1.0, 0.0, 2.0]),
        values=np.array([0.0, 4.0, 1.0]),
        left_tail=left,
        right_tail=right,
    )


@pytest.mark.parametrize(
    ("x", "y"), [(-1.0, 0.0), (-0.25, 3.0), (0.0, 4.0), (1.0, 2.5), (2.0, 1.0), (-9.0, 0.0), (9.0, 1.0)]
)
def test_values_are_those_computed_by_hand(x: float, y: float) -> None:
    assert float(roof()(x)) == y


def test_tails_hold_strictly_outside_only() -> None:
    pwl = roof(left=Line(2.0, 7.0), right=Line(-1.0, 5.0))
    x = np.array([-3.0, np.nextafter(-1.0, -2.0), -1.0, 2.0, np.nextafter(2.0, 3.0), 10.0])
    assert np.allclose(pwl(x), [1.0, 5.0, 0.0, 1.0, 3.0, -5.0], rtol=0.0, atol=1e-14)


@given(hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=4, max_side=4), elements=st.floats(-5, 5)))
def test_any_shape_is_elementwise(x: Array) -> None:
    pwl = roof()
    y = pwl(x)
    assert y.shape == x.shape
    assert y.ravel().tolist() == [float(pwl(t)) for t in x.ravel()]


def test_takes_lists_integers_and_empty_arrays() -> None:
    assert roof()([[0, 1], [2, 3]]).tolist() == [[4.0, 2.5], [1.0, 1.0]]
    assert roof()(np.empty((0, 3))).shape == (0, 3)


def test_not_a_number_gives_not_a_number() -> None:
    assert np.isnan(roof()(math.nan))


def test_level_tails_reach_infinity_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert roof()([-math.inf, 0.0, math.inf]).tolist() == [0.0, 4.0, 1.0]
        assert roof(right=Line(1.0, 0.0))([-math.inf, math.inf]).tolist() == [0.0, math.inf]


@given(st.data())
def test_passes_through_its_knots(data: st.DataObject) -> None:
    interval = data.draw(ranges())
    breakpoints = breakpoints_of(data.draw(spread_points(interval)), interval)
    values = data.draw(hnp.arrays(np.float64, breakpoints.shape, elements=st.floats(-100, 100)))
    pwl = PWL(breakpoints=breakpoints, values=values, left_tail=ZERO, right_tail=ZERO)
    assert np.allclose(pwl(breakpoints), values, rtol=0.0, atol=1e-12)
    assert pwl.interval == interval
    assert pwl.points.tolist() == breakpoints[1:-1].tolist()
    assert pwl.segments == breakpoints.size - 1


def test_keeps_its_own_copy() -> None:
    breakpoints, values = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    pwl = PWL(breakpoints=breakpoints, values=values, left_tail=ZERO, right_tail=ONE)
    breakpoints[0], values[1] = -5.0, 99.0
    assert pwl.breakpoints.tolist() == [0.0, 1.0]
    assert pwl.values.tolist() == [0.0, 1.0]


@pytest.mark.parametrize("name", ["breakpoints", "values", "points"])
@pytest.mark.parametrize(
    "remake",
    [lambda pwl: pwl, copy.copy, copy.deepcopy, lambda pwl: pickle.loads(pickle.dumps(pwl)), dataclasses.replace],
    ids=["itself", "copy", "deepcopy", "pickle", "replace"],
)
def test_arrays_are_read_only_and_survive_copies(name: str, remake: Callable[[PWL], PWL]) -> None:
    pwl = remake(roof())
    assert getattr(pwl, name).tolist() == getattr(roof(), name).tolist()
    assert (pwl.left_tail, pwl.right_tail) == (ZERO, ONE)
    with pytest.raises(ValueError, match="read-only"):
        getattr(pwl, name)[0] = 1.0


def test_fields_cannot_be_set() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        roof().values = np.zeros(3)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("breakpoints", "values"),
    [
        ([0.0], [0.0]),
        ([], []),
        ([[0.0, 1.0]], [[0.0, 1.0]]),
        ([0.0, 1.0], [0.0]),
        ([0.0, 1.0], [0.0, 1.0, 2.0]),
        ([0.0, 1.0], [0.0, math.nan]),
        ([0.0, 1.0], [math.inf, 0.0]),
        ([0.0, 2.0, 1.0, 3.0], [0.0, 0.0, 0.0, 0.0]),
        ([0.0, 1.0, 1.0, 3.0], [0.0, 0.0, 0.0, 0.0]),
        ([1.0, 0.0], [0.0, 0.0]),
        ([0.0, math.nan], [0.0, 0.0]),
        ([0.0, 1e-320, 1.0], [0.0, 1.0, 0.0]),
    ],
)
def test_refuses_what_is_no_function(breakpoints: list[float], values: list[float]) -> None:
    with pytest.raises(InputError) as caught:
        PWL(breakpoints=np.array(breakpoints), values=np.array(values), left_tail=ZERO, right_tail=ZERO)
    assert "\n" not in str(caught.value)
    assert "; " in str(caught.value)


def test_breakpoints_without_a_finite_slope_are_too_close() -> None:
    with pytest.raises(BreakpointError, match=r"far enough apart.*got .*1e-320; remove"):
        PWL(breakpoints=np.array([0.0, 1e-320]), values=np.array([0.0, 1.0]), left_tail=ZERO, right_tail=ZERO)


@given(activations(), ranges())
def test_make_pwl_uses_the_functions_tails_or_extends_the_outer_pieces(
    activation: Activation, interval: Interval
) -> None:
    low, high = interval
    breakpoints = np.linspace(low, high, 5)
    pwl = make_pwl(activation, breakpoints, activation.f(breakpoints))
    width = high - low
    for tail, known, end, inner, outside in (
        (pwl.left_tail, activation.left_tail, 0, 1, low - width),
        (pwl.right_tail, activation.right_tail, -1, -2, high + width),
    ):
        if known is None:
            rise = (pwl.values[end] - pwl.values[inner]) / (breakpoints[end] - breakpoints[inner])
            wanted = pwl.values[end] + rise * (outside - breakpoints[end])
            assert float(pwl(outside)) == pytest.approx(wanted, rel=1e-9, abs=1e-9)
        else:
            assert tail == known
            assert float(pwl(outside)) == known(outside)


def test_a_function_without_tails_is_continuous_at_its_ends() -> None:
    pwl = make_pwl(from_expression("x**2"), np.array([-8.0, 1.0, 8.0]), np.array([64.0, 1.0, 64.0]))
    assert float(pwl(9.0)) == pytest.approx(73.0)
    assert float(pwl(-9.0)) == pytest.approx(71.0)
    assert make_pwl(get("exp"), np.array([-8.0, 0.0]), np.array([0.0, 1.0])).right_tail == Line(0.125, 1.0)


@pytest.mark.parametrize("x", ["a", "1", 1 + 2j, None, [None, 1.0], ["a"], [1j], [[1.0], [1.0, 2.0]], object()])
def test_only_real_numbers_have_a_value(x: Any) -> None:
    with pytest.raises(ConfigError, match="x is a real number or an array of them, got "):
        roof()(x)


def test_exact_fractions_and_empty_rows_have_values() -> None:
    assert roof()([Fraction(-1, 4), 1]).tolist() == [3.0, 2.5]
    assert roof()([]).shape == (0,)


@pytest.mark.parametrize("tail", [None, 3, (0.0, 1.0)])
def test_a_tail_is_a_line(tail: Any) -> None:
    with pytest.raises(ConfigError, match="a tail is a Line, got "):
        roof(left=tail)


@pytest.mark.parametrize("values", [{"breakpoints": "ab"}, {"values": [1j, 1, 1]}, {"breakpoints": [[0], [1, 2], [3]]}])
def test_what_is_no_row_of_numbers_is_refused(values: dict[str, Any]) -> None:
    own: dict[str, Any] = {"breakpoints": [0, 1, 2], "values": [0, 1, 2], "left_tail": ZERO, "right_tail": ONE}
    with pytest.raises(BreakpointError, match="are numbers in a row, got "):
        PWL(**own | values)
