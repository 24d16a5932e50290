"""Tables from lists: which breakpoints they are, what is joined, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.errors import BreakpointError
from pwlact.tables.lines import lines_between, lines_through


@pytest.mark.parametrize(
    ("breakpoints", "first", "interval"),
    [
        ([1.0], None, None),
        ([0.0, 1.0], 0.0, None),
        ([-np.inf, 1.0], None, None),
        ([0.0, 1.0, 4.0], 0.0, (0.0, 4.0)),
        ([0.0, 1.0, np.inf], 0.0, None),
        ([-np.inf, 1.0, np.inf], None, None),
    ],
)
def test_breakpoints_are_those_between_begins_or_all_ends(breakpoints, first, interval) -> None:
    table = lines_between(breakpoints, [1.0, 2.0], [0.0, -1.0])
    assert table.breakpoints.tolist() == [1.0]
    assert (table.first, table.interval) == (first, interval)


def test_values_are_met_and_the_outer_lines_go_on() -> None:
    b, v = [-2.0, 0.5, 3.0], [1.0, -1.0, 4.0]
    table = lines_through(b, v)
    assert table(np.array(b)) == pytest.approx(v, abs=1e-15)
    assert table(np.array([-4.5, 5.5])) == pytest.approx([3.0, 9.0])
    assert table.interval == (-2.0, 3.0)


@pytest.mark.parametrize(
    ("breakpoints", "slopes", "intercepts", "words"),
    [
        ([], [], [], "a table of P pieces has P slopes"),
        ([0.0], [1.0], [1.0, 2.0], "got 1, 2 and"),
        ([0.0, 1.0, 2.0, 3.0], [1.0, 1.0], [0.0, 0.0], "match them"),
        ([np.nan, 1.0], [1.0, 1.0], [0.0, 0.0], "must be finite"),
        ([0.0, np.inf], [1.0, 1.0], [0.0, 0.0], "must be finite"),
        ([0.0], [1.0, 1e31], [0.0, 0.0], r"at most 1e\+30 in size, got 1e\+31 in place 2"),
        ([2.0, 1.0], [1.0, 1.0], [0.0, 0.0], "must ascend"),
    ],
)
def test_what_does_not_fit_is_refused(breakpoints, slopes, intercepts, words) -> None:
    with pytest.raises(BreakpointError, match=words):
        lines_between(breakpoints, slopes, intercepts)
