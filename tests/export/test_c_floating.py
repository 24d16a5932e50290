"""C of units in floats: the statements that depend on the spec."""

from __future__ import annotations

import pytest
from random_units import spec_of

from pwlact.datapath import Unit
from pwlact.errors import FormatError
from pwlact.export.c_floating import floating_evaluation
from pwlact.formats import Rounding
from pwlact.functions import Symmetry


def text_of(name: str, **given: object) -> str:
    unit = Unit(spec=spec_of(name, **given), thresholds=[0], slopes=[1, 2], intercepts=[0, 1])
    return "\n".join(floating_evaluation(unit, "u"))


def test_separate_arithmetic_rounds_the_product_too() -> None:
    assert text_of("fp16").count("u_round(") == 2  # its definition, and one call
    assert text_of("fp16", arithmetic="separate").count("u_round(") == 3


@pytest.mark.parametrize("rounding", Rounding)
def test_a_sum_of_zero_is_negative_only_when_rounding_down(rounding: Rounding) -> None:
    assert ("n.negative = 1;" in text_of("fp16", rounding=rounding)) == (rounding is Rounding.DOWN)


def test_odd_functions_flip_the_sign_of_numbers_only() -> None:
    assert "y ^ 0x8000u" in text_of("fp16", symmetry=Symmetry.ODD)
    assert "y ^ 0x8000u" not in text_of("fp16", symmetry=Symmetry.EVEN)
    assert "u_piece((int32_t)magnitude)" in text_of("fp16", symmetry=Symmetry.EVEN)


def test_reflected_lines_have_tables_of_their_own() -> None:
    text = text_of("fp16", symmetry=Symmetry.EVEN)
    assert "_below" not in text
    unit = Unit(
        spec=spec_of("fp16", symmetry=Symmetry.GATED), thresholds=[9], slopes=[0x3C00, 0x3800], intercepts=[0, 1]
    )
    text = "\n".join(floating_evaluation(unit, "u"))
    assert "u_unpack(code >> 15 != 0u ? u_slopes_below[k] : u_slopes[k])" in text


def test_names_have_the_prefix_and_fixed_point_is_refused() -> None:
    assert "NAME" not in text_of("bf16")
    with pytest.raises(FormatError, match=r"a unit in floats has such an input, got q4\.12"):
        text_of("q4.12")
