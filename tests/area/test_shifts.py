"""Slopes as sums of powers of two."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.area.shifts import terms_of_slopes
from pwlact.datapath import terms_of


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_terms_are_those_of_the_unit(count: int) -> None:
    slopes = np.array([0, 1, -3, 5, 96, -1024, 7, 1000])
    terms = terms_of_slopes(slopes, count, 20)
    for key, slope in enumerate(slopes):
        expected = terms_of(int(slope))[:count]
        assert int(terms.there[:, key].sum()) == len(expected)
        for k, (sign, exponent) in enumerate(expected):
            least = min(terms_of(int(other))[k][1] for other in slopes if len(terms_of(int(other))) > k)
            assert terms.shifts[k, key] == exponent - least
            assert terms.negative[k, key] == (sign < 0)


def test_terms_beyond_the_width_are_left_out() -> None:
    terms = terms_of_slopes(np.array([0b1001001]), 3, 6)
    assert terms.there[:, 0].tolist() == [True, True, False]
