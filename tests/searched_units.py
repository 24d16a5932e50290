"""Units as the search finds them."""

from __future__ import annotations

from functools import cache
from typing import Any

from pwlact import functions
from pwlact.datapath import Unit, UnitSpec
from pwlact.formats import FixedPoint
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.codes.table_rows import build_unit
from pwlact.search.codes.tabulate import code_grid

Q4_12 = FixedPoint(4, 12)


@cache
def searched_unit(function: str, pieces: int, spec: UnitSpec) -> Unit:
    """Return the unit of the smallest largest error on the function's own range."""
    activation = functions.get(function)
    grid = code_grid(activation, activation.interval, spec)
    return build_unit(grid, smallest_cover(grid, pieces))


def searched_q4_12(function: str, pieces: int, **given: Any) -> Unit:
    """Return a unit in q4.12."""
    formats: dict[str, Any] = {
        "input": Q4_12, "output": Q4_12, "slope": FixedPoint(6, 12), "intercept": FixedPoint(8, 16)
    }  # fmt: skip
    return searched_unit(function, pieces, UnitSpec(**formats, trim=("slope", "intercept"), **given))
