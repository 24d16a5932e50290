"""Lines by key, against the codes that the datapath computes."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import fixed_spec, random_unit

from pwlact.area.lines import lines_of, piece_bits
from pwlact.area.rounding import rounded
from pwlact.area.spec import kernel_spec
from pwlact.datapath.spec import fraction
from pwlact.formats import Overflow


def test_piece_bits_hold_every_index() -> None:
    for pieces in range(1, 70):
        assert (pieces - 1) < 1 << piece_bits(pieces)
        assert piece_bits(pieces) == 0 or pieces > 1 << (piece_bits(pieces) - 1)


@pytest.mark.parametrize("seed", range(60))
def test_lines_through_x_compute_the_unit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spec = fixed_spec(rng, arithmetic="fused", overflow=Overflow.SATURATE)
    unit = random_unit(rng, spec)
    kernel = kernel_spec(spec)
    first, last = int(np.sum(unit.thresholds <= kernel.low)), int(np.sum(unit.thresholds <= kernel.high))
    lines = lines_of(kernel, unit.thresholds, unit.slopes, unit.intercepts, first, last)
    shift = spec.sum_fraction - fraction(spec.output)
    served = 0
    for key in range(lines.factors.size):
        for x in range(lines.lows[key], lines.highs[key] + 1):
            total = (int(lines.factors[key]) * x << lines.product_shift) + int(lines.addends[key])
            y = rounded(total, shift, kernel.mode)
            assert int(unit(x)) == min(max(y, kernel.output_low), kernel.output_high)
            served += 1
    assert served == spec.input.codes().size  # every input has one key
