"""The lines that a result is made of."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Maker
from made_results import maker

from pwlact.datapath import row_codes
from pwlact.search.pieces import Pieces, curve, pieces_of

make = pytest.fixture(scope="module")(maker)


def test_segments_of_a_pwl_join_and_have_its_equations(make: Maker) -> None:
    pwl, pieces = make("paper").candidate.pwl, pieces_of(make("paper"))
    np.testing.assert_array_equal(pieces.knots, pwl.breakpoints)
    np.testing.assert_array_equal(
        [piece.line for piece in pieces.inside], np.stack((pwl.slopes, pwl.intercepts), axis=1)
    )
    assert [piece.y.tolist() for piece in pieces.inside] == np.stack((pwl.values[:-1], pwl.values[1:]), 1).tolist()
    assert (pieces.left[0].line, pieces.right[0].line) == (pwl.left_tail, pwl.right_tail)


@pytest.mark.parametrize("name", ["unit", "mirrored unit", "float unit"])
def test_pieces_of_a_unit_are_what_it_computes_with(make: Maker, name: str) -> None:
    result = make(name)
    unit, problem = result.candidate.unit, result.problem
    assert unit is not None
    codes, inside = row_codes(unit, problem.interval)
    x, y = unit.spec.input.decode(codes[inside]), unit.spec.output.decode(unit(codes[inside]))
    np.testing.assert_array_less(np.abs(pieces_of(result)(x) - y), 2.0 * unit.spec.output.ulp(y))


@pytest.mark.parametrize("name", ["unit", "mirrored unit", "float unit"])
def test_pieces_of_a_unit_share_no_input_code(make: Maker, name: str) -> None:
    pieces = pieces_of(make(name))
    ends = np.concatenate([piece.x for piece in (*pieces.left, *pieces.inside, *pieces.right)])
    assert np.all(np.diff(ends) >= 0)
    assert np.all(np.diff(ends)[1::2] > 0)


def test_a_unit_whose_input_ends_with_the_range_has_no_tails(make: Maker) -> None:
    pieces = pieces_of(make("unit"))
    assert pieces.left == ()
    assert pieces.right == ()


def test_tails_are_cut_a_little_beyond_the_range(make: Maker) -> None:
    for name in ("paper", "float unit"):
        pieces = pieces_of(make(name))
        assert pieces.left[0].x[0] == pytest.approx(-8.96, abs=0.01)
        assert pieces.right[-1].x[1] == pytest.approx(8.96, abs=0.01)


def test_a_curve_has_a_gap_behind_every_piece(make: Maker) -> None:
    pieces: Pieces = pieces_of(make("paper"))
    x, y = curve(pieces.inside)
    assert np.isnan(x.reshape(-1, 3)[:, 2]).all()
    np.testing.assert_array_equal(y.reshape(-1, 3)[:, :2], [piece.y for piece in pieces.inside])
    assert curve(()) == (pytest.approx([]), pytest.approx([]))


def test_ends_are_one_where_segments_join_and_two_where_pieces_do_not(make: Maker) -> None:
    pwl = make("paper").candidate.pwl
    np.testing.assert_array_equal(pieces_of(make("paper")).ends, (pwl.breakpoints, pwl.values))
    assert pieces_of(make("mirrored unit")).ends[0].size == 2 * 8
