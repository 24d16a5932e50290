"""Minimax values against the linear program, against the exact errors of what they make, and by their laws."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EVERY, PAPER, Array, activations, crowded_points, ranges, spread_points

from pwlact.fit import Pins, curve_of, lstsq_batch, minimax_batch, minimax_values, sample
from pwlact.functions import Activation, Interval, from_expression, get
from pwlact.metrics import exact_errors
from pwlact.pwl import breakpoints_of, make_pwl
from pwlact.search.problem import tail_pins

FREE: Pins = (None, None)


class Case(NamedTuple):
    """A function and what to fit to it."""

    activation: Activation
    breakpoints: Array
    pins: Pins


class Answer(NamedTuple):
    """Values with the error that they claim, and the one that they have."""

    values: Array
    claimed: float
    exact: float
    scale: float


def interval_of(breakpoints: Array) -> Interval:
    return float(breakpoints[0]), float(breakpoints[-1])


def solve(case: Case) -> Answer:
    activation, breakpoints, pins = case
    curve, samples = curve_of(activation, interval_of(breakpoints)), sample(activation, interval_of(breakpoints))
    fits = minimax_batch(curve, samples, breakpoints[None, :], pins)
    exact = exact_errors(activation, make_pwl(activation, breakpoints, fits.values[0])).max
    pinned = [abs(pin) for pin in pins if pin is not None]
    return Answer(fits.values[0], float(fits.max_error[0]), exact, max(curve.scale, *pinned, 0.0))


def check_claim(case: Case) -> Answer:
    """Check that the error is what the values have, no worse than least squares', and that pins are kept."""
    activation, breakpoints, pins = case
    answer = solve(case)
    # A tolerance at one breakpoint grows where a long segment extends a short one's end.
    tolerance = 1e-12 * answer.scale
    assert abs(answer.exact - answer.claimed) <= tolerance
    squares = lstsq_batch(sample(activation, interval_of(breakpoints)), breakpoints[None, :], pins).values[0]
    assert answer.claimed <= exact_errors(activation, make_pwl(activation, breakpoints, squares)).max + tolerance
    for pin, value in zip(pins, (answer.values[0], answer.values[-1]), strict=True):
        assert pin is None or abs(pin - value) <= tolerance
    return answer


def check_program(case: Case) -> None:
    """Check against the linear program, too."""
    answer = check_claim(case)
    _, error = minimax_values(*case)
    assert abs(answer.claimed - error) <= 1e-8 * max(1.0, answer.scale)


@st.composite
def pinned(draw: st.DrawFn, activation: Activation, interval: Interval) -> Pins:
    """Draw pins: none, the function's values at the ends, and others nearby or far off."""
    ends = activation.f(np.array(interval))
    scale = float(np.max(np.abs(activation.f(np.linspace(*interval, 101))))) or 1.0
    moves = st.none() | st.sampled_from([0.0, 1e-12, -1e-3, 1e-3, 0.03, -0.1, 1.0])
    return tuple(None if move is None else float(end + scale * move) for end in ends for move in [draw(moves)])  # type: ignore[return-value]


@st.composite
def cases(draw: st.DrawFn, max_points: int = 63) -> Case:
    """Draw any case; some breakpoints stand on inflections, kinks and zero."""
    activation, interval = draw(activations()), draw(ranges())
    if draw(st.integers(0, 3)):
        points = draw(spread_points(interval, max_points=max_points))
    else:
        points = draw(crowded_points(interval, max_points=max_points))
    special = [
        x for x in (*activation.inflections, *activation.kinks, 0.0) if interval[0] < x < interval[1]
    ]  # at which stretches of the table meet
    if special and max_points and draw(st.booleans()):
        points = np.unique(np.append(points, draw(st.sampled_from(special))))[:max_points]
    breakpoints = breakpoints_of(points, interval)
    narrow = np.diff(breakpoints) < 1e-6 * (interval[1] - interval[0])
    return Case(activation, breakpoints[~np.append(False, narrow)], draw(pinned(activation, interval)))


@given(cases())
@settings(max_examples=400)
def test_the_error_is_what_the_values_have(case: Case) -> None:
    check_claim(case)


@given(cases(max_points=1))
@settings(max_examples=200)
def test_the_error_is_what_the_values_have_of_one_or_two_segments(case: Case) -> None:
    check_claim(case)


