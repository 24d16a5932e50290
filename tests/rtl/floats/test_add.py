"""Sums of floats: of two codes, and of an exact product and a code."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from icarus import icarus
from rtl.floats.harness import evaluate_block
from rtl.floats.oracle import Oracle
from rtl.floats.vectors import mixed_vectors

from pwlact.formats import Overflow, Rounding, parse_format
from pwlact.rtl.floats.add import add_exact, add_rounded
from pwlact.rtl.floats.multiply import exact_width


@icarus
@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("name", ["fp8_e4m3", "fp8_e5m2", "e2m3"])
def test_every_sum_of_two_codes(name: str, rounding: Rounding, tmp_path: Path) -> None:
    format_ = parse_format(name)
    oracle = Oracle(format_)
    pairs = list(product(range(1 << format_.bits), repeat=2))[:: 1 if format_.bits < 8 else 3]
    placed = np.array([oracle.place(oracle.add(oracle.value(a), oracle.value(b)), 0) for a, b in pairs])
    got = np.array(evaluate_block(add_rounded(format_, rounding, Overflow.SATURATE), pairs, tmp_path))[:, 0]
    np.testing.assert_array_equal(got, oracle.round(placed, rounding, Overflow.SATURATE))


@icarus
@np.errstate(all="ignore")
def test_sums_of_fp16_are_those_of_numpy(tmp_path: Path) -> None:
    format_ = parse_format("fp16")
    pairs = mixed_vectors(format_)[:, 1:]
    block = add_rounded(format_, Rounding.NEAREST_EVEN, Overflow.INFINITE)
    got = np.array(evaluate_block(block, pairs.tolist(), tmp_path))[:, 0]
    a, b = pairs.T.astype(np.uint16).view(np.float16)
    wanted = (a + b).view(np.uint16).astype(np.int64)
    np.testing.assert_array_equal(got, np.where(np.isnan(a + b), format_.nan, wanted))


@pytest.mark.parametrize("name", ["fp16", "e3m4fn", "e2m1"])
def test_an_exact_sum_reads_the_whole_product(name: str) -> None:
    format_ = parse_format(name)
    block = add_exact(format_, Rounding.NEAREST_EVEN, Overflow.SATURATE)
    assert [signal.width for signal in block.inputs] == [exact_width(format_), format_.bits]
    assert block.output.width == format_.bits
