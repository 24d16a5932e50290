"""Tails: the nearest codes of the function's own, on the sides where the input has codes outside the range."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from search.codes.kinds import spec_of

from pwlact import functions
from pwlact.errors import FormatError
from pwlact.formats import Overflow, Rounding
from pwlact.functions import Activation
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.codes.table_rows import build_unit
from pwlact.search.codes.tabulate import code_grid

FUNCTIONS = [a for a in map(functions.get, functions.names()) if a.domain[0] < 0.0]

every_function = pytest.mark.parametrize("activation", FUNCTIONS, ids=lambda activation: activation.name)


@every_function
@pytest.mark.parametrize("rounding", [Rounding.NEAREST_EVEN, Rounding.DOWN], ids=lambda rounding: rounding.value)
def test_tails_are_the_nearest_codes_of_the_functions(activation: Activation, rounding: Rounding) -> None:
    for spec in (
        spec_of("q5.9", "q3.9", "q5.12", "q5.9", rounding=rounding),
        spec_of("q5.9", "q3.9", "q5.12", "q5.9", rounding=rounding, shift_terms=2),
        spec_of("fp8_e5m2", rounding=rounding, overflow=Overflow.INFINITE),
    ):
        grid = code_grid(activation, (-4.0, 1.0), spec)
        unit = build_unit(grid, smallest_cover(grid, 5))
        ends = ((0, activation.left_tail), (-1, activation.right_tail))
        for at, tail in ends:
            if tail is None:
                continue
            slope, intercept = spec.slope.decode(unit.slopes[at]), spec.intercept.decode(unit.intercepts[at])
            within = 0.5 * float(spec.slope.ulp(np.array(tail.slope)))
            assert abs(slope - tail.slope) <= (within if not spec.shift_terms else 0.02)
            assert abs(intercept - tail.intercept) <= 0.5 * float(spec.intercept.ulp(np.array(tail.intercept)))


def test_a_tail_beyond_its_format_is_refused_with_a_format_that_would_do() -> None:
    activation = functions.get("tanhshrink")  # its right tail is x - 1, and it is flat about zero
    spec = spec_of("q4.8", "q0.8", "q4.12", "q4.8")
    grid = code_grid(activation, (-0.5, 0.5), spec)
    with pytest.raises(FormatError, match=r"slope format q0\.8 must hold the tails' slopes, got 1, .* q2\.8 would do"):
        build_unit(grid, smallest_cover(grid, 2))
    grid = code_grid(activation, (-0.5, 0.5), dataclasses.replace(spec, slope=spec_of("q2.8").slope))
    assert build_unit(grid, smallest_cover(grid, 2)).pieces == 4
