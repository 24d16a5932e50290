"""Slopes as sums of powers of two, as tables hold them; compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._jit import routine
from pwlact._types import Codes, Flags
from pwlact.area.tables import WORD


class Terms(NamedTuple):
    """Powers of two of the slopes of all keys, the largest of each slope first.

    Parameters
    ----------
    shifts : ndarray of int64, shape (terms, keys)
        Exponents above the smallest one of the term.
    negative, there : ndarray of bool, shape (terms, keys)
        Whether the power is subtracted, and whether the slope has this term.
    """

    shifts: Codes
    negative: Flags
    there: Flags


@routine
def terms_of_slopes(slopes: Codes, max_terms: int, width: int) -> Terms:
    """Return the largest terms of slopes.

    Parameters
    ----------
    slopes : ndarray of int64, shape (keys,)
        Integers.
    max_terms : int
        Most terms of a slope.
    width : int
        Bits of the product; terms of 2**width and above are left out.
    """
    shifts = np.zeros((max_terms, slopes.size), dtype=np.int64)
    negative = np.zeros((max_terms, slopes.size), dtype=np.bool_)
    there = np.zeros((max_terms, slopes.size), dtype=np.bool_)
    for key in range(slopes.size):
        digits = _digits(slopes[key])
        term = 0
        for exponent in range(min(width, WORD) - 1, -1, -1):
            if digits[exponent] and term < max_terms:
                shifts[term, key], negative[term, key], there[term, key] = exponent, digits[exponent] < 0, True
                term += 1
    for term in range(max_terms):
        if there[term].any():
            least = shifts[term][there[term]].min()
            shifts[term] = np.where(there[term], shifts[term] - least, 0)
    return Terms(shifts, negative, there)


@routine
def _digits(code: int) -> Codes:
    """Return a number's non-adjacent form, the lowest digit first."""
    digits = np.zeros(WORD, dtype=np.int64)
    exponent = 0
    while code and exponent < WORD:
        if code & 1:
            digits[exponent] = 2 - (code & 3)
            code -= digits[exponent]
        code >>= 1
        exponent += 1
    return digits
