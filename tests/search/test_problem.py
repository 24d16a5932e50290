"""What a search problem refuses, and says why."""

from __future__ import annotations

import math
from typing import Any

import pytest

from pwlact import functions
from pwlact.data import data_of
from pwlact.errors import BreakpointError, ConfigError, IntervalError
from pwlact.functions import Interval
from pwlact.search import Objective, Problem, make_evaluator


def _problem(interval: Interval = (-8, 8), segments: int = 9) -> Problem:
    return Problem(activation=functions.get("gelu"), interval=interval, segments=segments)


def test_has_one_point_less_than_segments_and_floats_for_a_range() -> None:
    problem = _problem()
    assert problem.points == 8
    assert problem.interval == (-8.0, 8.0)
    assert isinstance(problem.interval[0], float)
    assert problem.objective == Objective(mean_weight=0.2, max_weight=0.8)


@pytest.mark.parametrize("segments", [0, -1])
def test_needs_a_segment(segments: int) -> None:
    with pytest.raises(BreakpointError, match=f"at least one segment, got {segments}; try --segments 9"):
        _problem(segments=segments)


@pytest.mark.parametrize("interval", [(8, -8), (0, 0), (-math.inf, 0), (math.nan, 1)])
def test_needs_an_ascending_finite_range(interval: Interval) -> None:
    with pytest.raises(IntervalError):
        _problem(interval)


@pytest.mark.parametrize(("interval", "max_segments"), [((-8, 8), 4000), ((0, 1), 250), ((-1e-3, 1e-3), 250)])
def test_a_range_holds_its_most_segments_and_no_more(interval: Interval, max_segments: int) -> None:
    assert make_evaluator(_problem(interval, max_segments)).problem.segments == max_segments
    with pytest.raises(
        BreakpointError, match=f"at most {max_segments} segments on its sampling grid, got {max_segments + 1}"
    ):
        make_evaluator(_problem(interval, max_segments + 1))


@pytest.mark.parametrize("weights", [(-0.1, 1.0), (1.0, -0.1), (0.0, 0.0), (math.nan, 1.0), (1.0, math.inf)])
def test_weights_are_zero_or_more_finite_and_not_both_zero(weights: tuple[float, float]) -> None:
    with pytest.raises(ConfigError, match="weights must be zero or more"):
        Objective(mean_weight=weights[0], max_weight=weights[1])


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"activation": "silu"}, "a problem's activation is an Activation, got 'silu'; try pwlact.functions.get"),
        ({"segments": "a"}, "a problem's segments are a whole number, got 'a'"),
        ({"segments": 3.5}, "a problem's segments are a whole number, got 3.5"),
        ({"segments": True}, "a problem's segments are a whole number, got True"),
        ({"objective": "max"}, "a problem's objective is an Objective, got 'max'"),
        ({"density": "normal:0,1"}, "a problem's density is a Density or None, got 'normal:0,1'"),
        ({"spec": "q4.12"}, "a problem's spec is a UnitSpec or None, got 'q4.12'"),
        ({"pins": 3}, "a problem's pins are two numbers, or None for a free end, got 3"),
        ({"pins": ("a", None)}, "a problem's pins are two numbers"),
    ],
    ids=str,
)
def test_values_of_other_types_are_refused(values: dict[str, Any], says: str) -> None:
    settings: dict[str, Any] = {"activation": functions.get("gelu"), "interval": (-8, 8), "segments": 9}
    with pytest.raises(ConfigError) as caught:
        Problem(**settings | values)
    assert says in str(caught.value)


@pytest.mark.parametrize("values", [{"mean_weight": "a"}, {"max_weight": None}, {"mse_weight": 1j}, {"measure": "all"}])
def test_an_objective_refuses_what_is_no_weight_or_measure(values: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=r"weights must be zero or more|a measure is one of grid, exact, codes"):
        Objective(**values)


@pytest.mark.parametrize("noisy", [False, True])
def test_segments_have_at_most_as_many_values_as_data_have_x(noisy: bool) -> None:
    activation = functions.from_data(data_of([0, 1, 2, 3, 3], [0, 1, 4, 9, 9], noisy=noisy))
    assert Problem(activation=activation, interval=(0.0, 3.0), segments=3).segments == 3
    for interval, segments, said in (((0.0, 3.0), 4, "5 values, got 4"), ((0.5, 2.5), 2, "3 values, got 2")):
        with pytest.raises(BreakpointError, match=f"{said} different x of data on"):
            Problem(activation=activation, interval=interval, segments=segments)
