"""Memories of inputs and outputs."""

from __future__ import annotations

import numpy as np
import pytest
from rtl.simulation.dut import Q, random_unit

from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, parse_format
from pwlact.rtl.simulation.memory import golden_words, memory_text


def test_memories_hold_every_code() -> None:
    unit = random_unit(7, parse_format("fp8_e4m3"))
    codes, outputs = golden_words((unit,))
    assert sorted(codes.tolist()) == list(range(256))
    assert outputs.tolist() == unit(codes).tolist()
    assert memory_text([0, 5, 0x3F], 6) == "00\n05\n3f\n"


def test_inputs_of_more_than_20_bits_are_refused() -> None:
    wide = FixedPoint(4, 20)
    with pytest.raises(FormatError, match=r"at most 20 bits, got q4\.20"):
        golden_words(
            (
                Unit(
                    spec=UnitSpec(input=wide, slope=Q, intercept=Q, output=Q), thresholds=[], slopes=[1], intercepts=[1]
                ),
            )
        )


def test_a_line_of_digits_for_each_pattern() -> None:
    rng = np.random.default_rng(3)
    for bits in (1, 4, 5, 8, 13, 24, 32):
        patterns = rng.integers(0, 1 << bits, 50)
        assert memory_text(patterns, bits) == "".join(f"{pattern:0{-(-bits // 4)}x}\n" for pattern in patterns)
    assert memory_text([], 8) == ""


def test_more_than_24_bits_with_the_functions_number_are_refused() -> None:
    wide = FixedPoint(4, 16)
    unit = Unit(spec=UnitSpec(input=wide, slope=Q, intercept=Q, output=Q), thresholds=[], slopes=[1], intercepts=[1])
    with pytest.raises(FormatError, match="25 for 17 functions"):
        golden_words((unit,) * 17)
