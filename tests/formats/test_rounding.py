"""Rounding of doubles and of integers, against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from formats.references import EXACT
from hypothesis import given
from hypothesis import strategies as st

from pwlact.formats import Rounding, round_shift, round_whole

INT64 = st.integers(-(2**63), 2**63 - 1)

every_rounding = pytest.mark.parametrize("rounding", Rounding, ids=lambda r: r.value)


def test_each_rounding_has_an_exact_counterpart() -> None:
    assert list(EXACT) == list(Rounding)


@every_rounding
def test_rounds_ties_quarters_and_their_neighbours(rounding: Rounding) -> None:
    quarters = np.arange(-40, 41) / 4.0
    large = np.array([2.0**51 + 0.5, 2.0**52 - 0.5, 2.0**52 + 1.0, 2.0**53 + 2.0, 1e300])
    middle = np.concatenate((quarters, large, -large, [5e-324, -5e-324]))
    for x in (middle, np.nextafter(middle, 0.0), np.nextafter(middle, 2.0 * middle)):
        assert round_whole(x, rounding).tolist() == [EXACT[rounding](Fraction(value)) for value in x]


@every_rounding
@given(x=st.floats(allow_nan=False, allow_infinity=False) | st.floats(-4.0, 4.0))
def test_rounds_every_double_exactly(rounding: Rounding, x: float) -> None:
    assert round_whole(x, rounding) == EXACT[rounding](Fraction(x))


@every_rounding
def test_infinities_stay(rounding: Rounding) -> None:
    with np.errstate(all="raise"):
        assert round_whole([np.inf, -np.inf], rounding).tolist() == [np.inf, -np.inf]


@every_rounding
@pytest.mark.parametrize("shift", range(1, 6))
def test_shifts_every_small_code_as_the_quotient_is_rounded(rounding: Rounding, shift: int) -> None:
    codes = np.arange(-200, 201)
    shifted = round_shift(codes, shift, rounding)
    assert shifted.dtype == np.int64
    assert shifted.tolist() == round_whole(codes / 2.0**shift, rounding).tolist()


@every_rounding
@given(codes=st.lists(INT64, min_size=1, max_size=20), shift=st.integers(0, 70))
def test_shifts_every_int64_exactly(rounding: Rounding, codes: list[int], shift: int) -> None:
    codes += [-(2**63), 2**63 - 1, 0, 1, -1]
    codes += [sign * ((1 << shift) // 2) for sign in (-1, 1) if shift < 64]
    wanted = [EXACT[rounding](Fraction(code, 1 << shift)) for code in codes]
    shifted = round_shift(np.array(codes, dtype=np.int64), shift, rounding)
    assert shifted.dtype == np.int64
    assert shifted.tolist() == wanted


@every_rounding
@given(codes=st.lists(st.integers(-(2**200), 2**200), min_size=1, max_size=20), shift=st.integers(0, 210))
def test_shifts_big_integers_exactly(rounding: Rounding, codes: list[int], shift: int) -> None:
    codes += [sign * part << shift >> 1 for sign in (-1, 1) for part in (1, 3)]
    shifted = round_shift(np.array(codes, dtype=object), shift, rounding)
    assert shifted.dtype == object
    assert shifted.tolist() == [EXACT[rounding](Fraction(code, 1 << shift)) for code in codes]


@every_rounding
def test_a_shift_below_zero_appends_bits(rounding: Rounding) -> None:
    assert round_shift(np.array([-3, 0, 5]), -4, rounding).tolist() == [-48, 0, 80]
    assert round_shift(np.array([3 << 80], dtype=object), -4, rounding).tolist() == [3 << 84]


def test_three_roundings_are_to_nearest() -> None:
    assert [r.nearest for r in Rounding] == [True, True, True, False, False, False]
    for rounding in Rounding:
        assert rounding.nearest == (round_whole([0.75, -0.75, 0.25, -0.25], rounding).tolist() == [1, -1, 0, 0])
