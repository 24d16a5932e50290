"""Kinds of units for the tests of the search on codes, and their grids."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact import functions
from pwlact.datapath import UnitSpec
from pwlact.formats import Overflow, Rounding, parse_format
from pwlact.functions import Activation, Interval, Symmetry, from_expression
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.tabulate import code_grid

Array = np.ndarray[Any, np.dtype[np.float64]]
Codes = np.ndarray[Any, np.dtype[np.int64]]

OVERFLOWS = {True: (Overflow.SATURATE, Overflow.WRAP), False: (Overflow.SATURATE, Overflow.INFINITE)}
MIRRORED = {
    Symmetry.ODD: functions.get("tanh"),
    Symmetry.EVEN: from_expression("abs(x) / (1 + abs(x))", interval=(-8.0, 8.0)),
    Symmetry.COMPLEMENTARY: functions.get("sigmoid"),
    Symmetry.GATED: functions.get("silu"),
}


def spec_of(*names: str, **settings: Any) -> UnitSpec:
    """Return a spec by its formats' names, input, slope, intercept and output, or one for all."""
    formats = [parse_format(name) for name in (names if len(names) == 4 else names * 4)]
    return UnitSpec(input=formats[0], slope=formats[1], intercept=formats[2], output=formats[3], **settings)


def grid_of(activation: Activation | str, interval: Interval, *names: str, **settings: Any) -> CodeGrid:
    """Return the grid of a function on a range."""
    act = functions.get(activation) if isinstance(activation, str) else activation
    return code_grid(act, interval, spec_of(*names, **settings))


def settings_of(fixed: bool) -> list[dict[str, Any]]:
    """Return every rounding with every overflow."""
    return [{"rounding": rounding, "overflow": overflow} for rounding in Rounding for overflow in OVERFLOWS[fixed]]
