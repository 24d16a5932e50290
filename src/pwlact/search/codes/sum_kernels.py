"""Compiled sums that keep a unit's outputs between two numbers, code by code.

An output has a rank: in fixed point its code, of floats its place in their order, in which -0 is -1 and 0 is 0. All
sums from one threshold up to the next are rounded to one output.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.search.codes.rounding_kernels import (
    AWAY,
    DOWN,
    EVEN,
    SATURATE,
    TIES_UP,
    UP,
    Arithmetic,
    KernelFormat,
)

MANTISSA, BIAS = 52, 1023  # of doubles


@routine
def _offset(format_: KernelFormat) -> int:
    """Return by what the leading bits of a double exceed the bits of the same number in a narrower float."""
    return (format_.smallest + BIAS - 1) << format_.mantissa


@routine
def _magnitude(size: float, upwards: bool, format_: KernelFormat) -> int:
    """Return the bits of a finite size >= 0 rounded to a float down or up, beyond its largest ones too."""
    bits: Any = np.float64(size).view(np.int64)
    dropped = MANTISSA - format_.mantissa
    if (bits >> MANTISSA) - BIAS < format_.smallest:
        whole = math.ldexp(size, format_.mantissa - format_.smallest)
        return int(math.ceil(whole) if upwards else math.floor(whole))
    more = upwards and (bits & ((1 << dropped) - 1)) != 0
    return int(bits >> dropped) - _offset(format_) + (1 if more else 0)


@routine
def _rank(x: float, upwards: bool, top: int, format_: KernelFormat) -> int:
    """Return the rank of a number rounded down or up to a float; that after `top` is infinity."""
    negative = math.copysign(1.0, x) < 0.0
    outwards = upwards != negative
    largest = top + 1 if outwards or math.isinf(x) else top
    size = largest if math.isinf(x) else min(_magnitude(abs(x), outwards, format_), largest)
    return -size - 1 if negative else size


@routine
def _value(rank: float, top: int, beyond: float, format_: KernelFormat) -> float:
    """Return the output of a rank; beyond the ends, that moved by `beyond`."""
    if format_.step > 0.0:
        return rank * format_.step
    negative = rank < 0.0
    size = int(-rank - 1.0 if negative else rank)
    inside = min(size, top)
    if inside >> format_.mantissa == 0:
        value = math.ldexp(float(inside), format_.smallest - format_.mantissa)
    else:
        value = np.int64((inside + _offset(format_)) << (MANTISSA - format_.mantissa)).view(np.float64)
    if size > top:
        value += beyond
    return -value if negative else value


@routine
def _above(at: float, quantum: float) -> float:
    above: float = (np.floor(at / quantum) + 1.0) * quantum if quantum > 0.0 else np.nextafter(at, np.inf)
    return above


@routine
def _below(at: float, quantum: float) -> float:
    below: float = (np.ceil(at / quantum) - 1.0) * quantum if quantum > 0.0 else np.nextafter(at, -np.inf)
    return below


@routine
def _threshold(rank: float, top: int, beyond: float, how: Arithmetic, quantum: float) -> float:
    """Return the smallest sum that is rounded to the output of a rank, or above."""
    here, before = _value(rank, top, beyond, how.output), _value(rank - 1.0, top, beyond, how.output)
    if how.mode == EVEN or how.mode == TIES_UP or how.mode == AWAY:
        at = 0.5 * (here + before)
        if how.mode == EVEN:
            size = -rank - 1.0 if rank < 0.0 and quantum == 0.0 else rank
            takes = 0.5 * size == np.floor(0.5 * size)
        else:
            takes = how.mode == TIES_UP or at > 0.0
    elif how.mode == DOWN:
        at, takes = here, True
    elif how.mode == UP:
        at, takes = before, False
    else:
        takes = here > 0.0
        at = here if takes else before
    return at if takes else _above(at, quantum)


@kernel
def sums_within(lowest: Array, highest: Array, more: float, how: Arithmetic, quantum: float) -> tuple[Array, Array]:
    """Return the smallest and largest sum, (n,) each, whose outputs are within limits.

    Where no sum will do, the smallest is infinite and the largest minus that. Sums that wrap are left out.

    Parameters
    ----------
    lowest, highest : ndarray, shape (n,)
        Limits of the output.
    more : float
        By how much both are moved out.
    how : Arithmetic
        The unit's arithmetic.
    quantum : float
        Distance of neighbouring sums in fixed point; 0 of floats, whose sums are rounded to odd as doubles.
    """
    format_ = how.output
    fixed = format_.step > 0.0
    top = int(format_.high / format_.step) if fixed else _magnitude(format_.high, False, format_)
    bottom = int(format_.low / format_.step) if fixed else -top - 1
    beyond = np.inf
    if not fixed and (how.mode == EVEN or how.mode == TIES_UP or how.mode == AWAY):
        beyond = math.ldexp(1.0, max(math.frexp(format_.high)[1] - 1, format_.smallest) - format_.mantissa)
    least = _threshold(float(bottom), top, beyond, how, quantum)
    most = _below(_threshold(top + 1.0, top, beyond, how, quantum), quantum)
    low, high = np.empty(lowest.size), np.empty(lowest.size)
    for i in range(lowest.size):
        if fixed:
            first, last = np.ceil((lowest[i] - more) / format_.step), np.floor((highest[i] + more) / format_.step)
        else:
            first = float(_rank(lowest[i] - more, True, top, format_))
            last = float(_rank(highest[i] + more, False, top, format_))
            first, last = -1.0 if first == 0.0 else first, 0.0 if last == -1.0 else last  # 0 and -0 are equal
        if first > last or first > top or last < bottom:
            low[i], high[i] = np.inf, -np.inf
            continue
        smallest = _threshold(first, top, beyond, how, quantum)
        largest = _below(_threshold(last + 1.0, top, beyond, how, quantum), quantum)
        if how.overflow == SATURATE:
            low[i] = -np.inf if first <= bottom else smallest
            high[i] = np.inf if last >= top else largest
        else:
            low[i], high[i] = max(smallest, least), min(largest, most)
    return low, high
