"""The steps of a fixed-point unit."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import random_unit, spec_of

from pwlact.datapath import Unit
from pwlact.formats import FixedPoint
from pwlact.rtl import Design
from pwlact.rtl.body import Body
from pwlact.rtl.fixed.path import slope_columns, write_fixed, write_input
from pwlact.rtl.fixed.widths import widths_of
from pwlact.rtl.pieces import lay_out


def design(**given: object) -> Design:
    return Design(
        units=(random_unit(np.random.default_rng(0), spec_of("q4.4", **given), 5),), functions=("f",), name="u"
    )


def test_steps_are_numbered_and_the_result_is_declared() -> None:
    made = design()
    body = Body(latency=3)
    name = write_fixed(body, made, lay_out(made))
    titles = [line for line in body.lines if line[:4] in {f"// {k}" for k in range(1, 6)}]
    assert [title[3] for title in titles] == ["2", "3", "4", "5"]  # the input is its own order key
    assert any(line.startswith(f"wire [7:0] {name} = ") for line in body.lines)


@pytest.mark.parametrize(("terms", "word"), [(0, "// 4: multiply"), (2, "// 4: multiply, by shifts")])
def test_products_are_of_a_multiplier_or_of_shifts(terms: int, word: str) -> None:
    made = design(shift_terms=terms)
    body = Body(latency=3)
    write_fixed(body, made, lay_out(made))
    assert word in body.lines
    assert any("slope_wide * x_wide" in line for line in body.lines) == (terms == 0)


def test_the_arithmetic_reads_no_more_of_the_input_than_it_needs() -> None:
    spec = spec_of("q4.4", slope=FixedPoint(1, 3), output=FixedPoint(4, 0), overflow=spec_of("q4.4").overflow.WRAP)
    unit = Unit(spec=spec, thresholds=[0], slopes=[0, 0], intercepts=[3, 4])
    made = Design(units=(unit,), functions=("f",), name="u")
    widths = widths_of(made, lay_out(made))
    assert slope_columns(widths) == []
    data, x = write_input(Body(latency=1), made, widths)
    assert (data.name, x) == ("in_data", [])
    full = design()
    data, x = write_input(Body(latency=1), full, widths_of(full, lay_out(full)))
    assert x == [data]
    assert (data.name, data.width, data.signed) == ("x", 8, True)
