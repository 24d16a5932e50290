"""Slopes as shifted terms, as tables hold them; compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from pwlact._types import Codes, Flags
from pwlact.area.tables import WORD


class Terms(NamedTuple):
    """Terms of the slopes of all keys, the largest of each first.

    Parameters
    ----------
    shifts : ndarray of int64, shape (terms, keys)
        How far each is shifted, beyond what all are.
    negative, there : ndarray of bool, shape (terms, keys)
        Whether it is subtracted, and whether the slope has so many.
    """

    shifts: Codes
    negative: Flags
    there: Flags


@njit(cache=True)
def terms_of_slopes(slopes: Codes, most: int, width: int) -> Terms:
    """Return the terms of slopes (keys,): `most` at most, those below 2**width."""
    shifts = np.zeros((most, slopes.size), dtype=np.int64)
    negative = np.zeros((most, slopes.size), dtype=np.bool_)
    there = np.zeros((most, slopes.size), dtype=np.bool_)
    for key in range(slopes.size):
        digits = _digits(slopes[key])
        term = 0
        for place in range(min(width, WORD) - 1, -1, -1):
            if digits[place] and term < most:
                shifts[term, key], negative[term, key], there[term, key] = place, digits[place] < 0, True
                term += 1
    for term in range(most):
        if there[term].any():
            least = shifts[term][there[term]].min()
            shifts[term] = np.where(there[term], shifts[term] - least, 0)
    return Terms(shifts, negative, there)


@njit(cache=True)
def _digits(code: int) -> Codes:
    """Return a number's non-adjacent form, the lowest digit first."""
    digits = np.zeros(WORD, dtype=np.int64)
    place = 0
    while code and place < WORD:
        if code & 1:
            digits[place] = 2 - (code & 3)
            code -= digits[place]
        code >>= 1
        place += 1
    return digits
