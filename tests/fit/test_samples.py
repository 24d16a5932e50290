"""The sampling grid and what it knows of a function's shape."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from strategies import PAPER, activations, moved, narrow_ranges, ranges, wide_ranges

from pwlact import functions
from pwlact.data import data_of
from pwlact.errors import ConfigError, FunctionError, IntervalError
from pwlact.fit import Samples, sample
from pwlact.fit.samples import sample_count
from pwlact.functions import Activation, Interval, from_expression, get, names
from pwlact.functions.features import bends


def test_the_papers_grid_has_16001_samples() -> None:
    samples = sample(get("silu"), PAPER)
    assert samples.x.size == samples.y.size == 16_001
    assert (samples.x[0], samples.x[-1]) == PAPER
    assert samples.step == 0.001
    assert np.allclose(samples.x, np.arange(-8000, 8001) / 1000, rtol=0.0, atol=2e-15)


@given(ranges())
@settings(max_examples=50)
def test_both_ends_are_samples_and_the_step_is_even_and_at_most_the_papers(interval: Interval) -> None:
    samples = sample(get("tanh"), interval)
    assert (samples.x[0], samples.x[-1]) == interval == samples.interval
    assert 0.0 < samples.step <= 0.001 * (1 + 1e-6)
    assert samples.x.size >= 1001
    assert np.allclose(np.diff(samples.x), samples.step, rtol=0.0, atol=4e-15)
    assert samples.y.tolist() == np.tanh(samples.x).tolist()


@given(narrow_ranges())
@settings(max_examples=20)
def test_narrow_ranges_get_1001_samples(interval: Interval) -> None:
    assert sample(get("tanh"), interval).x.size == 1001


@pytest.mark.parametrize(
    ("interval", "count"),
    [
        ((0, 1), 1001),
        ((0, 0.1), 1001),
        ((0, 1.0005), 1002),
        ((-1, 2.5), 3501),
        ((-0.3, 0.9), 1201),
        ((-2000, 2000), 4_000_001),
    ],
)
def test_a_range_has_its_number_of_samples(interval: Interval, count: int) -> None:
    assert sample(lambda x: x, interval).x.size == count


@pytest.mark.parametrize(
    "interval",
    [
        (math.nan, 1.0),
        (0.0, math.inf),
        (-math.inf, 0.0),
        (8.0, -8.0),
        (1.0, 1.0),
        (-2000.0, 2000.1),
        (0.0, 1e300),
        (0.0, 1e306),
        (-1.7e308, 1.7e308),
        (1.0, 1.0 + 1e-13),
        (1.0, 1.0 + 1.5e-13),
        (1e16, 1e16 + 1000),
    ],
)
def test_refuses_ranges_in_one_line(interval: Interval) -> None:
    with pytest.raises(IntervalError) as caught:
        sample(lambda x: x, interval)
    message = str(caught.value)
    assert "\n" not in message
    assert "got" in message
    assert "; " in message


@pytest.mark.parametrize(
    ("text", "interval", "where"),
    [("log(x)", (-1.0, 1.0), "-1"), ("1 / (x - 2)", (1.0, 2.0), "2"), ("exp(x)", (0.0, 709.0), "345.38")],
)
def test_names_the_first_bad_sample(text: str, interval: Interval, where: str) -> None:
    f = from_expression(text, interval=(2.5, 3.0)).f
    with pytest.raises(FunctionError, match=rf"finite.* at x = {where}.*; narrow the range"):
        sample(f, interval)


def noise(samples: Samples) -> float:
    """Return what rounding of y leaves of a convex run: some last bits of the largest value."""
    return 1e-14 * float(np.max(np.abs(samples.y)))


def check_runs(samples: Samples) -> None:
    pieces, signs = samples.convex_runs, samples.signs
    assert pieces[0] == 0
    assert pieces[-1] == samples.y.size
    assert np.all(np.diff(pieces) > 0)
    assert signs.size == pieces.size - 1
    assert set(signs.tolist()) <= {-1, 1}
    for start, stop, sign in zip(pieces[:-1], pieces[1:], signs, strict=True):
        y = sign * samples.y[start:stop]
        assert np.all(np.diff(y, n=2) >= -noise(samples))
        # Small bends add up over thousands of samples: below its chords everywhere, too.
        for left, right in ((0, y.size - 1), (0, y.size // 2), (y.size // 3, y.size - 1)):
            i = np.arange(left, right + 1)
            chord = y[left] + (y[right] - y[left]) * (i - left) / max(right - left, 1)
            assert np.all(y[left : right + 1] <= chord + noise(samples))


@given(activations(), ranges())
@settings(max_examples=150)
def test_pieces_are_convex_or_concave_as_their_signs_say(activation: Activation, interval: Interval) -> None:
    check_runs(sample(activation, interval))


@given(activations().filter(lambda activation: activation.expression is None), wide_ranges())
@settings(max_examples=20)
def test_convex_runs_on_wide_ranges_bend_one_way(activation: Activation, interval: Interval) -> None:
    check_runs(sample(activation, interval))


@pytest.mark.parametrize("name", names())
def test_pieces_part_at_the_inflections(name: str) -> None:
    activation = get(name)
    interval = moved(activation, PAPER)
    samples = sample(activation, interval)
    inner = samples.x[samples.convex_runs[1:-1]]
    if name == "hardsigmoid":  # convex about -3, then concave about 3
        assert samples.signs.tolist() == [1, -1]
    elif name == "hardswish":  # convex, but for the kink at -3 and the kink at 3
        assert samples.signs.tolist() == [-1, 1, -1]
    else:
        assert np.allclose(inner, bends(activation, interval), rtol=0.0, atol=3 * samples.step)


@pytest.mark.parametrize("text", ["x + 1e-9 * x**3", "100 * x + 1e-6 * sin(x)"])
def test_pieces_of_bends_that_drown_in_rounding_from_sample_to_sample(text: str) -> None:
    check_runs(sample(from_expression(text), PAPER))


@pytest.mark.parametrize("count", [1001, 100_000])
def test_another_number_of_samples_has_even_steps(count: int) -> None:
    samples = sample(get("silu"), PAPER, count)
    assert np.array_equal(samples.x, np.linspace(*PAPER, count))
    assert samples.step == pytest.approx(16.0 / (count - 1))


@pytest.mark.parametrize("count", [0, 1000, 4_000_002])
def test_too_few_or_too_many_samples_are_refused(count: int) -> None:
    with pytest.raises(ConfigError, match="samples are from 1,001 to 4,000,001, got"):
        sample(get("silu"), PAPER, count)


def test_a_straight_line_is_one_piece() -> None:
    samples = sample(lambda x: 3.0 * x + 0.1, PAPER)
    assert samples.convex_runs.tolist() == [0, 16_001]


def test_a_function_that_jumps_between_samples_is_refused() -> None:
    with pytest.raises(FunctionError, match=r"samples 0\.001 apart, got one that jumps or oscillates .* narrow"):
        sample(np.sign, (-1.0005, 1.0))


@pytest.mark.parametrize("width", [1e-6, 1.0, 16.0, 65_535.0, 1e9])
def test_data_in_any_unit_have_the_same_samples(width: float) -> None:
    x = np.linspace(0.0, width, 65)
    samples = sample(functions.from_data(data_of(x, np.sin(3.0 * x / width))), (0.0, width))
    assert samples.x.size == 16_001
    assert samples.interval == (0.0, width)


def test_data_that_change_quickly_have_more_samples() -> None:
    x = 8.0 * np.sinh(np.linspace(-10.0, 10.0, 401)) / np.sinh(10.0)
    steep = functions.from_data(data_of(x, np.tanh(2000.0 * x)))
    assert sample(steep, steep.interval).x.size == 64_001
    assert sample_count(functions.get("tanh"), (-8.0, 8.0)) == 16_001


def test_noisy_data_are_sampled_for_figures() -> None:
    x = np.arange(1000.0)
    noisy = functions.from_data(data_of(x, np.random.default_rng(0).standard_normal(1000), noisy=True))
    assert sample(noisy, noisy.interval).x.size == 16_001
