"""Slopes as sums of a few powers of two with signs, in place of a multiplier."""

from __future__ import annotations

import numpy as np

from pwlact._types import Codes


def fewest_terms(codes: Codes) -> Codes:
    """Return the fewest powers of two, with signs, that add up to each code; any shape.

    The number is that of the nonzero digits of the code's non-adjacent form.

    Source: Reitwiesner 1960, Binary Arithmetic (doi 10.1016/S0065-2458(08)60610-5).
    """
    size = np.abs(np.asarray(codes, dtype=np.int64))
    digits = (size ^ (3 * size)) >> 1  # ones where the non-adjacent form has a digit
    return np.array([int(value).bit_count() for value in digits.ravel()], dtype=np.int64).reshape(digits.shape)


def terms_of(code: int) -> list[tuple[int, int]]:
    """Return a code's non-adjacent form as (sign, exponent) pairs, the largest power first."""
    terms = []
    exponent = 0
    while code:
        if code & 1:
            sign = 2 - (code & 3)  # 1 or -1: the rest is a multiple of four
            terms.append((sign, exponent))
            code -= sign
        code >>= 1
        exponent += 1
    return terms[::-1]
