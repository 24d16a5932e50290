"""Lines through the signed input, against the units themselves."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import fixed_spec, random_unit

from pwlact.datapath import fraction
from pwlact.formats import Overflow, Rounding, round_shift
from pwlact.functions import Symmetry
from pwlact.rtl import Design
from pwlact.rtl.fixed.lines import KeyLine, Scale, fixed_lines
from pwlact.rtl.pieces import lay_out


def total(line: KeyLine, scale: Scale, x: int, x_fraction: int, mode: Rounding) -> int:
    """Return the sum of a line at an input code, by the formula of `KeyLine`."""
    product = round_shift(line.slope * x, scale.dropped, mode)
    product = -product if line.negate else product
    more = x << (scale.sum - x_fraction) if line.add_x else 0
    return (product << scale.product_shift) + more + line.intercept


@pytest.mark.parametrize("symmetry", Symmetry)
@pytest.mark.parametrize("arithmetic", ["fused", "separate"])
@pytest.mark.parametrize("seed", range(8))
def test_lines_compute_the_unit_within_their_ranges(seed: int, arithmetic: str, symmetry: Symmetry) -> None:
    rng = np.random.default_rng(seed)
    spec = fixed_spec(rng, arithmetic=arithmetic, symmetry=symmetry, overflow=Overflow.SATURATE)
    unit = random_unit(rng, spec)
    design = Design(units=(unit,), functions=("f",), name="u")
    layout = lay_out(design)
    scale, lines = fixed_lines(design, layout)
    for code in spec.input.codes().tolist():
        below = int(design.mirrored and code < 0)
        key = abs(code) if spec.mirrored else code
        index = sum(threshold <= key for threshold in layout.thresholds(0))
        line = lines[0, below, index]
        sum_ = total(line, scale, code, fraction(spec.input), spec.rounding)
        assert line.product.low <= line.slope * code <= line.product.high
        assert line.total.low <= sum_ <= line.total.high
        y = round_shift(sum_, scale.shift, spec.rounding)
        assert int(unit(code)) == min(max(y, spec.output.lowest), spec.output.highest)


@pytest.mark.parametrize("seed", range(10))
def test_real_numbers_are_those_of_the_line(seed: int) -> None:
    rng = np.random.default_rng(seed)
    design = Design(units=(random_unit(rng, fixed_spec(rng, arithmetic="fused")),), functions=("f",), name="u")
    scale, lines = fixed_lines(design, lay_out(design))
    x_step = 2.0 ** -fraction(design.spec.input)
    for line in lines.values():
        slope, intercept = line.real
        assert slope * x_step == (line.slope << scale.product_shift) * 2.0**-scale.sum
        assert intercept == line.intercept * 2.0**-scale.sum
