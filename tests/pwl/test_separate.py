"""Separate lines: evaluated on their own pieces, refused where they do not fit, kept by pickle."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from pwlact.errors import BreakpointError, ConfigError
from pwlact.pwl import SeparateLines

LINES = SeparateLines(breakpoints=np.array([0.0, 1.0, 3.0]), ends=np.array([[0.0, 2.0], [5.0, 1.0]]))


def test_each_piece_begins_at_its_breakpoint_and_the_outer_ones_go_on() -> None:
    assert LINES(np.array([-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0])).tolist() == [-2.0, 0.0, 1.0, 5.0, 3.0, 1.0, -1.0]
    assert LINES(1.0) == 5.0
    assert (LINES.segments, LINES.interval, LINES.points.tolist()) == (2, (0.0, 3.0), [1.0])


def test_slopes_and_intercepts_are_the_lines_own() -> None:
    x = np.array([0.25, 2.5])
    assert np.allclose(LINES.slopes * x + LINES.intercepts, LINES(x), rtol=1e-15)


def test_far_from_zero_no_digits_are_lost() -> None:
    far = SeparateLines(breakpoints=np.array([1e9, 1e9 + 1.0]), ends=np.array([[0.0, 1.0]]))
    assert far(1e9 + 0.5) == 0.5


def test_a_copy_by_pickle_is_the_same_and_read_only() -> None:
    copy = pickle.loads(pickle.dumps(LINES))
    assert np.array_equal(copy.ends, LINES.ends)
    assert not copy.ends.flags.writeable
    assert "2 separate lines on [0, 3]" in repr(copy)


@pytest.mark.parametrize("ends", [[[0.0, 1.0]], [[0.0, 1.0], [np.nan, 0.0]], [[0.0, 1.0, 2.0]] * 2])
def test_ends_are_two_finite_values_for_each_line(ends: list[list[float]]) -> None:
    with pytest.raises(ConfigError, match="two finite ends"):
        SeparateLines(breakpoints=np.array([0.0, 1.0, 3.0]), ends=np.array(ends))


def test_breakpoints_ascend() -> None:
    with pytest.raises(BreakpointError):
        SeparateLines(breakpoints=np.array([0.0, 4.0, 3.0]), ends=np.array([[0.0, 1.0]] * 2))
