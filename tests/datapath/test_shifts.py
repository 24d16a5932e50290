"""Sums of powers of two, against all of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pwlact.datapath import fewest_terms, terms_of

BITS = 12


def test_no_sum_has_fewer_terms_for_any_code_of_twelve_bits() -> None:
    """Breadth first: what k signed powers reach that fewer do not; larger powers than 2**13 only cancel."""
    powers = [sign << exponent for exponent in range(BITS + 2) for sign in (1, -1)]
    reached, fewest, count = {0}, {0: 0}, 0
    wanted = range(-(1 << (BITS - 1)), 1 << (BITS - 1))
    while not all(code in fewest for code in wanted):
        count += 1
        reached = {value + power for value in reached for power in powers} - fewest.keys()
        reached = {value for value in reached if abs(value) <= 1 << (BITS + 2)}
        fewest.update(dict.fromkeys(reached, count))
    codes = np.array(wanted)
    np.testing.assert_array_equal(fewest_terms(codes), [fewest[code] for code in wanted])


def test_terms_add_up_to_every_code_largest_first() -> None:
    for code in range(-(1 << BITS), (1 << BITS) + 1):
        terms = terms_of(code)
        assert sum(sign << exponent for sign, exponent in terms) == code
        assert all(sign in (1, -1) for sign, _ in terms)
        assert [exponent for _, exponent in terms] == sorted({exponent for _, exponent in terms}, reverse=True)
        assert len(terms) == fewest_terms(np.array([code]))[0]


@given(code=st.integers(-(1 << 31), (1 << 32) - 1))
def test_terms_of_the_widest_codes_add_up_and_are_as_few_as_counted(code: int) -> None:
    terms = terms_of(code)
    assert sum(sign << exponent for sign, exponent in terms) == code
    assert len(terms) == fewest_terms(np.array(code))
    assert fewest_terms(np.array([[code, -code]])).tolist() == [[len(terms)] * 2]
