"""The exact function in a number format: what the format alone costs, whatever the table."""

from __future__ import annotations

import numpy as np

from pwlact import functions
from pwlact.datapath import Unit
from pwlact.datapath.unit import order_key_limits
from pwlact.formats import Overflow
from pwlact.settings.unit import UnitChoice, unit_spec


def exact_unit(function: str, format_: str) -> Unit:
    """Return the unit that has a level piece for each input code: the function, rounded once.

    Parameters
    ----------
    function : str
        A name of the catalogue.
    format_ : str
        The format of inputs and outputs.
    """
    spec = unit_spec(format_, UnitChoice(slope=format_, intercept=format_))
    low, high = order_key_limits(spec)
    keys = np.arange(low, high + 1, dtype=np.int64)
    x = spec.input.decode(spec.input.from_order(keys))
    y = np.nan_to_num(functions.get(function)(np.nan_to_num(x)))
    return Unit(
        spec=spec,
        thresholds=keys[1:],
        slopes=np.zeros(keys.size, dtype=np.int64),
        intercepts=spec.intercept.encode(y, spec.rounding, Overflow.SATURATE),
    )
