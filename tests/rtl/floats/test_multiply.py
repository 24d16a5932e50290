"""Products of floats: exact ones against rational numbers, rounded ones against the model."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from icarus import icarus
from rtl.floats.harness import evaluate_block
from rtl.floats.oracle import FINITE, INFINITE, NAN, Oracle
from rtl.floats.vectors import mixed_vectors

from pwlact.formats import FloatFormat, Overflow, Rounding, parse_format
from pwlact.rtl.floats.multiply import exact_exponents, exact_width, multiply_exactly, multiply_rounded


def exact_value(format_: FloatFormat, word: int) -> tuple[int, int, Fraction]:
    """Return kind, sign and magnitude of {nan, infinite, sign, exponent, significand}."""
    m, width = format_.mantissa, exact_exponents(format_).signed_width
    whole = word & ((1 << (2 * m + 2)) - 1)
    word >>= 2 * m + 2
    exponent = word & ((1 << width) - 1)
    exponent -= (exponent >> (width - 1)) << width
    word >>= width
    sign, word = word & 1, word >> 1
    infinite, nan = (word & 1, word >> 1) if format_.infinities else (0, word)
    kind = NAN if nan else INFINITE if infinite else FINITE
    return kind, sign, whole * Fraction(2) ** (exponent - format_.bias - 2 * m - 1)


@icarus
@pytest.mark.parametrize("name", ["fp16", "fp8_e4m3", "fp8_e5m2", "e2m1", "e8m23"])
def test_exact_products_are_exact(name: str, tmp_path: Path) -> None:
    format_ = parse_format(name)
    block, oracle = multiply_exactly(format_), Oracle(format_)
    assert block.output.width == exact_width(format_)
    pairs = np.unique(mixed_vectors(format_)[:, :2], axis=0).tolist()
    for (a, b), (word,) in zip(pairs, evaluate_block(block, pairs, tmp_path), strict=True):
        kind, sign, size = oracle.multiply(a, b)
        got = exact_value(format_, word)
        assert got[0] == kind
        if kind != NAN:
            assert got[1] == sign
        if kind == FINITE:
            assert got[2] == Fraction(size, 1 << (2 * oracle.unit))


@icarus
@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("name", ["fp16", "e3m4fn", "e2m1"])
def test_rounded_products_are_rounded_once(name: str, rounding: Rounding, tmp_path: Path) -> None:
    format_ = parse_format(name)
    oracle = Oracle(format_)
    pairs = np.unique(mixed_vectors(format_)[:, :2], axis=0).tolist()
    placed = np.array([oracle.place(oracle.multiply(a, b), oracle.unit) for a, b in pairs])
    for overflow in (Overflow.INFINITE, Overflow.SATURATE):
        got = evaluate_block(multiply_rounded(format_, rounding, overflow), pairs, tmp_path)
        np.testing.assert_array_equal(np.array(got)[:, 0], oracle.round(placed, rounding, overflow))
