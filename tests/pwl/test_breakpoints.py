"""Rules of breakpoints, and the one line that says which was broken."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import crowded_points, ranges, spread_points

from pwlact.errors import BreakpointError, IntervalError
from pwlact.pwl import breakpoints_of


@given(st.data())
def test_adds_both_ends_to_the_points(data: st.DataObject) -> None:
    interval = data.draw(ranges())
    points = data.draw(spread_points(interval) | crowded_points(interval))
    breakpoints = breakpoints_of(points, interval)
    assert (breakpoints[0], breakpoints[-1]) == interval
    assert breakpoints[1:-1].tolist() == points.tolist()
    assert np.all(np.diff(breakpoints) > 0)


def test_accepts_generators_integers_and_no_points() -> None:
    assert breakpoints_of((x for x in (0, 1)), (-8, 8)).tolist() == [-8.0, 0.0, 1.0, 8.0]
    assert breakpoints_of([], (0, 1)).dtype == np.float64


@pytest.mark.parametrize(
    ("points", "rule", "value", "remedy"),
    [
        ([0.0, math.nan], "finite", "nan", "remove"),
        ([-math.inf, 0.0], "finite", "-inf", "remove"),
        ([-9.0], "inside the range (-8, 8)", "-9", "widen the range with -R"),
        ([0.0, 8.0], "inside the range (-8, 8)", "8", "widen the range with -R"),
        ([-8.0], "inside the range (-8, 8)", "-8", "move the point"),
        ([1.0, 0.5], "ascend", "0.5 which comes after a larger one", "sort"),
        ([1.0, 2.0, 2.0], "without repeats", "2 which repeats", "sort"),
    ],
)
def test_names_rule_value_and_remedy_in_one_line(points: list[float], rule: str, value: str, remedy: str) -> None:
    with pytest.raises(BreakpointError) as caught:
        breakpoints_of(points, (-8.0, 8.0))
    message = str(caught.value)
    assert "\n" not in message
    assert rule in message
    assert f"got {value}" in message
    assert remedy in message.split("; ")[-1]


@pytest.mark.parametrize("interval", [(8, -8), (1, 1), (0, math.inf), (math.nan, 0), (1, 2, 3)])
def test_refuses_bad_ranges(interval: tuple[float, float]) -> None:
    with pytest.raises(IntervalError):
        breakpoints_of([], interval)
