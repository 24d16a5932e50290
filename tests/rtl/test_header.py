"""The comment above a module."""

from __future__ import annotations

import dataclasses

import numpy as np
from random_units import random_unit, spec_of

from pwlact.datapath import Unit
from pwlact.datapath.special import special_values
from pwlact.formats import FixedPoint
from pwlact.functions import Symmetry
from pwlact.rtl import Design
from pwlact.rtl.header import header


def unit(**given: object) -> Unit:
    return random_unit(np.random.default_rng(0), dataclasses.replace(spec_of("q4.4"), **given), 3)  # type: ignore[arg-type]


def text_of(design: Design) -> str:
    lines = header(design)
    assert all(line.startswith("// ") or line == "//" for line in lines)
    return "\n".join(lines)


def test_every_line_is_a_comment_whatever_the_note() -> None:
    note = ("two\nlines", "a tab\t, a bell\a and \u2028", "")
    text = text_of(Design(units=(unit(),), functions=("f",), name="u", note=note))
    assert "// two\n// lines\n// a tab , a bell  and" in text


def test_formats_are_described_with_their_scale() -> None:
    text = text_of(Design(units=(unit(),), functions=("f",), name="u"))
    assert "input       q4.4 (two's complement, 8 bits, value = code * 2**-4)" in text
    half = random_unit(np.random.default_rng(0), spec_of("fp16"), 3)
    assert "fp16 (sign, 5 bits of exponent, 10 of mantissa)" in text_of(
        Design(units=(half,), functions=("f",), name="u")
    )


def test_selection_product_and_mirror_are_named() -> None:
    text = text_of(Design(units=(unit(address_bits=3),), functions=("f",), name="u"))
    assert "by the 3 leading bits" in text
    assert "by a multiplier" in text
    text = text_of(Design(units=(unit(shift_terms=2, symmetry=Symmetry.ODD),), functions=("f",), name="u"))
    assert "slopes are sums of 2 powers of two: by shifts" in text
    assert "the pieces of |x|; f(-x) = -f(x)" in text


def test_functions_with_formats_of_their_own_list_them() -> None:
    wide = unit(slope=FixedPoint(6, 4))
    text = text_of(Design(units=(unit(), wide, wide), functions=("f", "g", "h"), name="u"))
    assert "slope       q4.4 (two's complement, 8 bits, value = code * 2**-4), q6.4 (" in text
    assert "select 2" in text
    assert "select      3 and above give f" in text


def test_floats_say_what_nan_infinity_and_overflow_are() -> None:
    eighth = random_unit(np.random.default_rng(0), spec_of("fp8_e4m3"), 3)
    text = text_of(Design(units=(eighth,), functions=("f",), name="u"))
    for name, said in special_values(eighth.spec).items():
        assert f"// {name.ljust(10)}  {said}" in text
    assert "infinity" not in text_of(Design(units=(unit(),), functions=("f",), name="u"))
