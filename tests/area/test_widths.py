"""Widths of the area model, against those of the Verilog."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import fixed_spec, random_unit

from pwlact.area.lines import lines_of
from pwlact.area.spec import MODES, kernel_spec
from pwlact.area.widths import widths_of
from pwlact.rtl.design import Design
from pwlact.rtl.fixed import widths as fixed
from pwlact.rtl.pieces import lay_out


@pytest.mark.parametrize("seed", range(400))
def test_widths_are_those_of_the_verilog(seed: int) -> None:
    rng = np.random.default_rng(seed)
    unit = random_unit(rng, fixed_spec(rng))
    design = Design(units=(unit,), functions=("f",), name="f")
    layout = lay_out(design)
    verilog = fixed.widths_of(design, layout)
    spec = kernel_spec(unit.spec)
    first, last = int(np.sum(unit.thresholds <= spec.low)), int(np.sum(unit.thresholds <= spec.high))
    widths = widths_of(spec, lines_of(spec, unit.thresholds, unit.slopes, unit.intercepts, first, last))
    assert last - first + 1 == layout.size
    assert (widths.product_width, widths.total_width, widths.shared) == (
        verilog.product_width,
        verilog.total_width,
        verilog.shared,
    )
    assert (MODES[widths.mode], widths.low, widths.high) == (verilog.mode, verilog.low, verilog.high)
    assert widths.product_shift == verilog.scale.product_shift
    index_bits = widths.key_bits - design.mirrored
    for (_, below, index), line in verilog.lines.items():
        key = below << index_bits | index
        assert widths.slopes[key] == line.slope
        assert widths.addends[key] == verilog.addends[0, below, index]
