"""Packing of LUTs and carries into logic cells of an iCE40, each of which holds one of both."""

from __future__ import annotations

from collections import Counter
from typing import Any

Bit = int | str
"""A net's number, or "0", "1" or "x"."""


def logic_cells(netlist: dict[str, Any]) -> int:
    """Return the number of logic cells for LUTs and carries, as nextpnr packs them; registers are not counted.

    A carry adds its I0 and I1; a LUT shares its cell where its I1 and I2 are the same two nets, as in a sum. A
    comparison has carries alone.

    Parameters
    ----------
    netlist : dict
        Output of Yosys's `write_json` for one flat module.
    """
    (module,) = (module for module in netlist["modules"].values() if "blackbox" not in module["attributes"])
    cells = module["cells"].values()
    luts: Counter[tuple[Bit, Bit]] = Counter(_nets(cell, "I1", "I2") for cell in cells if cell["type"] == "SB_LUT4")
    total = luts.total()
    for cell in cells:
        if cell["type"] == "SB_CARRY":
            pair = _nets(cell, "I0", "I1")
            total += luts[pair] == 0
            luts[pair] -= luts[pair] > 0
    return total


def _nets(cell: dict[str, Any], first: str, second: str) -> tuple[Bit, Bit]:
    one, other = (cell["connections"].get(name, ["x"])[0] for name in (first, second))
    return one, other
