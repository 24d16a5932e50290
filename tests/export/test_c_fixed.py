"""C of units in fixed point: types and statements."""

from __future__ import annotations

import pytest
from random_units import spec_of

from pwlact.datapath import Unit
from pwlact.errors import FormatError
from pwlact.export.c_fixed import fixed_evaluation, wide_type
from pwlact.formats import Overflow, Rounding
from pwlact.functions import Symmetry


def text_of(name: str, **given: object) -> str:
    unit = Unit(spec=spec_of(name, **given), thresholds=[0], slopes=[1, 2], intercepts=[0, 1])
    return "\n".join(fixed_evaluation(unit.spec, "u"))


def test_sums_take_the_narrower_type_that_holds_them() -> None:
    assert wide_type(spec_of("q4.4")) == "int32_t"
    assert wide_type(spec_of("q4.12")) == "int64_t"
    with pytest.raises(FormatError, match=r"at most 62 bits, got .* use fewer fraction bits"):
        wide_type(spec_of("q2.30"))


@pytest.mark.parametrize("rounding", Rounding)
def test_half_is_computed_only_for_roundings_to_nearest(rounding: Rounding) -> None:
    text = text_of("q4.4", rounding=rounding)
    assert ("half" in text) == rounding.nearest
    assert ("rest" in text) == (rounding is not Rounding.DOWN)


def test_reflection_and_overflow_are_written_only_where_needed() -> None:
    assert "if (code < 0)" not in text_of("q4.4", symmetry=Symmetry.EVEN)
    assert "y = -y;" in text_of("q4.4", symmetry=Symmetry.ODD)
    assert "y = 256 - y;" in text_of("q4.4", symmetry=Symmetry.COMPLEMENTARY)
    assert "if (code < 0)" not in text_of("uq4.4", symmetry=Symmetry.ODD)
    assert "return (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);" in text_of("q4.4")
    assert "y > 127 ? y - ((int32_t)1 << 8) : y" in text_of("q4.4", overflow=Overflow.WRAP)
