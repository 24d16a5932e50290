"""Addresses: what of an input finds its piece in a table, and the order keys at which a piece may begin.

By leading bits, an address is order_key >> address_shift. By octaves (exponential), it is the position of the leading
one of the distance d from a base and the m bits that follow: the address of d is s 2^m + (d >> s) with
s = max(bits of d - 1 - m, 0), which counts the codes d < 2^(m+1) one by one, and 2^m addresses in each octave above.
Left of the base, the distance is that from base - 1 and the address is inverted, so that addresses ascend with order
keys. NVDLA's lookup table with exponential index has m = 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Codes
from pwlact.datapath.spec import UnitSpec
from pwlact.errors import FormatError

SHOWN = 8  # thresholds in a message


def addresses(spec: UnitSpec, order_keys: Codes) -> Codes:
    """Return the addresses of order keys, of the same shape, ascending with them; with comparators, the keys."""
    order_keys = np.asarray(order_keys, dtype=np.int64)
    if spec.mantissa_bits is None:
        return np.asarray(order_keys >> spec.address_shift)
    offset = order_keys - spec.base
    distance = np.where(offset < 0, ~offset, offset)
    bits = np.frexp(distance.astype(np.float64))[1]
    step = np.maximum(bits - 1 - spec.mantissa_bits, 0).astype(np.int64)
    address = (step << spec.mantissa_bits) + (distance >> step)
    return np.asarray(np.where(offset < 0, ~address, address))


def may_begin(spec: UnitSpec, order_keys: Codes) -> NDArray[np.bool_]:
    """Tell of each order key, in any shape, whether a piece may begin there: whether its address does."""
    order_keys = np.asarray(order_keys, dtype=np.int64)
    return np.asarray(addresses(spec, order_keys) != addresses(spec, order_keys - 1))


def check_thresholds(spec: UnitSpec, thresholds: Codes) -> None:
    """Check that pieces begin where addresses do.

    Parameters
    ----------
    spec : UnitSpec
        The unit's spec.
    thresholds : ndarray of int64, shape (pieces - 1,)
        Order keys.

    Raises
    ------
    FormatError
        If one does not.
    """
    bad = thresholds[~may_begin(spec, thresholds)].tolist()
    if not bad:
        return
    found = f"{bad[:SHOWN]}{' and more' if len(bad) > SHOWN else ''}"
    if spec.mantissa_bits is None:
        raise FormatError(
            f"pieces begin at multiples of {1 << spec.address_shift} codes with {spec.address_bits} "
            f"address bits, got {found}; give more address bits"
        )
    raise FormatError(
        f"pieces begin at codes {spec.base} +- j * 2**k with j up to {2 << spec.mantissa_bits} with "
        f"{spec.mantissa_bits} mantissa bits, got {found}; give more mantissa bits, or a range that ends there"
    )
