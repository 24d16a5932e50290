"""Product plus intercept: columns, and the forms of the sum."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from icarus import check, icarus
from random_units import fixed_spec, random_unit, spec_of

from pwlact.datapath import Unit, UnitSpec
from pwlact.formats import FixedPoint, Overflow, Rounding
from pwlact.functions import Symmetry
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.fixed.sum import addend_columns
from pwlact.rtl.fixed.widths import widths_of
from pwlact.rtl.pieces import lay_out


def design(spec: UnitSpec, seed: int = 0, name: str = "u") -> Design:
    return Design(units=(random_unit(np.random.default_rng(seed), spec, 5),), functions=("f",), name=name)


@pytest.mark.parametrize("seed", range(20))
def test_the_column_and_the_shared_bits_are_the_addends(seed: int) -> None:
    made = design(fixed_spec(np.random.default_rng(seed)), seed)
    widths = widths_of(made, lay_out(made))
    low = next(iter(widths.addends.values())) & ((1 << widths.shared) - 1)
    columns = {column.signal.name: column for column in addend_columns(widths)}
    for key, addend in widths.addends.items():
        high = columns["intercept"].cells[key] << widths.shared if "intercept" in columns else 0
        assert (high + low - addend) % (1 << widths.total_width) == 0


@pytest.mark.parametrize(
    ("symmetry", "name"),
    [(Symmetry.ODD, "negate"), (Symmetry.COMPLEMENTARY, "negate"), (Symmetry.GATED, "add_x"), (Symmetry.EVEN, None)],
)
def test_rounded_products_are_negated_or_x_is_added(symmetry: Symmetry, name: str | None) -> None:
    made = design(spec_of("q4.4", symmetry=symmetry, arithmetic="separate"))
    names = {column.signal.name for column in addend_columns(widths_of(made, lay_out(made)))}
    assert names - {"intercept"} == ({name} if name else set())
    exact = design(spec_of("q4.4", symmetry=symmetry))
    assert {column.signal.name for column in addend_columns(widths_of(exact, lay_out(exact)))} == {"intercept"}


def test_sums_that_cannot_exceed_the_output_are_not_saturated() -> None:
    wide = spec_of("q4.4", output=FixedPoint(10, 8))
    assert " ? " not in unit_verilog(design(wide))
    assert " ? " in unit_verilog(design(dataclasses.replace(wide, output=FixedPoint(2, 2))))
    assert " ? " not in unit_verilog(design(dataclasses.replace(wide, output=FixedPoint(2, 2), overflow=Overflow.WRAP)))


@icarus
def test_sums_with_more_and_with_fewer_fraction_bits_than_the_output(tmp_path: Path) -> None:
    specs = [
        spec_of("q4.4", output=FixedPoint(integer, fraction), rounding=rounding)
        for integer, fraction in ((4, 12), (4, 8), (6, 2), (3, 5))
        for rounding in Rounding
    ]
    check([design(spec, seed, f"u{seed}") for seed, spec in enumerate(specs)], tmp_path)


@icarus
def test_a_unit_without_products_is_its_intercepts(tmp_path: Path) -> None:
    unit = Unit(spec=spec_of("q4.4"), thresholds=[-8, 40], slopes=[0, 0, 0], intercepts=[5, -90, 127])
    made = Design(units=(unit,), functions=("f",), name="u")
    assert "product" not in unit_verilog(made).split(");", 1)[1]
    check([made], tmp_path)
