"""Verilog of addresses by octaves."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
from icarus import check, icarus
from random_units import random_unit, spec_of
from searched_units import searched_q4_12

from pwlact import functions
from pwlact.datapath import UnitSpec
from pwlact.formats import FixedPoint
from pwlact.functions import Symmetry
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.octaves import octave_address
from pwlact.rtl.text import Range, Signal
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.codes.tabulate import code_grid


def design(name: str, **given: object) -> Design:
    unit = random_unit(np.random.default_rng(5), spec_of("q4.4", **given), 12)
    return Design(units=(unit,), functions=("f",), name=name)


def test_a_priority_encoder_finds_the_leading_one() -> None:
    text = unit_verilog(design("u", mantissa_bits=2))
    assert "7'b1??????: octave = {3'h5, distance[5:4]};" in text
    assert "7'b00001??: octave = {3'h1, distance[1:0]};" in text
    assert "default: octave = {3'h0, distance[1:0]};" in text
    assert ">= " not in text.split("case")[1]


def test_an_address_is_as_wide_as_it_has_to_be() -> None:
    keys = Range(-128, 127)
    address, lines = octave_address(spec_of("q4.4", mantissa_bits=1), keys, Signal("order_key", 8, signed=True))
    assert address.width == 5  # a sign, octaves 0 to 6, one bit of mantissa
    assert len(lines) == 13
    address, lines = octave_address(spec_of("q4.4", mantissa_bits=7), keys, Signal("order_key", 8, signed=True))
    assert address.width == 8
    assert not any("casez" in line for line in lines)


@icarus
def test_every_code_finds_its_piece(tmp_path: Path) -> None:
    given = [
        {"mantissa_bits": mantissa_bits, "base": base, "symmetry": symmetry}
        for mantissa_bits in (0, 1, 3, 7)
        for symmetry, base in (
            (Symmetry.NONE, 0),
            (Symmetry.NONE, -128),
            (Symmetry.NONE, 37),
            (Symmetry.ODD, 0),
            (Symmetry.ODD, 9),
        )
    ]
    check([design(f"u{k}", **each) for k, each in enumerate(given)], tmp_path)


@icarus
def test_searched_units_find_their_pieces(tmp_path: Path) -> None:
    units = [
        searched_q4_12("silu", 16, mantissa_bits=2),
        searched_q4_12("tanh", 8, mantissa_bits=0, symmetry=Symmetry.ODD),
    ]
    made = [Design(units=(unit,), functions=("f",), name=f"u{k}") for k, unit in enumerate(units)]
    assert all(unit.pieces > 6 for unit in units)
    check(made, tmp_path)


def test_octaves_serve_steep_functions_better_than_as_many_leading_bits() -> None:
    q = FixedPoint(5, 11)
    spec = UnitSpec(input=q, slope=FixedPoint(10, 11), intercept=FixedPoint(8, 15), output=q)
    rsqrt, errors = functions.get("rsqrt"), []
    for given in ({"mantissa_bits": 2}, {"address_bits": 8}):
        grid = code_grid(rsqrt, (0.0625, 8.0), dataclasses.replace(spec, **given))
        errors.append(smallest_cover(grid, 16).error)
    assert errors[0] < 0.01 < 0.07 < errors[1]
