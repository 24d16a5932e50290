"""Widths of a fixed-point unit; `tests/area/test_widths.py` holds them equal to those of the area model."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import fixed_spec, random_unit

from pwlact.formats import Rounding, round_shift
from pwlact.rtl import Design
from pwlact.rtl.fixed.widths import by_sign, folded_bias, widths_of
from pwlact.rtl.pieces import lay_out
from pwlact.rtl.text import Range


@pytest.mark.parametrize("mode", Rounding)
def test_by_sign_gives_the_same_for_numbers_that_are_not_negative(mode: Rounding) -> None:
    assert by_sign(mode, Range(-1, 5)) is mode
    simple = by_sign(mode, Range(0, 63))
    for shift in range(1, 5):
        assert all(round_shift(value, shift, simple) == round_shift(value, shift, mode) for value in range(64))


@pytest.mark.parametrize("mode", [Rounding.NEAREST_UP, Rounding.UP, Rounding.DOWN])
def test_dropping_bits_after_the_folded_bias_rounds(mode: Rounding) -> None:
    for shift in range(5):
        assert all((v + folded_bias(mode, shift)) >> shift == round_shift(v, shift, mode) for v in range(-40, 41))


def test_nearest_even_clears_the_last_bit_of_a_tie() -> None:
    for shift in range(1, 5):
        for value in range(-40, 41):
            low = (value + folded_bias(Rounding.NEAREST_EVEN, shift)) >> shift
            tie = value % (1 << shift) == 1 << (shift - 1)
            assert (low & ~1 if tie else low) == round_shift(value, shift, Rounding.NEAREST_EVEN)


@pytest.mark.parametrize("seed", range(60))
def test_widths_hold_products_and_sums(seed: int) -> None:
    rng = np.random.default_rng(seed)
    design = Design(units=(random_unit(rng, fixed_spec(rng)),), functions=("f",), name="u")
    widths = widths_of(design, lay_out(design))
    output, scale = design.spec.output, widths.scale
    if widths.low or widths.high:
        assert widths.total_width == max(widths.total.width, scale.shift + 1)
    else:
        assert widths.total_width <= max(widths.total.width, scale.shift + 1)
        assert widths.total_width >= min(widths.total.width, output.bits + scale.shift)
    if widths.product_width and not scale.dropped:
        assert widths.product_width <= min(widths.product.width, widths.total_width - scale.product_shift)
    elif widths.product_width:
        assert widths.product_width == max(widths.product.width, scale.dropped + 1)
    values = list(widths.addends.values())
    assert len({value % (1 << widths.shared) for value in values}) == 1
    assert widths.shared == widths.total_width or len({value % (2 << widths.shared) for value in values}) > 1
    assert widths.low == (design.spec.overflow.value == "saturate" and widths.outputs.low < output.lowest)
    assert widths.high == (design.spec.overflow.value == "saturate" and widths.outputs.high > output.highest)
