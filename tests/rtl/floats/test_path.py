"""The steps of a unit in floats."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from icarus import check, icarus
from random_units import random_unit, spec_of

from pwlact.functions import Symmetry
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.body import Body
from pwlact.rtl.floats.path import write_floats
from pwlact.rtl.pieces import lay_out


def design(name: str, latency: int = 3, **given: object) -> Design:
    unit = random_unit(np.random.default_rng(3), spec_of(name, **given), 4)
    return Design(units=(unit,), functions=("f",), name="u", latency=latency)


def test_an_exact_significand_has_a_register_of_its_own() -> None:
    text = unit_verilog(design("fp16"))
    assert "reg [21:0] significand_bits_2;" in text
    assert "significand_bits_2 <= significand_bits;" in text
    assert "significand_bits" not in unit_verilog(design("fp16", arithmetic="separate"))


@pytest.mark.parametrize(("symmetry", "name"), [(Symmetry.ODD, "reflected"), (Symmetry.EVEN, "y_code")])
def test_odd_functions_change_the_sign_of_the_sum(symmetry: Symmetry, name: str) -> None:
    made = design("fp16", symmetry=symmetry)
    body = Body(latency=3)
    assert write_floats(body, made, lay_out(made)) == name
    assert any("reflect:" in line for line in body.lines) == (symmetry is Symmetry.ODD)


@pytest.mark.parametrize("symmetry", [Symmetry.COMPLEMENTARY, Symmetry.GATED])
def test_lines_of_negative_inputs_are_rows_of_the_table(symmetry: Symmetry) -> None:
    text = unit_verilog(design("fp16", symmetry=symmetry))
    assert "reflect:" not in text
    assert "case ({below_zero" in text


@icarus
@pytest.mark.parametrize("symmetry", [Symmetry.ODD, Symmetry.COMPLEMENTARY, Symmetry.GATED])
@pytest.mark.parametrize("latency", [1, 2, 3, 4])
def test_every_latency_on_every_code(latency: int, symmetry: Symmetry, tmp_path: Path) -> None:
    check([design("fp8_e5m2", latency, symmetry=symmetry)], tmp_path)
