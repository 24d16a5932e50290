"""The smallest tube that a given number of lines crosses, against closed forms, brute force and other searches."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from strategies import EVERY, PAPER, Array, activations, ranges

from pwlact.fit import Pins, curve_of
from pwlact.functions import Activation, Interval, from_expression, get
from pwlact.search import Evaluator, LocalConfig, Problem, make_evaluator, multistart
from pwlact.search.crossing import Crossing, fewest_lines, smallest_crossing
from pwlact.search.problem import OBJECTIVES, tail_pins

FREE: Pins = (None, None)


def crossing(
    activation: Activation, segments: int, linked: bool = True, interval: Interval = PAPER, pins: Pins = FREE
) -> Crossing:
    return smallest_crossing(curve_of(activation, interval), segments, linked, pins, 0.0)


def judge_of(activation: Activation, interval: Interval, segments: int, pins: Pins = FREE) -> Evaluator:
    return make_evaluator(
        Problem(
            activation=activation,
            interval=interval,
            segments=segments,
            fit="minimax",
            objective=OBJECTIVES["max"],
            pins=pins,
        )
    )


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("segments", [1, 2, 3, 7, 16, 64, 200])
def test_a_parabola_by_hand(segments: int, linked: bool) -> None:
    """Each piece errs by h^2 / 8, pieces are of equal width, and neighbours' ends meet: E = 1 / (8 K^2)."""
    found = crossing(from_expression("x**2", interval=(0.0, 1.0)), segments, linked, (0.0, 1.0))
    assert found.holds == pytest.approx(1.0 / (8.0 * segments**2), rel=1e-9)
    assert found.fails < found.holds <= found.fails * (1.0 + 1.1e-10)


@pytest.mark.parametrize(("text", "lines"), [("abs(x)", 2), ("x / 3 + 1", 1), ("max(min(x, 1), -1)", 3)])
def test_what_lines_can_follow_costs_nothing(text: str, lines: int) -> None:
    activation = from_expression(text)
    for segments in (lines, lines + 1, 9):
        found = crossing(activation, segments)
        assert found.failed is None
        assert found.holds <= 1e-13
    if lines > 1:
        assert crossing(activation, lines - 1).holds > 0.1


def test_the_corner_of_abs_with_one_line_by_hand() -> None:
    assert crossing(from_expression("abs(x)"), 1).holds == pytest.approx(4.0, rel=1e-9)


def reach(f: Array, x: Array, start: int, eps: float) -> int:
    """Return the last sample that a line within eps of samples from `start` on reaches."""

    def fits(stop: int) -> bool:
        part, y = x[start : stop + 1], f[start : stop + 1]
        slopes = np.diff(y) / np.diff(part)
        if slopes.size == 0:
            return True
        best = minimize_scalar(
            lambda s: float(np.ptp(y - s * part)),
            bounds=(float(slopes.min()) - 1e-9, float(slopes.max()) + 1e-9),
            method="bounded",
            options={"xatol": 1e-10},
        )
        return bool(0.5 * best.fun <= eps)

    low, high = start, x.size
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


@pytest.mark.parametrize("name", ["gelu", "tanh", "exp", "hardswish", "selu"])
@pytest.mark.parametrize("segments", [1, 2, 4])
def test_separate_lines_agree_with_greedy_ones_on_samples(name: str, segments: int) -> None:
    """Just above the smallest error, greedy lines on samples get to the end; well below it, they do not."""
    activation = get(name)
    interval = (-4.0, 3.0)
    eps = crossing(activation, segments, False, interval).holds
    x = np.linspace(*interval, 3001)
    f = activation.f(x)
    for factor, done in ((1.0 + 1e-6, True), (0.98, False)):
        at = 0
        for _ in range(segments):
            # Pieces share no more than an end: the next may start at the sample after.
            at = min(reach(f, x, at, eps * factor) + 1, x.size - 1)
        assert (at == x.size - 1) == done


@pytest.mark.parametrize(
    "activation", [get("gelu"), get("tanh"), get("exp"), get("selu"), *EVERY[-4:]], ids=lambda a: a.name
)
@pytest.mark.parametrize("interval", [(-4.0, 3.0), (0.0, 2.5)], ids=str)
@pytest.mark.parametrize("pinned", [False, True])
def test_brute_force_over_breakpoints_comes_near_and_never_below(
    activation: Activation, interval: Interval, pinned: bool
) -> None:
    low, high = interval
    ends = activation.f(np.array(interval))
    pins: Pins = (float(ends[0]), float(ends[1])) if pinned else FREE
    grid, step = np.linspace(low, high, 101, retstep=True)
    grid = grid[1:-1]
    steepest = float(np.max(np.abs(activation.df(np.linspace(low, high, 1001)[1:-1]))))
    one = grid[:, None]
    two = np.array([(a, b) for i, a in enumerate(grid[::2]) for b in grid[::2][i + 1 :]])
    for segments, points, away in ((2, one, step), (3, two, 2.0 * step)):
        evaluator = judge_of(activation, interval, segments, pins)
        best = float(np.min(evaluator.objectives(points)))
        found = crossing(activation, segments, True, interval, pins).holds
        assert best >= found * (1.0 - 1e-8) - 1e-13
        # The best PWL with its breakpoints moved to the grid: its values move by no more than slopes differ.
        assert best <= found + 0.5 * away * 2.0 * steepest


