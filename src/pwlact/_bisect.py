"""Places in ascending arrays, for kernels: numpy's search, which takes long to compile, in a few lines."""

from __future__ import annotations

from pwlact._jit import routine
from pwlact._types import Array


@routine
def bisect_left(ascending: Array, x: float) -> int:
    """Return how many elements are below x: `numpy.searchsorted(ascending, x)`."""
    low, high = 0, ascending.size
    while low < high:
        middle = (low + high) >> 1
        if x <= ascending[middle]:
            high = middle
        else:  # also where x is nan, as in numpy
            low = middle + 1
    return low


@routine
def bisect_right(ascending: Array, x: float) -> int:
    """Return how many elements are at most x: `numpy.searchsorted(ascending, x, side="right")`."""
    low, high = 0, ascending.size
    while low < high:
        middle = (low + high) >> 1
        if x < ascending[middle]:
            high = middle
        else:
            low = middle + 1
    return low
