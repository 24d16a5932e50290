"""Logic that finds the piece: comparators, or a table of leading bits; compiled."""

from __future__ import annotations

from pwlact._jit import routine
from pwlact._types import Codes
from pwlact.area.tables import LUT_BITS, trailing_zeros


@routine
def comparator_bits(thresholds: Codes, order_key_bits: int, short: int) -> tuple[int, int, int, int]:
    """Return the cost of comparators with constants.

    Parameters
    ----------
    thresholds : ndarray of int64, shape (n,)
        The constants.
    order_key_bits : int
        Bits of an order key.
    short : int
        Comparators of at most this many bits are merged with the logic behind them.

    Returns
    -------
    longest : int
        Bits of the longest comparator: those above its threshold's trailing zeros.
    merged : int
        Number of comparators of at most `short` bits.
    chains : int
        Number of longer comparators.
    cells : int
        Cells of their carry chains: all bits but one of each.
    """
    longest, merged, chains, cells = 0, 0, 0, 0
    for threshold in thresholds:
        bits = order_key_bits - trailing_zeros(threshold, order_key_bits)
        longest = max(longest, bits)
        if bits <= short:
            merged += 1
        else:
            chains += 1
            cells += bits - 1
    return longest, merged, chains, cells


@routine
def address_nodes(thresholds: Codes, bits: int) -> tuple[int, int]:
    """Return the LUTs and multiplexers of a table from addresses to the piece's index.

    A bit of the index changes at every threshold, every second, every fourth, ...; a stretch of addresses, of a LUT's
    size or larger, has a node where the bit changes within it.

    Parameters
    ----------
    thresholds : ndarray of int64, shape (n,)
        Addresses at which pieces begin, from 0 on.
    bits : int
        Bits of an address.
    """
    luts, muxes = 0, 0
    step = 1
    while step <= thresholds.size:
        for level in range(min(LUT_BITS, bits), bits + 1):
            before, found = -1, 0
            for k in range(step - 1, thresholds.size, step):
                stretch = thresholds[k] >> level
                if stretch << level != thresholds[k] and stretch != before:
                    before = stretch
                    found += 1
            if level <= LUT_BITS:
                luts += found
            else:
                muxes += found
        step *= 2
    return luts, muxes
