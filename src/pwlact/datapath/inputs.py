"""Input codes of a unit: all finite ones, those in a range, and those that its table rows serve."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Codes
from pwlact.datapath.address import may_begin
from pwlact.datapath.spec import UnitSpec
from pwlact.datapath.unit import Unit, order_key
from pwlact.errors import FormatError
from pwlact.formats import Format
from pwlact.functions import Activation, Interval

MAX_INPUT_BITS = 20  # where every code is tried: a million of them


@functools.lru_cache(maxsize=4)
def input_codes(format_: Format) -> Codes:
    """Return every finite code of an input format, shape (codes,), by ascending value; the array is read-only.

    Raises
    ------
    FormatError
        If the format has more than 20 bits.
    """
    require_enumerable(format_)
    codes = format_.codes()
    codes = codes[np.isfinite(format_.decode(codes))]
    codes = codes[np.argsort(format_.order(codes), kind="stable")]
    codes.flags.writeable = False  # it is kept for the next call
    return codes


def require_enumerable(format_: Format) -> None:
    """Check that every code of an input format can be tried.

    Raises
    ------
    FormatError
        If the format has more than 20 bits.
    """
    if format_.bits > MAX_INPUT_BITS:
        raise FormatError(
            f"an input format of which every code is tried has at most {MAX_INPUT_BITS} bits, got {format_.name} with "
            f"{format_.bits}; use fewer fraction bits"
        )


def codes_within(format_: Format, interval: Interval) -> tuple[Codes, NDArray[np.bool_]]:
    """Return every finite input code, by ascending value, and whether it lies in the range; both of shape (codes,).

    Parameters
    ----------
    format_ : Format
        The input format.
    interval : (float, float)
        The range; both ends belong to it.

    Raises
    ------
    FormatError
        If the format has no code in the range, or more than 20 bits.
    """
    codes = input_codes(format_)
    x = format_.decode(codes)
    low, high = interval
    inside = (x >= low) & (x <= high)
    if not inside.any():
        raise FormatError(
            f"an input format must have codes in the range {low:g} {high:g}, got {format_.name} with "
            f"{x[0]:g} to {x[-1]:g}; give more integer bits or another -R"
        )
    return codes, inside


def table_codes(spec: UnitSpec, activation: Activation, interval: Interval) -> tuple[Codes, NDArray[np.bool_]]:
    """Return the input codes in the range, by ascending value, and whether a table row serves each; both (codes,).

    Rows serve all of them, with one exception: a tail that must begin at an address takes the code at an end of the
    range with it, where the address of that code begins or ends there. Of a mirrored table, the code is that of |x|.

    Parameters
    ----------
    spec : UnitSpec
        The unit's spec.
    activation : Activation
        The function, with its tails.
    interval : (float, float)
        The range.

    Raises
    ------
    FormatError
        If the format has no code in the range, or more than 20 bits.
    """
    every, inside = codes_within(spec.input, interval)
    keys, codes = order_key(spec, every), every[inside]
    found = keys[inside]
    served = np.ones(codes.size, dtype=np.bool_)
    ends = np.array([found[0], found.max()])
    here, after = may_begin(spec, ends), may_begin(spec, ends + 1)
    if activation.right_tail is not None and found.max() < keys.max() and here[1] and not after[1]:
        served &= found != found.max()
    left = activation.left_tail is not None and not spec.mirrored
    if left and found[0] > keys[0] and after[0] and not here[0]:
        served[0] = False
    return codes, served


def row_codes(unit: Unit, interval: Interval) -> tuple[Codes, NDArray[np.bool_]]:
    """Return every finite input code, by ascending value, and whether it is in the range and in no tail; both (codes,).

    A code at an end of the range is a tail's where its piece goes on beyond the range, and not into it.

    Parameters
    ----------
    unit : Unit
        The unit.
    interval : (float, float)
        The range.

    Raises
    ------
    FormatError
        If the format has no code in the range, or more than 20 bits.
    """
    codes, inside = codes_within(unit.spec.input, interval)
    same = np.diff(unit.piece(codes)) == 0
    # Whether the piece of a code holds the next one, and the one before; |x| = 2**n goes on beyond all others.
    into, beyond = np.append(same, False), np.append(unit.spec.mirrored, same)
    at = np.flatnonzero(inside)
    first, last = at[0], at[-1]
    if at.size > 1:
        inside[first] = into[first] or not beyond[first]
        inside[last] = beyond[last] or not into[last]
    return codes, inside
