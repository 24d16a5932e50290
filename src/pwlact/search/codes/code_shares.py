"""The density of the inputs on a unit's input codes: each has a share, and squares of errors weigh by it."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.datapath.inputs import codes_within
from pwlact.fit import Density
from pwlact.formats import Format
from pwlact.functions import Interval
from pwlact.metrics import ErrorWeight


def code_shares(density: Density, format_: Format, interval: Interval) -> tuple[Array, Array]:
    """Return the values of the input codes in a range, ascending, and the share of the inputs that round to each.

    Parameters
    ----------
    density : Density
        Density of the inputs.
    format_ : Format
        The input format.
    interval : (float, float)
        The range.

    Returns
    -------
    (ndarray, ndarray), shapes (n,)
        Values and shares, 1 in all.

    Raises
    ------
    FormatError
        If the format has no code in the range, or more than 20 bits.
    ConfigError
        If the density is zero on all of them.
    """
    codes, inside = codes_within(format_, interval)
    x = format_.decode(codes[inside])
    return x, density.shares(x)


def share_weight(density: Density, format_: Format, interval: Interval) -> ErrorWeight:
    """Return weights of errors whose mean square is the one by shares: w_i^2 = n share_i, for n codes.

    Parameters
    ----------
    density, format_, interval
        As in `code_shares`, which raises.
    """
    values, shares = code_shares(density, format_, interval)
    weights = np.sqrt(shares.size * shares)

    def of_codes(x: Array, _y: Array) -> Array:
        return np.asarray(weights[np.minimum(np.searchsorted(values, x), values.size - 1)])

    return ErrorWeight(text=density.text, function=of_codes)
