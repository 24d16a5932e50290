"""Logic that finds the piece."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pwlact.area.comparators import address_nodes, comparator_bits


@pytest.mark.parametrize("seed", range(40))
def test_addresses_are_counted_by_where_the_piece_changes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bits = int(rng.integers(1, 9))
    thresholds = np.sort(
        rng.choice(np.arange(1, 1 << bits), min(int(rng.integers(1, 20)), (1 << bits) - 1), replace=False)
    )
    index = np.searchsorted(thresholds, np.arange(1 << bits), side="right")
    found = {"luts": 0, "muxes": 0}
    for bit, level in itertools.product(range(int(thresholds.size).bit_length()), range(min(4, bits), bits + 1)):
        stretches = (index >> bit & 1).reshape(-1, 1 << level)
        varied = int(np.sum(stretches.min(axis=1) < stretches.max(axis=1)))
        found["luts" if level <= 4 else "muxes"] += varied
    # A stretch within which the number changes and changes back where both its ends are whole pieces is the same.
    luts, muxes = address_nodes(thresholds, bits)
    assert (luts, muxes) == (found["luts"], found["muxes"])


def test_comparators_are_as_long_as_their_thresholds() -> None:
    thresholds = np.array([-32768 + 1, -4096, -256, 0, 2, 0x1230])
    # bits above the trailing zeros: 16, 4, 8, 0, 15, 12
    assert comparator_bits(thresholds, 16, 5) == (16, 2, 4, 15 + 7 + 14 + 11)
