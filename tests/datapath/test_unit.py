"""Units: the codes that they refuse, and the piece of an input."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_units import spec_of

from pwlact.datapath import Unit, UnitSpec, order_key
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, FloatFormat, parse_format
from pwlact.functions import Symmetry

NAMES = ("input", "slope", "intercept", "output")
MIRRORS = [symmetry for symmetry in Symmetry if symmetry is not Symmetry.NONE]


def unit_of(spec: UnitSpec, thresholds: Any, slopes: Any = None, intercepts: Any = None) -> Unit:
    """Return a unit of zeros with these thresholds, unless more is given."""
    zeros = np.zeros(len(thresholds) + 1, dtype=np.int64)
    return Unit(
        spec=spec,
        thresholds=thresholds,
        slopes=zeros if slopes is None else slopes,
        intercepts=zeros if intercepts is None else intercepts,
    )


@pytest.mark.parametrize(
    ("thresholds", "slopes", "intercepts"),
    [
        ([1], [1], [1]),
        ([], [1, 2], [1, 2]),
        ([1], [1, 2], [1]),
        ([1], [[1], [2]], [1, 2]),
        ([], [], []),
        ([[1]], [1], [1]),
    ],
)
def test_shapes_that_do_not_match_are_refused(thresholds: Any, slopes: Any, intercepts: Any) -> None:
    with pytest.raises(FormatError, match=r"match them"):
        unit_of(spec_of("q4.12"), thresholds, slopes, intercepts)


@pytest.mark.parametrize("thresholds", [[1, 1], [2, 1], [-5, 3, 2]])
def test_thresholds_ascend(thresholds: list[int]) -> None:
    with pytest.raises(FormatError, match=re.escape(f"thresholds must ascend, got {thresholds}")):
        unit_of(spec_of("q4.12"), thresholds)


@given(bits=st.integers(1, 8), threshold=st.integers(-128, 127))
def test_pieces_begin_at_addresses(bits: int, threshold: int) -> None:
    spec = spec_of("q3.5", address_bits=bits)
    fits = threshold % 2 ** (8 - bits) == 0
    assert spec.address_shift == 8 - bits
    if fits:
        assert unit_of(spec, [threshold]).pieces == 2
    else:
        with pytest.raises(FormatError, match=f"multiples of {2 ** (8 - bits)} codes .*give more address bits"):
            unit_of(spec, [threshold])


@pytest.mark.parametrize("text", ["q4.4", "uq3.5", "q-1.9", "q9.-2", "fp8_e4m3"])
@pytest.mark.parametrize("name", ["slope", "intercept"])
def test_coefficients_are_codes_of_their_formats(name: str, text: str) -> None:
    format_ = parse_format(text)
    low, high = (format_.lowest, format_.highest) if isinstance(format_, FixedPoint) else (0, 255)
    spec = spec_of(text) if isinstance(format_, FloatFormat) else spec_of("q4.12", **{name: format_})
    for code in (low, high):
        assert getattr(unit_of(spec, [], **{f"{name}s": [code]}), f"{name}s").tolist() == [code]
    for code in (low - 1, high + 1):
        with pytest.raises(
            FormatError, match=f"{name}s must be codes of {re.escape(text)}, {low} to {high}, got {code};"
        ):
            unit_of(spec, [], **{f"{name}s": [code]})


@given(code=st.integers(-128, 127), terms=st.integers(1, 4))
def test_slopes_have_as_many_powers_of_two_as_allowed(code: int, terms: int) -> None:
    spec = spec_of("q3.5", shift_terms=terms)
    powers = [sign << exponent for exponent in range(9) for sign in (1, -1)]
    reached = {0}
    for _ in range(terms):
        reached |= {value + power for value in reached for power in powers}
    if code in reached:
        assert unit_of(spec, [], [code]).slopes.tolist() == [code]
    else:
        with pytest.raises(FormatError, match=f"sums of {terms} powers of two, got .*{code}.*; allow more terms"):
            unit_of(spec, [], [code])


def test_arrays_are_copies_that_nobody_can_change() -> None:
    thresholds = np.array([1, 2])
    unit = unit_of(spec_of("q4.12"), thresholds)
    thresholds[0] = 0
    assert unit.thresholds.tolist() == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        unit.slopes[0] = 1


@pytest.mark.parametrize("symmetry", Symmetry, ids=lambda symmetry: symmetry.value)
def test_order_keys_in_fixed_point_ascend_with_the_value_or_its_size(symmetry: Symmetry) -> None:
    spec = spec_of("q3.5", symmetry=symmetry)
    codes = spec.input.codes()
    x = spec.input.decode(codes)
    size = x if symmetry is Symmetry.NONE else np.abs(x)
    np.testing.assert_array_equal(order_key(spec, codes), size * 32)


@pytest.mark.parametrize("symmetry", [Symmetry.NONE, Symmetry.ODD, Symmetry.EVEN], ids=lambda symmetry: symmetry.value)
@pytest.mark.parametrize("name", ["fp8_e4m3", "fp8_e5m2", "e3m2"])
def test_order_keys_of_floats_ascend_with_the_value_or_its_size(name: str, symmetry: Symmetry) -> None:
    spec = spec_of(name, symmetry=symmetry)
    codes = spec.input.codes()
    x = spec.input.decode(codes)
    codes, x = codes[~np.isnan(x)], x[~np.isnan(x)]
    size = x if symmetry is Symmetry.NONE else np.abs(x)
    keys = order_key(spec, codes)
    by_key = size[np.argsort(keys, kind="stable")]
    assert np.all(np.diff(by_key[np.isfinite(by_key)]) >= 0)
    assert by_key[-1] == np.max(size)
    minus_zero, zero = int(spec.input.encode(-0.0)), int(spec.input.encode(0.0))
    apart = order_key(spec, np.array([zero])) - order_key(spec, np.array([minus_zero]))
    assert apart.tolist() == [1 if symmetry is Symmetry.NONE else 0]


@given(thresholds=st.sets(st.integers(-128, 127), max_size=6), mirrored=st.booleans())
def test_a_piece_holds_the_inputs_from_its_threshold_to_the_next(thresholds: set[int], mirrored: bool) -> None:
    spec = spec_of("q3.5", symmetry=Symmetry.ODD if mirrored else Symmetry.NONE)
    unit = unit_of(spec, sorted(thresholds))
    for code in range(-128, 128):
        at = abs(code) if mirrored else code
        assert unit.piece(np.array(code)) == sum(1 for threshold in thresholds if threshold <= at)


def test_the_repr_of_a_unit_says_formats_and_how_pieces_are_found_in_three_lines() -> None:
    assert repr(unit_of(spec_of("fp16"), [1, 5])).splitlines() == [
        "Unit of 3 pieces",
        f"  {spec_of('fp16')}",
        "  pieces found by comparators, table of all x",
    ]
    mirrored = unit_of(spec_of("q3.5", symmetry=Symmetry.ODD, address_bits=4), [])
    assert repr(mirrored).endswith("pieces found by 4 address bits, table of |x| (odd)")
