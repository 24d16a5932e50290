"""Logic of tables: each column is a function of the key, made of functions of four bits; compiled."""

from __future__ import annotations

import numpy as np

from pwlact._jit import routine
from pwlact._types import Codes

LUT_BITS = 4
WORD = 63  # bits of an int64 without its sign


@routine
def bit_length(value: int) -> int:
    """Return the bits of a number that is not negative, 0 for zero."""
    length = 0
    while value:
        value >>= 1
        length += 1
    return length


@routine
def width_of(low: int, high: int) -> int:
    """Return the bits that hold all integers from low to high, two's complement where some are negative."""
    if low < 0:
        return 1 + max(bit_length(~low), bit_length(max(high, 0)))
    return max(bit_length(high), 1)


@routine
def trailing_zeros(value: int, max_count: int) -> int:
    """Return the number of lowest bits that are zero, `max_count` at most."""
    count = 0
    while count < max_count and not value >> count & 1:
        count += 1
    return count


@routine
def fill_columns(cells: Codes, width: int, at: int, leaf_bits: int, leaves: Codes) -> int:
    """Write the lowest bits of a table's cells as columns of leaves, and return the next free column.

    Parameters
    ----------
    cells : ndarray of int64, shape (2**key_bits,)
        A value for each key.
    width : int
        Bits of the values.
    at : int
        First column to write.
    leaf_bits : int
        A leaf holds 2**leaf_bits keys, one bit each.
    leaves : ndarray of int64, shape (columns, 2**(key_bits - leaf_bits))
        Receives the columns.
    """
    mask = (1 << leaf_bits) - 1
    leaves[at : at + width] = 0
    for key in range(cells.size):
        leaf, position = key >> leaf_bits, key & mask
        for bit in range(width):
            leaves[at + bit, leaf] |= (cells[key] >> bit & 1) << position
    return at + width


@routine
def table_nodes(leaves: Codes, leaf_bits: int) -> tuple[int, int]:
    """Return the number of different LUTs of tables, and of different multiplexers above them.

    A leaf that is constant, or equals a bit of the key, needs no LUT.

    Parameters
    ----------
    leaves : ndarray of int64, shape (columns, a power of two)
        Leaves of each column, in the order of the keys; overwritten.
    leaf_bits : int
        Bits of the key within a leaf.
    """
    columns, count = leaves.shape
    found = np.unique(leaves)
    luts = found.size
    for value in found:
        luts -= _is_wire(value, leaf_bits)
    muxes = 0
    names = found
    while count > 1:
        for column in range(columns):
            for leaf in range(count):
                leaves[column, leaf] = np.searchsorted(names, leaves[column, leaf])
        base = names.size
        count //= 2
        for column in range(columns):
            for leaf in range(count):
                first, second = leaves[column, 2 * leaf], leaves[column, 2 * leaf + 1]
                leaves[column, leaf] = first if first == second else base + first * base + second
        names = np.unique(leaves[:, :count])
        muxes += int(np.sum(names >= base))
    return luts, muxes


@routine
def _is_wire(leaf: int, leaf_bits: int) -> bool:
    """Tell whether a leaf is constant or equals a bit of its key."""
    size = 1 << leaf_bits
    full = (1 << size) - 1
    if leaf in (0, full):
        return True
    for bit in range(leaf_bits):
        pattern = 0
        for key in range(size):
            pattern |= (key >> bit & 1) << key
        if leaf == pattern:
            return True
    return False
