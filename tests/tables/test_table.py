"""A table of lines: its counts, and where each line holds."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.errors import BreakpointError
from pwlact.tables import Table
from pwlact.tables.table import MAX_PIECES


def test_a_breakpoint_is_of_the_line_that_begins_there() -> None:
    table = Table(breakpoints=np.array([1.0]), slopes=np.zeros(2), intercepts=np.array([5.0, 7.0]))
    assert table(np.array([-1e9, 0.999, 1.0, 1e9])).tolist() == [5.0, 5.0, 7.0, 7.0]
    assert table.piece(1.0) == 1
    assert (table.pieces, table.mirrored) == (2, False)


def test_counts_must_match() -> None:
    with pytest.raises(BreakpointError, match="got 2, 2 and 2; match them"):
        Table(breakpoints=np.arange(2.0), slopes=np.zeros(2), intercepts=np.zeros(2))


def test_a_huge_table_is_refused() -> None:
    n = MAX_PIECES + 1
    with pytest.raises(BreakpointError, match=f"at most {MAX_PIECES} pieces, got {n}"):
        Table(breakpoints=np.arange(n - 1.0), slopes=np.zeros(n), intercepts=np.zeros(n))
