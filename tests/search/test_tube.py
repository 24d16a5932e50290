"""Lines through the tube f +- eps: they stay in it, touch where they say, and go as far as any."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EVERY, PAPER, Array, activations, ranges

from pwlact.fit import Curve, curve_of
from pwlact.functions import Activation, from_expression, get
from pwlact.search.tube import Path, path

FREE = (float("nan"), float("nan"))


def corners(found: Path, linked: bool) -> Array:
    """Return the ends of the pieces on which each line stands: where neighbours meet, or the last contacts."""
    last = found.contacts[:-1, 2] if found.complete else found.contacts[:, 2]
    if not linked:
        return last
    with np.errstate(divide="ignore", invalid="ignore"):
        meet = -np.diff(found.intercepts) / np.diff(found.slopes)
    return np.where(np.isfinite(meet), meet, last[: meet.size])


def check(activation: Activation, curve: Curve, eps: float, max_lines: int, linked: bool) -> Path:
    found = path(curve, eps, max_lines, linked, FREE)
    low, high = curve.interval
    steepest = float(np.max(np.abs(found.slopes))) * max(abs(low), abs(high))
    noise = 1e-12 * (curve.scale + eps + steepest) + 1e-9 * eps
    inner = corners(found, linked)
    if linked:  # a corner lies between the last two contacts of the line before
        for j in range(inner.size):
            assert found.contacts[j, 1] - 1e-6 * (high - low) <= inner[j] <= found.contacts[j, 2] + 1e-6 * (high - low)
    edges = np.concatenate(([low], inner, [high] if found.complete else []))
    for j in range(min(edges.size - 1, found.slopes.size)):
        x = np.linspace(edges[j], edges[j + 1], 301)
        off = found.slopes[j] * x + found.intercepts[j] - activation.f(x)
        assert np.max(np.abs(off)) <= eps + noise
    rows = found.contacts[:-1] if found.complete else found.contacts
    for slope, intercept, row in zip(found.slopes, found.intercepts, rows, strict=False):
        assert row[0] <= row[1] <= row[2]
        off = slope * row + intercept - activation.f(row)
        assert np.abs(off) == pytest.approx(eps, rel=1e-4, abs=noise)
        assert off[0] * off[1] < 0.0 < off[0] * off[2]  # on alternating sides
    return found


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
def test_lines_stay_in_the_tube_and_touch_it(activation: Activation, linked: bool) -> None:
    curve = curve_of(activation, PAPER)
    for share in (0.1, 0.01, 1e-4):
        check(activation, curve, share * min(curve.scale, 10.0), 40, linked)


@given(st.data())
@settings(max_examples=80)
def test_lines_stay_in_the_tube_on_any_range(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    curve = curve_of(activation, interval)
    values = activation.f(np.linspace(*interval, 101))
    eps = float(np.ptp(values)) * 10.0 ** data.draw(st.floats(-5.0, -1.0))
    if eps > 1e-9 * curve.scale:
        check(activation, curve, eps, 30, data.draw(st.booleans()))


@given(st.data())
@settings(max_examples=60)
def test_separate_lines_reach_as_far_as_linked_ones_and_a_wider_tube_farther(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    curve = curve_of(activation, interval)
    width = float(np.ptp(activation.f(np.linspace(*interval, 101))))
    eps = width * 10.0 ** data.draw(st.floats(-4.0, -1.0))
    if eps <= 1e-9 * curve.scale:
        return

    def reach(found: Path) -> Array:
        ends = np.where(np.isnan(found.contacts[:, 2]), interval[1], found.contacts[:, 2])
        return np.concatenate((ends, np.full(20 - ends.size, interval[1])))

    slack = 1e-7 * (interval[1] - interval[0])
    linked, apart = (path(curve, eps, 20, kind, FREE) for kind in (True, False))
    assert np.all(reach(linked) <= reach(apart) + slack)
    for kind, found in ((True, linked), (False, apart)):
        assert np.all(reach(found) <= reach(path(curve, 1.01 * eps, 20, kind, FREE)) + slack)


def test_a_parabola_by_hand() -> None:
    """A line within eps of x^2 is sqrt(8 eps) long at most."""
    curve = curve_of(from_expression("x**2", interval=(0.0, 1.0)), (0.0, 1.0))
    eps = 1.0 / 200.0
    found = path(curve, eps * 1.0000001, 10, False, FREE)
    assert found.complete
    assert found.slopes.size == 5
    assert found.contacts[:-1, 2] == pytest.approx([0.2, 0.4, 0.6, 0.8], rel=1e-6)
    assert found.contacts[0] == pytest.approx([0.0, 0.1, 0.2], rel=1e-6)
    assert path(curve, eps * 0.9999999, 10, False, FREE).slopes.size == 6


def test_one_line_through_a_straight_function() -> None:
    for text in ("0.3 * x - 1", "2 + 1e-9 * x"):
        found = path(curve_of(from_expression(text), PAPER), 1e-13, 5, True, FREE)
        assert found.complete
        assert found.slopes.size == 1


def test_two_lines_through_a_corner_and_three_through_hardsigmoid() -> None:
    for activation, lines in ((from_expression("abs(x)"), 2), (get("hardsigmoid"), 3), (get("selu"), None)):
        found = path(curve_of(activation, PAPER), 1e-13, 2000, True, FREE)
        assert found.complete or lines is None
        assert lines is None or found.slopes.size == lines


def test_pins_are_passed_through() -> None:
    curve = curve_of(get("silu"), PAPER)
    for left, right in ((0.0, 8.0), (0.005, float("nan")), (float("nan"), 7.99)):
        found = path(curve, 0.02, 40, True, (left, right))
        assert found.complete
        if not np.isnan(left):
            assert found.slopes[0] * -8.0 + found.intercepts[0] == pytest.approx(left, abs=1e-12)
        if not np.isnan(right):
            assert found.slopes[-1] * 8.0 + found.intercepts[-1] == pytest.approx(right, abs=1e-12)


@pytest.mark.parametrize("linked", [True, False])
def test_a_pin_outside_the_tube_is_never_passed_through(linked: bool) -> None:
    curve = curve_of(get("silu"), PAPER)
    for pins in ((0.5, float("nan")), (-0.5, float("nan")), (float("nan"), 8.5), (float("nan"), 7.5)):
        assert not path(curve, 0.1, 40, linked, pins).complete
