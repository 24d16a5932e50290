"""The curvature's own coordinate is a monotone map, there and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import EVERY, PAPER, activations, ranges

from pwlact.fit import sample
from pwlact.functions import Activation, from_expression, get
from pwlact.search.coordinate import curvature_coordinate

FLOOR = 0.02


@given(activations(), ranges(), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_to_u_and_to_x_are_inverse(activation: Activation, interval: tuple[float, float], values: list[float]) -> None:
    coordinate = curvature_coordinate(sample(activation, interval), FLOOR)
    u = np.sort(np.array(values))
    x = coordinate.to_x(u)
    assert interval[0] <= x[0]
    assert x[-1] <= interval[1]
    assert np.all(np.diff(x) >= 0)
    assert coordinate.to_u(x) == pytest.approx(u, abs=1e-9)
    ends = np.array([0.0, 1.0])
    assert coordinate.to_x(ends).tolist() == list(interval)
    assert coordinate.to_u(np.array(interval)).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
def test_u_rises_everywhere_and_by_its_density(activation: Activation) -> None:
    coordinate = curvature_coordinate(sample(activation, PAPER), FLOOR)
    rise = np.diff(coordinate.u)
    assert rise.min() > 0
    step = coordinate.x[1] - coordinate.x[0]
    assert rise == pytest.approx(0.5 * step * (coordinate.density[1:] + coordinate.density[:-1]), rel=1e-6)


def test_equidistant_points_in_u_are_dense_where_f_bends() -> None:
    samples = sample(get("gelu"), PAPER)
    coordinate = curvature_coordinate(samples, FLOOR)
    assert coordinate.to_u(np.array([2.0]))[0] - coordinate.to_u(np.array([-2.0]))[0] > 0.6
    even = curvature_coordinate(samples, 1.0)
    assert even.to_u(np.array([2.0]))[0] - even.to_u(np.array([-2.0]))[0] < 0.5


def test_is_uniform_where_f_bends_evenly() -> None:
    coordinate = curvature_coordinate(sample(from_expression("x**2"), PAPER), FLOOR)
    assert coordinate.to_u(np.array([-4.0, 0.0, 4.0])) == pytest.approx([0.25, 0.5, 0.75], abs=1e-6)


def test_kinks_have_width_in_u_and_straight_lines_are_uniform() -> None:
    kink = curvature_coordinate(sample(from_expression("abs(x - 1)"), PAPER), FLOOR)
    assert kink.to_x(np.array([0.5]))[0] == pytest.approx(1.0, abs=0.1)
    line = curvature_coordinate(sample(from_expression("2*x + 1"), PAPER), FLOOR)
    assert np.all(np.diff(line.u) > 0)
