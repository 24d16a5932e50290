"""Counting inputs by the cells of a profile, and summing squared gradients: one pass over millions of numbers.

The cell of a float32 is in its bits: above 2, exponent and the first eight bits of the mantissa number the cells.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, kernel
from pwlact._types import Array
from pwlact.fit.profile import CELLS_PER_UNIT, LARGEST, LINEAR_END, SIDE

SHIFT = 23 - 8  # bits of the mantissa that a cell of an octave leaves out
_SIZE = 0x7FFFFFFF  # all bits but the sign
_LARGEST_BITS = int(np.float32(LARGEST).view(np.int32))
_OCTAVES_BEGIN = (int(np.float32(LINEAR_END).view(np.int32)) >> SHIFT) - int(LINEAR_END * CELLS_PER_UNIT)


@inlined
def cell_of_bits(x: float, bits: int) -> int:
    """Return the cell of a float32 with these bits, as `cells_of` does; -1 where it has none."""
    size = bits & _SIZE
    if size >= _LARGEST_BITS:  # nan too
        return -1
    away = int(abs(x) * CELLS_PER_UNIT) if abs(x) < LINEAR_END else (size >> SHIFT) - _OCTAVES_BEGIN
    return SIDE - 1 - away if x < 0.0 else SIDE + away


@kernel
def _count(x: NDArray[np.float32], bits: NDArray[np.int32], counts: Array) -> int:
    beyond = 0
    for i in range(x.size):
        cell = cell_of_bits(x[i], bits[i])
        if cell < 0:
            beyond += 1
        else:
            counts[cell] += 1.0
    return beyond


@kernel
def _sum(x: NDArray[np.float32], bits: NDArray[np.int32], slopes: NDArray[np.float32], sums: Array) -> None:
    for i in range(x.size):
        cell = cell_of_bits(x[i], bits[i])
        if cell >= 0:
            slope = np.float64(slopes[i])
            sums[cell] += slope * slope


def count_inputs(x: NDArray[Any], counts: Array) -> int:
    """Add inputs of any shape, as float32, to the counts of their cells (CELLS,); return how many have no cell."""
    flat = _flat(x)
    return int(_count(flat, flat.view(np.int32), counts))


def add_squares(x: NDArray[Any], slopes: NDArray[Any], sums: Array) -> None:
    """Add the squares of gradients, shape as inputs x, to the sums of the inputs' cells (CELLS,), in place."""
    flat = _flat(x)
    _sum(flat, flat.view(np.int32), _flat(slopes), sums)


def _flat(x: NDArray[Any]) -> NDArray[np.float32]:
    return np.ascontiguousarray(x, dtype=np.float32).ravel()
