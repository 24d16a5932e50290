"""Reflected lines of half tables in floats."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from random_units import spec_of

from pwlact.datapath import Unit
from pwlact.datapath.reflection import has_reflected_lines, has_reflection, reflected_codes, reflected_line
from pwlact.errors import FormatError
from pwlact.functions import Symmetry


@pytest.mark.parametrize("symmetry", list(Symmetry)[2:])
def test_a_reflected_line_is_the_reflection_of_the_line(symmetry: Symmetry) -> None:
    slope, intercept, x = 0.75, 0.25, np.array([0.0, 0.5, 3.0])
    s, c = reflected_line(symmetry, slope, intercept)
    np.testing.assert_array_equal(s * x + c, symmetry.reflect(x, slope * x + intercept))


@pytest.mark.parametrize("name", ["fp8_e4m3", "fp8_e5m2", "e3m4", "fp16", "bf16"])
@pytest.mark.parametrize("symmetry", [Symmetry.COMPLEMENTARY, Symmetry.GATED])
def test_a_line_reflects_where_its_coefficients_are_values_of_the_format(symmetry: Symmetry, name: str) -> None:
    spec = spec_of(name, symmetry=symmetry)
    codes = spec.input.codes()
    values = spec.input.decode(codes)
    codes, values = codes[np.isfinite(values)], values[np.isfinite(values)]
    held = {Fraction(value) for value in values.tolist()}
    gated = symmetry is Symmetry.GATED
    wanted = [(Fraction(v) - 1 if gated else 1 - Fraction(v)) in held for v in values.tolist()]
    pair = (values, np.zeros_like(values)) if gated else (np.zeros_like(values), values)
    np.testing.assert_array_equal(has_reflection(spec, *pair), wanted)
    zero = np.zeros_like(codes)
    found = reflected_codes(spec, *((codes, zero) if gated else (zero, codes)))
    exact = values - 1.0 if gated else 1.0 - values
    np.testing.assert_array_equal(spec.input.decode(found[1 - gated])[wanted], exact[wanted])


@pytest.mark.parametrize("symmetry", [Symmetry.NONE, Symmetry.ODD, Symmetry.EVEN])
def test_other_tables_have_no_reflected_lines(symmetry: Symmetry) -> None:
    assert not has_reflected_lines(spec_of("fp16", symmetry=symmetry))
    assert has_reflection(spec_of("fp16", symmetry=symmetry), np.array([0.3]), np.array([1e-9])).all()
    assert not has_reflected_lines(spec_of("q4.12", symmetry=Symmetry.GATED))


@pytest.mark.parametrize(
    ("symmetry", "rule"), [(Symmetry.GATED, "slope less 1"), (Symmetry.COMPLEMENTARY, "1 less its")]
)
def test_a_line_without_a_reflection_is_refused(symmetry: Symmetry, rule: str) -> None:
    with pytest.raises(FormatError, match=rf"fp16 must hold each {rule} .*; round it to a multiple of 0\.000488281"):
        Unit(spec=spec_of("fp16", symmetry=symmetry), thresholds=[], slopes=[3], intercepts=[3])
