"""From the input to its piece."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icarus import check, icarus
from random_units import fixed_spec, random_unit

from pwlact.formats import FixedPoint
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.select import blocks


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
