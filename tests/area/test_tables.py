"""Counts of tables, against sets of truth tables."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.area.tables import bit_length, fill_columns, table_nodes, trailing_zeros, width_of
from pwlact.rtl.text import Range


def test_bit_lengths_and_trailing_zeros_are_those_of_integers() -> None:
    for value in range(130):
        assert bit_length(value) == value.bit_length()
        assert trailing_zeros(value, 7) == (7 if value == 0 else min((value & -value).bit_length() - 1, 7))


def test_widths_are_those_of_ranges() -> None:
    for low in range(-9, 10):
        for high in range(low, 10):
            assert width_of(low, high) == Range(low, high).width


def nodes_by_definition(cells: np.ndarray, width: int, leaf_bits: int) -> tuple[int, int]:
    """Count tables' nodes as sets of truth tables."""
    size = 1 << leaf_bits
    wires = {(0,) * size, (1,) * size} | {tuple(key >> bit & 1 for key in range(size)) for bit in range(leaf_bits)}
    columns = [tuple(int(cell) >> bit & 1 for cell in cells) for bit in range(width)]
    luts = {column[i : i + size] for column in columns for i in range(0, cells.size, size)} - wires
    muxes = set()
    while size < cells.size:
        size *= 2
        parts = {column[i : i + size] for column in columns for i in range(0, cells.size, size)}
        muxes |= {part for part in parts if part[: size // 2] != part[size // 2 :]}
    return len(luts), len(muxes)


@pytest.mark.parametrize("seed", range(40))
def test_tables_are_counted_by_their_functions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    key_bits, width = int(rng.integers(0, 7)), int(rng.integers(1, 12))
    cells = rng.integers(0, rng.choice([2, 5, 1 << width]), 1 << key_bits)
    leaf_bits = min(4, key_bits)
    leaves = np.empty((width, 1 << (key_bits - leaf_bits)), dtype=np.int64)
    assert fill_columns(cells, width, 0, leaf_bits, leaves) == width
    assert table_nodes(leaves, leaf_bits) == nodes_by_definition(cells, width, leaf_bits)
