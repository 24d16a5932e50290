"""From the input to its piece."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icarus import check, icarus
from random_units import fixed_spec, random_unit

from pwlact.formats import FixedPoint
from pwlact.functions import Symmetry
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.pieces import lay_out
from pwlact.rtl.select import blocks, has_threshold_table


@given(first=st.integers(0, 300), count=st.integers(0, 300))
def test_blocks_cover_the_integers_once_and_are_aligned(first: int, count: int) -> None:
    found = list(blocks(first, first + count))
    assert [k for start, bits in found for k in range(start, start + (1 << bits))] == list(range(first, first + count))
    assert all(start % (1 << bits) == 0 for start, bits in found)


def fewest_blocks(first: int, after: int) -> int:
    """Count the fewest aligned blocks by trying every first block."""
    if first == after:
        return 0
    sizes = [1 << bits for bits in range(6) if first % (1 << bits) == 0 and first + (1 << bits) <= after]
    return 1 + min(fewest_blocks(first + size, after) for size in sizes)


def test_blocks_are_the_fewest() -> None:
    assert list(blocks(3, 9)) == [(3, 0), (4, 2), (8, 0)]
    for first in range(9):
        for after in range(first, 17):
            assert len(list(blocks(first, after))) == fewest_blocks(first, after)


@icarus
@pytest.mark.parametrize("bits", [None, 1, 4, 8])
def test_comparators_and_leading_bits_find_the_piece(bits: int | None, tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    spec = fixed_spec(rng, input=FixedPoint(3, 5), address_bits=bits, shift_terms=0)
    design = Design(units=(random_unit(rng, spec, 7),), functions=("f",), name="u")
    assert ("casez" in unit_verilog(design)) == (bits is not None)
    check([design], tmp_path)


def test_a_table_of_thresholds_has_a_register_of_its_own_with_latency_4() -> None:
    rng = np.random.default_rng(2)
    spec = fixed_spec(rng, address_bits=None, mantissa_bits=None, base=0, symmetry=Symmetry.NONE)
    units = tuple(random_unit(rng, spec, 4) for _ in range(3))
    for latency in range(1, 5):
        several = Design(units=units, functions=("a", "b", "c"), name="pwl", latency=latency)
        assert has_threshold_table(several, lay_out(several))
        assert ("threshold_1_1 <= threshold_1;" in unit_verilog(several)) == (latency == 4)
        one = dataclasses.replace(several, units=units[:1], functions=("a",))
        assert not has_threshold_table(one, lay_out(one))
        assert "threshold_1" not in unit_verilog(one)
