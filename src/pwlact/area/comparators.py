"""How much logic finds the piece: comparators, or a table of leading bits; compiled."""

from __future__ import annotations

from numba import njit

from pwlact._types import Codes
from pwlact.area.tables import LUT_BITS, trailing_zeros


@njit(cache=True)
def comparator_bits(thresholds: Codes, order_key_bits: int, short: int) -> tuple[int, int, int, int]:
    """Return what comparators with constants take.

    Returns
    -------
    int
        Bits of the longest, above its cut's trailing zeros.
    int
        How many have at most `short` bits: they are merged with what follows.
    int
        How many have more.
    int
        Bits but one of these: the cells of their carry chains.
    """
    longest, merged, chains, cells = 0, 0, 0, 0
    for cut in thresholds:
        bits = order_key_bits - trailing_zeros(cut, order_key_bits)
        longest = max(longest, bits)
        if bits <= short:
            merged += 1
        else:
            chains += 1
            cells += bits - 1
    return longest, merged, chains, cells


@njit(cache=True)
def address_nodes(thresholds: Codes, bits: int) -> tuple[int, int]:
    """Return the LUTs and multiplexers of a table from addresses to the piece's number.

    A bit of the number changes at every cut, every second, every fourth, ...; stretches of addresses, from those that
    a LUT takes on, cost something where it changes within them.

    Parameters
    ----------
    cuts : ndarray of int64
        Addresses at which pieces begin, from 0 on.
    bits : int
        Of an address.
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