@given(cases(max_points=12))
@settings(max_examples=10)
def test_the_error_is_that_of_the_linear_program(case: Case) -> None:
    check_program(case)


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
def test_the_error_is_that_of_the_linear_program_for_every_function(activation: Activation) -> None:
    rng = np.random.default_rng(len(activation.name))
    for segments, pins in ((2, FREE), (9, tail_pins(activation, PAPER)), (20, FREE)):
        points = np.sort(rng.uniform(*PAPER, segments - 1))
        check_program(Case(activation, breakpoints_of(points, PAPER), pins))


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
@pytest.mark.parametrize("interval", [PAPER, (-8.0, 0.0), (0.0, 3.7), (-3.3, 1e-3), (5.0, 5.01)], ids=str)
def test_breakpoints_where_the_function_turns(activation: Activation, interval: Interval) -> None:
    """Breakpoints on every inflection, kink and zero, alone and between others."""
    low, high = interval
    turns = np.unique([x for x in (*activation.inflections, *activation.kinks, 0.0) if low < x < high])
    even = np.linspace(low, high, 6)[1:-1]
    for points in (turns, np.union1d(turns, even)):
        breakpoints = breakpoints_of(points, interval)
        if np.min(np.diff(breakpoints)) < 1e-6 * (high - low):
            continue
        check_claim(Case(activation, breakpoints, FREE))


@pytest.mark.parametrize("name", ["gelu", "silu", "sigmoid", "tanh", "elu", "mish", "hardswish", "softplus"])
@pytest.mark.parametrize("side", ["left", "right", "both"])
@pytest.mark.parametrize("move", [-0.1, -0.03, -1e-3, 0.0, 1e-3, 0.03, 0.1])
def test_pins_off_the_function_have_the_error_of_the_linear_program(name: str, side: str, move: float) -> None:
    activation = get(name)
    rng = np.random.default_rng(3)
    for interval in (PAPER, (-8.0, 0.0), (-0.5, 0.25)):
        left, right = activation.f(np.array(interval)) + move
        pins: Pins = (float(left) if side != "right" else None, float(right) if side != "left" else None)
        for segments in (1, 2, 5, 20):
            points = np.sort(rng.uniform(*interval, segments - 1))
            answer = check_claim(Case(activation, breakpoints_of(points, interval), pins))
            assert answer.claimed >= abs(move) - 1e-14


@pytest.mark.parametrize(
    ("name", "interval", "points", "pins"),
    [
        ("mish", PAPER, [-2.256376396360793], FREE),
        ("mish", PAPER, [-2.256376396360793, 1.4905711794854284], FREE),
        ("tanhshrink", PAPER, [0.0], (-7.700000247577357, None)),
        ("gelu", (-8.0, 0.0), [-5.056456905241507, -2.1610066540047246],
         (0.00016997119809931374, -0.0001699711981042905)),
        ("sigmoid", PAPER, [-4.437322356346959, -2.88384133262055, -0.501707336246838, 6.2304553935209235],
         (None, 0.8996981848825802)),
        ("silu:beta=1.702", (-8.0, 0.0), [-4.059912025002116, -2.0391371441129147], (0.004898535285291966, None)),
        ("celu", (-3.3, 0.001), [0.0], (None, 3.688316740123993e-05)),
    ],
)  # fmt: skip
def test_cases_that_once_failed_have_the_error_of_the_linear_program(
    name: str, interval: Interval, points: list[float], pins: Pins
) -> None:
    check_program(Case(get(name), breakpoints_of(points, interval), pins))


@given(cases(max_points=20))
@settings(max_examples=100)
def test_pins_are_kept_to_the_last_bit(case: Case) -> None:
    values = solve(case).values
    for pin, value in zip(case.pins, (values[0], values[-1]), strict=True):
        assert pin is None or pin == value


def test_a_chord_of_a_parabola_by_hand() -> None:
    parabola = from_expression("x**2", interval=(0.0, 4.0))
    for width in (0.5, 1.0, 4.0):
        answer = check_claim(Case(parabola, np.array([0.0, width]), FREE))
        assert answer.claimed == pytest.approx(width**2 / 8, rel=1e-13)
        assert answer.values == pytest.approx([-(width**2) / 8, width**2 * 7 / 8], rel=1e-13)
        # Pinned to the function at both ends, it is the chord; at one, (3 - 2 sqrt(2)) w^2 lies below it.
        answer = check_claim(Case(parabola, np.array([0.0, width]), (0.0, width**2)))
        assert answer.claimed == pytest.approx(width**2 / 4, rel=1e-13)
        answer = check_claim(Case(parabola, np.array([0.0, width]), (0.0, None)))
        assert answer.claimed == pytest.approx((3.0 - 2.0 * np.sqrt(2.0)) * width**2, rel=1e-13)


def test_the_corner_of_abs_by_hand() -> None:
    corner = from_expression("abs(x)")
    assert check_claim(Case(corner, np.array([-8.0, 8.0]), FREE)).claimed == pytest.approx(4.0, rel=1e-13)
    assert check_claim(Case(corner, np.array([-8.0, 0.0, 8.0]), FREE)).claimed <= 1e-13
    # From the corner to a breakpoint at a, half of what the chord from (a, a - E) misses on its other side.
    answer = check_claim(Case(corner, np.array([-8.0, 1.0, 8.0]), FREE))
    assert answer.claimed == pytest.approx(8.0 / 9.0, rel=1e-13)


