"""The largest error of each piece."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from drawn import Maker

from pwlact.report.piece_errors import piece_errors


@pytest.mark.parametrize("which", ["paper", "kinks", "tanh 32", "one segment", "wide"])
def test_it_is_the_largest_between_two_breakpoints(make: Maker, which: str) -> None:
    result = make(which)
    found = piece_errors(result)
    assert (found[0], found[-1]) == (None, None)
    for (start, stop), one in zip(pairwise(result.pwl.breakpoints.tolist()), found[1:-1], strict=True):
        assert one is not None
        size, at = one
        x = np.linspace(start, stop, 2001)
        off = np.abs(result.pwl(x) - result.problem.activation(x))
        assert start <= at <= stop
        assert abs(result.pwl(at) - result.problem.activation(at)) == pytest.approx(size, rel=1e-9, abs=1e-15)
        assert off.max() <= size + 1e-15
        assert size == pytest.approx(off.max(), rel=1e-2, abs=1e-12)  # a kink may lie between samples


def test_of_data_it_is_the_farthest_datum_of_the_piece(make: Maker) -> None:
    for case in ("noisy", "separate lines"):
        result = make(case)
        assert max(one[0] for one in piece_errors(result) if one is not None) == result.errors.grid.max


def test_pieces_of_a_unit_beyond_the_range_have_none(make: Maker) -> None:
    unit = make("float unit").unit
    assert unit is not None
    assert len(piece_errors(make("float unit"))) == unit.pieces