@cache
def multistart_best(name: str, segments: int, interval: Interval = PAPER, pins: Pins = FREE) -> float:
    evaluator = judge_of(get(name), interval, segments, pins)
    return multistart(evaluator, LocalConfig(evaluations=6000), starts=3, seed=1).objective


@pytest.mark.parametrize(
    ("name", "segments", "known"),
    [("gelu", 4, 0.0577113), ("gelu", 9, 0.00751251), ("silu", 5, 0.0470957), ("sigmoid", 4, 0.0291741)],
)
def test_the_continuous_optimum_is_what_another_search_finds(name: str, segments: int, known: float) -> None:
    found = crossing(get(name), segments)
    assert found.holds == pytest.approx(known, rel=2e-6)
    best = multistart_best(name, segments)
    assert best >= found.holds * (1.0 - 1e-8)
    assert best <= found.holds * (1.0 + 1e-3)


@pytest.mark.parametrize(
    ("name", "segments"), [("tanh", 3), ("exp", 4), ("mish", 4), ("softplus", 3), ("hardswish", 5)]
)
@pytest.mark.parametrize("kind", ["free", "pinned", "odd"])
def test_multistart_never_beats_the_smallest_tube(name: str, segments: int, kind: str) -> None:
    activation = get(name)
    interval = (-2.7, 4.1) if kind == "odd" else PAPER
    pins = tail_pins(activation, interval) if kind == "pinned" else FREE
    found = crossing(activation, segments, True, interval, pins).holds
    best = multistart_best(name, segments, interval, pins)
    assert best >= found * (1.0 - 1e-8)
    assert best <= found * 1.01


@given(st.data())
@settings(max_examples=60)
def test_more_lines_are_no_worse_nor_linked_ones_better(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    segments = data.draw(st.integers(1, 30))
    linked, more = (crossing(activation, k, True, interval).holds for k in (segments, segments + 1))
    apart = crossing(activation, segments, False, interval).holds
    floor = 1e-13 * curve_of(activation, interval).scale
    assert more <= linked * (1.0 + 1e-9) + floor
    assert apart <= linked * (1.0 + 1e-9) + floor


@given(st.data())
@settings(max_examples=60)
def test_the_fewest_lines_are_those_of_the_smallest_error(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    segments = data.draw(st.integers(1, 20))
    curve = curve_of(activation, interval)
    found = smallest_crossing(curve, segments, True, FREE, 0.0)
    if found.failed is None:
        return
    assert (fewest_lines(curve, found.holds, 100, FREE) or 101) <= segments
    assert fewest_lines(curve, found.fails, 100, FREE) in (None, *range(segments + 1, 101))
    assert fewest_lines(curve, found.fails, segments, FREE) is None


@pytest.mark.parametrize("pins", [(0.5, None), (None, 7.6), (0.5, 7.6), (-0.2, 8.3)])
@pytest.mark.parametrize("segments", [1, 2, 9, 30])
def test_a_pin_off_the_function_is_an_error_no_lines_take_away(pins: Pins, segments: int) -> None:
    silu = get("silu")
    off = max(abs(pin - float(silu(x))) for pin, x in zip(pins, PAPER, strict=True) if pin is not None)
    found = crossing(silu, segments, pins=pins)
    assert found.holds >= off * (1.0 - 1e-9)
    if segments == 30:
        assert found.holds == pytest.approx(off, rel=1e-9)
    assert fewest_lines(curve_of(silu, PAPER), 0.9 * off, 100, pins) is None


@pytest.mark.parametrize("name", ["arctan", "celu", "selu", "tanh", "logsigmoid"])
@pytest.mark.parametrize("interval", [PAPER, (-3.3, 1e-3), (0.0, 8.0), (5.0, 5.01)], ids=str)
def test_tails_that_the_function_is_not_near_yet(name: str, interval: Interval) -> None:
    activation = get(name)
    pins = tail_pins(activation, interval)
    off = max(
        (abs(pin - float(activation(x))) for pin, x in zip(pins, interval, strict=True) if pin is not None), default=0.0
    )
    for segments in (1, 2, 9, 64):
        assert crossing(activation, segments, True, interval, pins).holds >= off * (1.0 - 1e-9)


@pytest.mark.parametrize("text", ["tanh(40 * (x - 3.37))", "1000 + x**2", "x**3", "1000 * x + sin(x)"])
@pytest.mark.parametrize("interval", [PAPER, (3.3, 3.42), (5.0, 5.01)], ids=str)
def test_steep_and_shifted_functions_come_to_an_end(text: str, interval: Interval) -> None:
    activation = from_expression(text)
    errors = [crossing(activation, segments, True, interval).holds for segments in (1, 2, 3, 9)]
    assert np.all(np.diff(errors) <= 1e-12 * abs(activation.f(np.array(interval))).max())