@given(st.data())
@settings(max_examples=40)
def test_scaled_and_tilted_functions_have_the_same_answers(data: st.DataObject) -> None:
    """For g = a f(x) + b x + c: E is |a| times f's."""
    a = data.draw(st.sampled_from([-3.0, -1.0, 0.25, 10.0]))
    b = data.draw(st.sampled_from([0.0, 0.5, -2.0]))
    c = data.draw(st.sampled_from([0.0, 1.0, -7.0]))
    text = data.draw(st.sampled_from(["tanh(x)", "x * sigmoid(x)", "abs(x) + exp(-x**2)", "max(sin(x), 0.3)"]))
    first, second = from_expression(text), from_expression(f"{a} * ({text}) + {b} * x + {c}")
    breakpoints = breakpoints_of(data.draw(spread_points(PAPER, max_points=20)), PAPER)
    pins = data.draw(pinned(first, PAPER))
    moved = tuple(None if pin is None else a * pin + b * x + c for pin, x in zip(pins, PAPER, strict=True))
    one, other = check_claim(Case(first, breakpoints, pins)), check_claim(Case(second, breakpoints, moved))  # type: ignore[arg-type]
    assert other.claimed == pytest.approx(abs(a) * one.claimed, rel=1e-9, abs=1e-11)


MIRRORED = [
    ("tanh(x) + x**2 / 9", "tanh(-x) + x**2 / 9"),
    ("x * sigmoid(x)", "-x * sigmoid(-x)"),
    ("abs(x - 1) + exp(x / 3)", "abs(x + 1) + exp(-x / 3)"),
]


@given(st.data())
@settings(max_examples=40)
def test_a_reflected_function_has_the_same_answer(data: st.DataObject) -> None:
    first, second = map(from_expression, data.draw(st.sampled_from(MIRRORED)))
    breakpoints = breakpoints_of(data.draw(spread_points(PAPER, max_points=20)), PAPER)
    left, right = data.draw(pinned(first, PAPER))
    one = check_claim(Case(first, breakpoints, (left, right)))
    other = check_claim(Case(second, -breakpoints[::-1], (right, left)))
    assert other.claimed == pytest.approx(one.claimed, rel=1e-9, abs=1e-11)


@given(st.data())
@settings(max_examples=100)
def test_a_breakpoint_more_is_never_worse_nor_a_pin_better(data: st.DataObject) -> None:
    activation, breakpoints, pins = data.draw(cases(max_points=20))
    error = solve(Case(activation, breakpoints, pins))
    tolerance = 1e-12 * error.scale
    k = data.draw(st.integers(0, breakpoints.size - 2))
    middle = 0.5 * (breakpoints[k] + breakpoints[k + 1])
    assert solve(Case(activation, np.insert(breakpoints, k + 1, middle), pins)).claimed <= error.claimed + tolerance
    assert solve(Case(activation, breakpoints, (None, pins[1]))).claimed <= error.claimed + tolerance
    assert solve(Case(activation, breakpoints, FREE)).claimed <= error.claimed + tolerance


@given(st.data())
@settings(max_examples=60)
def test_a_batch_has_the_fits_of_single_rows(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    curve, samples = curve_of(activation, interval), sample(activation, interval)
    pins = data.draw(pinned(activation, interval))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    size = data.draw(st.integers(0, 30))
    rows = np.array([breakpoints_of(np.sort(rng.uniform(*interval, size)), interval) for _ in range(4)])
    fits = minimax_batch(curve, samples, rows, pins)
    for row in range(4):
        one = minimax_batch(curve, samples, rows[row : row + 1], pins)
        for together, alone in zip(fits, one, strict=True):
            assert np.asarray(together)[row].tolist() == np.asarray(alone)[0].tolist()


@given(cases())
@settings(max_examples=50)
def test_the_mean_error_is_that_on_the_grid(case: Case) -> None:
    activation, breakpoints, pins = case
    interval = interval_of(breakpoints)
    samples = sample(activation, interval)
    fits = minimax_batch(curve_of(activation, interval), samples, breakpoints[None, :], pins)
    error = np.abs(np.interp(samples.x, breakpoints, fits.values[0]) - samples.y)
    steepest = np.max(np.abs(np.diff(fits.values[0]) / np.diff(breakpoints)))
    assert abs(error.mean() - fits.mean_error[0]) <= 1e-10 * np.max(np.abs(samples.y)) + 1e-14 * steepest


def test_an_empty_batch_is_empty() -> None:
    silu = get("silu")
    fits = minimax_batch(curve_of(silu, PAPER), sample(silu, PAPER), np.empty((0, 10)))
    assert fits.values.shape == (0, 10)
    assert fits.max_error.shape == fits.mean_error.shape == (0,)
