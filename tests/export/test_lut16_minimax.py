"""Entries of the smallest error, against every choice of them on a small table."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.export.lut16 import ENTRIES, STEP, lookup16
from pwlact.export.lut16_minimax import _path, improved

CODES = np.arange(-32768, 32768)
FREE = (np.full(65536, -32768), np.full(65536, 32767))


@pytest.mark.parametrize("seed", range(10))
def test_the_path_has_the_smallest_sum_of_costs(seed: int) -> None:
    costs = np.random.default_rng(seed).random((4, 3, 3))
    path = _path(costs)
    sums = [sum(costs[i, choice[i], choice[i + 1]] for i in range(4)) for choice in np.ndindex(3, 3, 3, 3, 3)]
    assert sum(costs[i, path[i], path[i + 1]] for i in range(4)) == pytest.approx(min(sums))


@pytest.mark.parametrize("seed", range(3))
def test_no_single_entry_improves_the_largest_error(seed: int) -> None:
    rng = np.random.default_rng(seed)
    nodes = np.arange(-32768, 32769, STEP)
    wanted = 9000.0 * np.sin(CODES / 3000.0 + seed) + 500.0 * np.sin(CODES / 90.0)
    table = np.round(9000.0 * np.sin(nodes / 3000.0 + seed)).astype(np.int64) + rng.integers(-40, 41, ENTRIES)

    def errors(entries: np.ndarray) -> np.ndarray:
        return np.abs(lookup16(entries, CODES) - wanted)

    found = improved(table, wanted, FREE)
    assert errors(found).max() < errors(table).max()
    worst = int(errors(found).argmax()) // STEP
    for entry in (worst, worst + 1):
        for step in (-3, -2, -1, 1, 2, 3):
            other = found.copy()
            other[entry] += step
            assert errors(other).max() >= errors(found).max()


def test_outputs_keep_their_limits_at_the_smallest_error() -> None:
    wanted = 900.0 * np.sin(CODES / 3000.0)
    table = np.round(900.0 * np.sin(np.arange(-32768, 32769, STEP) / 3000.0)).astype(np.int64)
    high = np.full(65536, 32767)
    high[40_000] = np.floor(wanted[40_000]) - 2
    bound = lookup16(improved(table, wanted, (FREE[0], high)), CODES)
    free = lookup16(improved(table, wanted, FREE), CODES)
    assert np.all(bound <= high)
    assert not np.all(free <= high)
    assert 2.0 < np.abs(bound - wanted).max() < 4.0
