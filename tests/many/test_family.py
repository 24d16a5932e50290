"""The record of a family: evaluation, slopes and intercepts, gaps, one PWL."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.many import Family


def family() -> Family:
    """Return |x| with 2 segments and a line with 1, in rows of three."""
    return Family(
        objective="max",
        segments=np.array([2, 1]),
        breakpoints=np.array([[-2.0, 0.0, 2.0], [-2.0, 2.0, 2.0]]),
        values=np.array([[2.0, 0.0, 2.0], [1.0, 5.0, 5.0]]),
        max_errors=np.array([0.2, 0.0]),
        mses=np.array([0.01, 0.0]),
        lower_bounds=np.array([0.1, 0.0]),
        names=("v", "line"),
    )


def test_every_function_takes_every_input_and_outer_pieces_go_on() -> None:
    x = np.array([[-3.0, -1.0], [0.5, 4.0]])
    assert np.array_equal(family()(x), [[[3.0, 1.0], [0.5, 4.0]], [[0.0, 2.0], [3.5, 7.0]]])
    assert np.array_equal(family()(1.0), [1.0, 4.0])


def test_an_index_is_broadcast_with_the_inputs() -> None:
    assert np.array_equal(family()([[1.0], [-1.0]], [0, 1]), [[1.0, 4.0], [1.0, 2.0]])
    assert family()(-1.5, 0) == 1.5


def test_rows_of_fewer_segments_repeat_the_last_slope_and_intercept() -> None:
    assert np.array_equal(family().slopes, [[-1.0, 1.0], [1.0, 1.0]])
    assert np.array_equal(family().intercepts, [[0.0, 0.0], [3.0, 3.0]])


def test_one_function_is_a_pwl_that_agrees_with_the_family() -> None:
    found, x = family(), np.linspace(-3.0, 3.0, 13)
    assert [pwl.segments for pwl in found] == [2, 1]
    assert np.array_equal([pwl(x) for pwl in found], found(x))


def test_gaps_are_shares_of_the_bound_and_0_where_nothing_is_left() -> None:
    found = family()
    assert found.gaps == pytest.approx([1.0, 0.0])
    assert (len(found), found.interval, found.name(1)) == (2, (-2.0, 2.0), "line")


def test_a_family_is_shown_in_a_line_however_many_functions_it_has() -> None:
    assert repr(family()) == "Family(2 functions on [-2, 2], 3 segments, largest max error 0.2)"
