"""The exact minimax search: known optima, gaps, pins, and the fewest segments for a tolerance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EVERY, PAPER, activations, ranges

from pwlact.api.approximate import approximate
from pwlact.errors import RunError
from pwlact.fit import Pins
from pwlact.functions import Activation, Interval, from_expression, get
from pwlact.search import Candidate, Evaluator, Problem, make_evaluator
from pwlact.search.bounds import cover_bound, lower_bound
from pwlact.search.methods.minimax import MINIMAX, MinimaxConfig, fewest_segments, split_to
from pwlact.search.problem import OBJECTIVES, tail_pins

FREE: Pins = (None, None)
GAP = 1e-6
SMOOTH = ("gelu", "silu", "sigmoid", "tanh", "exp", "mish", "softplus", "erf", "softsign", "elu")


def judge_of(activation: Activation, segments: int, interval: Interval = PAPER, pins: Pins = FREE) -> Evaluator:
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


def best(evaluator: Evaluator) -> Candidate:
    placement = MINIMAX.search(evaluator, MinimaxConfig(), 0)
    assert placement.points.size == evaluator.problem.points
    return evaluator.candidate(placement.points, placement.values)


def check(evaluator: Evaluator) -> Candidate:
    """Check that the answer is valid, keeps its pins and meets its bound."""
    found, bound, scale = best(evaluator), lower_bound(evaluator), evaluator.curve.scale
    assert found.objective == found.errors.exact.max
    assert found.objective >= bound * (1.0 - 1e-9) - 1e-15 * scale
    # The smallest errors are no smaller than what rounding makes of f.
    assert found.objective <= bound * (1.0 + GAP) + 4e-14 * scale + 8.0 * evaluator.curve.error
    for pin, value in zip(evaluator.problem.pins, found.pwl.values[[0, -1]], strict=True):
        assert pin is None or abs(pin - value) <= 1e-15 * max(scale, abs(pin))
    return found


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
@pytest.mark.parametrize("segments", [1, 16, 64])
def test_meets_its_bound_free_and_pinned(activation: Activation, segments: int) -> None:
    for pins in (FREE, tail_pins(activation, PAPER)):
        check(judge_of(activation, segments, PAPER, pins))


@pytest.mark.parametrize("interval", [(0.0, 8.0), (-8.0, 0.0), (-0.5, 0.25), (2.0, 10.0), (5.0, 5.01)], ids=str)
@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
def test_meets_its_bound_on_odd_ranges(activation: Activation, interval: Interval) -> None:
    ends = activation.f(np.array(interval))
    pins: Pins = (float(ends[0]), float(ends[1]))
    check(judge_of(activation, 2, interval, pins))
    check(judge_of(activation, 9, interval))


@given(st.data())
@settings(max_examples=40)
def test_meets_its_bound_anywhere(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    ends = activation.f(np.array(interval))
    scale = float(np.max(np.abs(ends))) or 1.0
    moves = st.sampled_from([None, None, 0.0, 1e-3, -0.01, 0.1])
    left, right = (None if move is None else float(end + scale * move) for end in ends for move in [data.draw(moves)])
    check(judge_of(activation, data.draw(st.integers(1, 64)), interval, (left, right)))


@pytest.mark.parametrize("segments", [1, 3, 9, 64])
@pytest.mark.parametrize(
    "text", ["tanh(40 * (x - 3.37))", "1000 + x**2", "x**3", "abs(abs(x) - 2)", "x * tanh(log(1 + exp(x)))"]
)
def test_meets_its_bound_for_expressions(text: str, segments: int) -> None:
    for interval in (PAPER, (3.3, 3.42)):
        check(judge_of(from_expression(text), segments, interval))


@pytest.mark.parametrize("name", ["silu:beta=1000", "softplus:beta=1000", "celu:alpha=0.001"])
@pytest.mark.parametrize("segments", [2, 9, 16])
def test_the_sharpest_catalogue_functions(name: str, segments: int) -> None:
    """Parameters that the catalogue allows: a bend a thousandth of the range wide."""
    for interval in (PAPER, (-8.0, 0.0)):
        check(judge_of(get(name), segments, interval))


@pytest.mark.parametrize("name", ["sigmoid", "silu", "gelu"])
def test_continuity_costs_little_with_nine_segments_or_more(name: str) -> None:
    for segments in (9, 16):
        evaluator = judge_of(get(name), segments)
        assert best(evaluator).objective <= cover_bound(evaluator) * 1.04


@pytest.mark.parametrize(
    ("name", "segments", "known"),
    [("gelu", 4, 0.0577113), ("gelu", 9, 0.00751251), ("silu", 5, 0.0470957), ("sigmoid", 4, 0.0291741)],
)
def test_optima_are_the_known_ones(name: str, segments: int, known: float) -> None:
    assert best(judge_of(get(name), segments)).objective == pytest.approx(known, rel=2e-6)


def test_optima_known_by_hand_are_found() -> None:
    parabola = from_expression("x**2", interval=(0.0, 1.0))
    for segments in (1, 2, 5, 40):
        found = best(judge_of(parabola, segments, (0.0, 1.0)))
        assert found.objective == pytest.approx(1.0 / (8.0 * segments**2), rel=1e-8)
        assert found.pwl.breakpoints == pytest.approx(np.linspace(0.0, 1.0, segments + 1), abs=1e-4)
    corner = best(judge_of(from_expression("abs(x)"), 2))
    assert corner.objective <= 1e-13
    assert corner.pwl.points == pytest.approx([0.0], abs=1e-12)
    kink = best(judge_of(from_expression("x**2 / 4 - abs(x - 1)", interval=(-12.0, 12.0)), 3, (0.0, 8.0)))
    assert kink.objective == pytest.approx(0.3828125, rel=1e-9)  # 3.5^2 / 32


@pytest.mark.parametrize("name", SMOOTH)
def test_more_segments_are_never_worse(name: str) -> None:
    counts = (*range(1, 10), 12, 16, 17)
    errors = [best(judge_of(get(name), segments)).objective for segments in counts]
    assert np.all(np.diff(errors) <= 1e-9 * np.array(errors[:-1]))


@pytest.mark.parametrize(
    ("name", "fewest"),
    [("sigmoid", (9, 13, 27)), ("tanh", (15, 19, 39)), ("gelu", (12, 17, 33)), ("silu", (14, 21, 40))],
)
def test_the_fewest_segments_are_the_known_ones(name: str, fewest: tuple[int, ...]) -> None:
    evaluator = judge_of(get(name), 1)
    assert tuple(fewest_segments(evaluator, 2.0**-bits, 64) for bits in (8, 9, 11)) == fewest


@pytest.mark.parametrize("pinned", [False, True])
@pytest.mark.parametrize("name", ["gelu", "tanh", "hardswish", "selu"])
def test_the_fewest_segments_are_enough_and_one_less_is_not(name: str, pinned: bool) -> None:
    activation = get(name)
    pins = tail_pins(activation, PAPER) if pinned else FREE
    for tolerance in (0.1, 2.0**-6, 1e-3):
        count = fewest_segments(judge_of(activation, 1, PAPER, pins), tolerance, 100)
        assert best(judge_of(activation, count, PAPER, pins)).objective <= tolerance * (1.0 + 1e-9)
        if count > 1:
            assert lower_bound(judge_of(activation, count - 1, PAPER, pins)) > tolerance * (1.0 - 1e-8)


def test_a_tolerance_out_of_reach_says_what_is_in_reach() -> None:
    evaluator = judge_of(get("gelu"), 1)
    at_nine = best(judge_of(get("gelu"), 9)).objective
    with pytest.raises(RunError) as caught:
        fewest_segments(evaluator, 1e-3, 9)
    message = str(caught.value)
    assert "\n" not in message
    assert "0.001" in message
    assert "9 segments" in message
    assert f"{at_nine:.6g}" in message
    # Where it asks for more than pins leave room for, it says so too.
    selu = get("selu")
    with pytest.raises(RunError, match="more than 64 segments"):
        fewest_segments(judge_of(selu, 1, PAPER, tail_pins(selu, PAPER)), 1e-4, 64)


def test_splits_to_the_number_asked_for() -> None:
    assert split_to(np.empty(0), 4, (0.0, 8.0)).tolist() == [2.0, 4.0, 6.0]
    assert split_to(np.array([6.0]), 3, (0.0, 8.0)).tolist() == [3.0, 6.0]
    assert split_to(np.array([0.0, 8.0, 4.0, 4.0]), 2, (0.0, 8.0)).tolist() == [4.0]


def test_is_the_same_every_time_and_knows_no_seed() -> None:
    evaluator = judge_of(get("mish"), 11)
    found = [MINIMAX.search(evaluator, MinimaxConfig(), seed).points.tolist() for seed in (0, 0, 7)]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(("name", "segments"), [("relu", 2), ("leaky_relu", 2), ("prelu", 5), ("hard_sigmoid", 3)])
def test_a_piecewise_linear_function_is_met_exactly(name: str, segments: int) -> None:
    result = approximate(name, segments=segments)
    assert result.errors.exact.max == 0.0
    assert set(get(name).kinks) <= set(result.pwl.points.tolist())
