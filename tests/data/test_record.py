"""Points in ascending order of x."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.data import Data, data_of
from pwlact.errors import ConfigError

NUMBER = st.floats(-1e6, 1e6, allow_nan=False)
POINTS = st.lists(st.tuples(NUMBER, NUMBER), min_size=2, max_size=30, unique_by=lambda pair: pair[0])


@given(points=POINTS, seed=st.integers(0, 1000), noisy=st.booleans())
def test_the_order_of_rows_of_different_x_does_not_matter(
    points: list[tuple[float, float]], seed: int, noisy: bool
) -> None:
    x, y = np.array(points).T
    order = np.random.default_rng(seed).permutation(x.size)
    one, other = data_of(x, y, noisy=noisy), data_of(x[order], y[order], noisy=noisy)
    assert np.all(np.diff(one.x) > 0.0)
    assert one.digest == other.digest
    assert one.interval == (x.min(), x.max())


@given(points=POINTS)
def test_exact_samples_that_are_given_twice_count_once(points: list[tuple[float, float]]) -> None:
    x, y = np.array(points).T
    assert data_of(np.tile(x, 2), np.tile(y, 2)).digest == data_of(x, y).digest


def test_noisy_points_keep_repeated_x() -> None:
    data = data_of([2, 1, 2], [5, 4, 3], [1, 2, 3], noisy=True)
    assert (data.x.tolist(), data.y.tolist()) == ([1, 2, 2], [4, 5, 3])
    assert data.weight is not None
    assert data.weight.tolist() == [2, 1, 3]


def test_the_digest_tells_values_and_weights_apart() -> None:
    made = [
        data_of([0, 1], [0, 1]),
        data_of([0, 1], [0, 2]),
        data_of([0, 2], [0, 1]),
        data_of([0, 1], [0, 1], [1, 1]),
        data_of([0, 1], [0, 1], [1, 2]),
    ]
    assert len({data.digest for data in made}) == len(made)
    assert dataclasses.replace(made[0], name="other", file="a.csv").digest == made[0].digest


@pytest.mark.parametrize(
    ("x", "y", "weight", "said"),
    [
        ([1], [2], None, "data have two different x or more, got 1 point; give points at other x"),
        ([1, 1, 1], [2, 3, 4], None, "got 3 points, all at x = 1"),
        ([], [], None, "got 0 points"),
        ([0, 1, 1], [0, 2, 3], None, r"one y at each x, got 2 and 3 at x = 1; average them, or add --noisy"),
        ([0, 1], [0, 1], [1, 0], "weights are above 0, got 1 of 2 rows"),
        ([0, 1], [0, 1], [1, -2], "with weight = -2 in row 2"),
        ([0, 1, 2], [0, 1], None, r"rows of numbers of one length, got shapes \(3,\), \(2,\)"),
        ([0, 1], [[0], [1]], None, r"got shapes \(2,\), \(2, 1\)"),
    ],
)
def test_what_is_no_data_is_refused(x: list[float], y: list[float], weight: list[float] | None, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as fault:
        data_of(x, y, weight)
    assert "\n" not in str(fault.value)


def test_different_x_are_counted_within_a_range() -> None:
    data = data_of([0, 1, 1, 2, 2, 2, 3], range(7), noisy=True)
    assert [data.distinct(*ends) for ends in ((0, 3), (0.5, 2), (1, 1), (2.5, 2.6), (-9, 9))] == [4, 2, 1, 0, 4]


def test_a_record_has_its_own_arrays() -> None:
    x = np.linspace(0.0, 1.0, 5)
    made = data_of(x, x)
    assert isinstance(made, Data)
    x[:] = 9.0
    assert made.interval == (0.0, 1.0)
    assert made.y.tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_data_are_shown_in_one_short_line():
    x = np.linspace(0.0, 1.0, 100_000)
    assert repr(data_of(x, x, noisy=True)) == "Data: 100000 noisy points of data on [0, 1]"
