"""Logic cells of a netlist."""

from __future__ import annotations

from pwlact.rtl.synthesis.packing import logic_cells


def test_packing_counts_each_lut_once() -> None:
    def cell(kind: str, **nets: int) -> dict[str, object]:
        return {"type": kind, "connections": {name: [net] for name, net in nets.items()}}

    cells = {
        "a": cell("SB_LUT4", I1=2, I2=3, I3=4),
        "b": cell("SB_CARRY", I0=2, I1=3, CI=4),  # shares the LUT's cell
        "c": cell("SB_CARRY", I0=2, I1=3, CI=5),  # finds it taken
        "d": cell("SB_CARRY", I0=3, I1=2, CI=5),  # reads the nets the other way about
        "e": cell("SB_DFF", C=9, D=8, Q=7),
    }
    blackbox = {"attributes": {"blackbox": "1"}, "cells": {}}
    netlist = {"modules": {"top": {"attributes": {}, "cells": cells}, "SB_LUT4": blackbox}}
    assert logic_cells(netlist) == 3
