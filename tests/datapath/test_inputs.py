"""Input codes of a unit: finite ones, those of a range, and those that rows serve."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import spec_of

from pwlact import functions
from pwlact.datapath import Unit, codes_within, input_codes, row_codes, table_codes
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, parse_format
from pwlact.functions import Symmetry, from_expression


@pytest.mark.parametrize("name", ["q3.5", "uq4.4", "q6.-2", "fp8_e4m3", "fp8_e5m2", "e3m2"])
def test_input_codes_are_every_finite_one_ascending(name: str) -> None:
    format_ = parse_format(name)
    codes = input_codes(format_)
    x = format_.decode(codes)
    assert np.all(np.isfinite(x))
    assert np.all(np.diff(x) >= 0)
    finite = [code for code in format_.codes().tolist() if np.isfinite(format_.decode(code))]
    assert sorted(codes.tolist()) == sorted(finite)


@pytest.mark.parametrize("name", ["q3.5", "fp8_e4m3", "e3m2"])
@pytest.mark.parametrize("interval", [(-2.0, 2.0), (-4.0, 4.0), (-2.1, 2.1), (-0.3, 1.75)])
def test_both_ends_belong_to_a_range(name: str, interval: tuple[float, float]) -> None:
    format_ = parse_format(name)
    codes, inside = codes_within(format_, interval)
    assert inside.tolist() == [interval[0] <= float(format_.decode(code)) <= interval[1] for code in codes]


@pytest.mark.parametrize("symmetry", [Symmetry.NONE, Symmetry.ODD])
@pytest.mark.parametrize("name", ["q3.5", "fp8_e4m3", "e3m2"])
def test_rows_serve_every_code_of_the_range_with_comparators(name: str, symmetry: Symmetry) -> None:
    for activation in (functions.get("tanh"), from_expression("sin(3 * x)", interval=(-12.0, 12.0))):
        for interval in ((-2.0, 2.0), (-4.0, 4.0), (-2.1, 2.1)):
            codes, served = table_codes(spec_of(name, symmetry=symmetry), activation, interval)
            every, inside = codes_within(parse_format(name), interval)
            assert codes.tolist() == every[inside].tolist()
            assert served.all()


@pytest.mark.parametrize("name", ["q3.5", "q4.4", "fp8_e4m3", "fp8_e5m2"])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("bits", [3, 4, 6])
def test_a_tail_that_begins_at_an_address_takes_the_end_of_the_range(name: str, mirrored: bool, bits: int) -> None:
    symmetry = Symmetry.ODD if mirrored else Symmetry.NONE
    spec = spec_of(name, symmetry=symmetry, address_bits=bits)
    codes, served = table_codes(spec, functions.get("tanh"), (-2.0, 2.0))
    x = spec.input.decode(codes)
    left = -2.0 if mirrored or not spec.fixed else None
    assert x[~served].tolist() == [x for x in (left, 2.0) if x is not None]
    no_tails = from_expression("sin(3 * x)", interval=(-12.0, 12.0))
    assert table_codes(spec, no_tails, (-2.0, 2.0))[1].all()


@pytest.mark.parametrize("mantissa_bits", [0, 2])
def test_a_tail_that_begins_at_an_octave_takes_the_end_of_the_range(mantissa_bits: int) -> None:
    spec, silu = spec_of("q4.4", mantissa_bits=mantissa_bits), functions.get("silu")
    codes, served = table_codes(spec, silu, (-4.0, 4.0))
    assert codes[~served].tolist() == [64]
    codes, served = table_codes(spec, silu, (-4.0625, 4.0625))  # a row begins at -4
    assert codes[~served].tolist() == [-65]


def test_the_last_code_of_an_input_is_no_tails() -> None:
    for bits in (2, 4):
        spec = spec_of("q3.5", symmetry=Symmetry.ODD, address_bits=bits)
        assert table_codes(spec, functions.get("tanh"), (-4.0, 4.0))[1].all()


def test_row_codes_leave_out_what_the_tails_serve() -> None:
    spec = spec_of("q3.5")
    half_open = Unit(spec=spec, thresholds=[-64, 64], slopes=[0, 32, 0], intercepts=[-32, 0, 32])
    closed = Unit(spec=spec, thresholds=[-64, 65], slopes=[0, 32, 0], intercepts=[-32, 0, 32])
    for unit, last in ((half_open, 63), (closed, 64)):
        codes, inside = row_codes(unit, (-2.0, 2.0))
        assert codes[inside].tolist() == list(range(-64, last + 1))
    outer = Unit(spec=spec, thresholds=[], slopes=[32], intercepts=[0])
    codes, inside = row_codes(outer, (-2.0, 2.0))
    assert codes[inside].tolist() == list(range(-64, 65))


def test_a_range_without_codes_is_refused() -> None:
    with pytest.raises(FormatError, match=r"must have codes in the range 0.01 0.02, got q3.5 with -4 to 3.96875; give"):
        codes_within(parse_format("q3.5"), (0.01, 0.02))


def test_an_input_has_at_most_twenty_bits() -> None:
    assert input_codes(FixedPoint(4, 16)).size == 1 << 20
    with pytest.raises(FormatError, match=r"at most 20 bits, got q4\.17 with 21; use fewer fraction bits"):
        input_codes(FixedPoint(4, 17))
