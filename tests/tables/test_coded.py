"""A table as a unit: thresholds by comparison, coefficients rounded to nearest."""

from __future__ import annotations

import numpy as np
import pytest
from export.units import fixed_units, floating_units

from pwlact.datapath import input_codes
from pwlact.errors import FormatError
from pwlact.export.source import drop_unreachable
from pwlact.formats import parse_format
from pwlact.settings.unit import UnitChoice, unit_spec
from pwlact.tables import Table
from pwlact.tables.coded import coded_table, threshold_keys
from pwlact.tables.unit_json import table_of_unit


@pytest.mark.parametrize("name", ["q3.5", "uq3.5", "q6.-2", "fp8_e4m3", "fp16", "bf16"])
def test_an_input_at_a_breakpoint_is_of_the_side_that_is_asked_for(name: str) -> None:
    format_ = parse_format(name)
    codes = input_codes(format_)
    x, keys = format_.decode(codes), format_.order(codes)
    rng = np.random.default_rng(7)
    drawn = rng.choice(x[x != 0.0], 40)
    for breakpoints in (drawn, drawn * 1.0001, np.array([-1e300, 1e300])):
        right = keys[:, None] >= threshold_keys(format_, breakpoints, "right")
        left = keys[:, None] >= threshold_keys(format_, breakpoints, "left")
        assert np.array_equal(right, x[:, None] >= breakpoints)
        assert np.array_equal(left, x[:, None] > breakpoints)


def test_coefficients_are_rounded_and_counted() -> None:
    spec = unit_spec("q3.5", UnitChoice(slope="q2.6", intercept="q4.4"))
    table = Table(breakpoints=np.array([1.0]), slopes=np.array([0.25, 0.3]), intercepts=np.array([0.05, 1.0]))
    found = coded_table(table, spec)
    assert found.unit.slopes.tolist() == [16, 19]
    assert found.unit.intercepts.tolist() == [1, 16]
    assert (found.rounded, found.unreached) == (2, 0)


def test_pieces_that_no_input_reaches_are_left_out_and_counted() -> None:
    spec = unit_spec("q3.5", UnitChoice())
    at = np.array([-9.0, 0.01, 0.02, 1.0, 50.0])
    found = coded_table(Table(breakpoints=at, slopes=np.arange(6.0), intercepts=np.zeros(6)), spec)
    assert found.unit.thresholds.tolist() == [1, 32]
    assert spec.slope.decode(found.unit.slopes).tolist() == [1.0, 3.0, 4.0]
    assert found.unreached == 3


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (UnitChoice(slope="q1.5"), r"slope format q1.5 must hold the table's slopes, got 1.75.*q2.5 would do"),
        (UnitChoice(shift_terms=1), "sums of 1 powers of two, got one of 2; try --unit.shift-terms 2"),
        (UnitChoice(selection="address", address_bits=3), "more address bits"),
    ],
)
def test_what_the_formats_cannot_hold_is_refused(choice: UnitChoice, words: str) -> None:
    table = Table(breakpoints=np.array([0.5]), slopes=np.array([0.5, 1.75]), intercepts=np.zeros(2))
    with pytest.raises(FormatError, match=words):
        coded_table(table, unit_spec("q3.5", choice))


def test_a_units_lines_make_the_same_unit_again() -> None:
    for unit in map(drop_unreachable, (*fixed_units(), *floating_units(("fp16", "fp8_e5m2")))):
        lines = unit.spec.slope.decode(unit.slopes), unit.spec.intercept.decode(unit.intercepts)
        at = unit.spec.input.decode(unit.spec.input.from_order(unit.thresholds))
        if not all(np.all(np.isfinite(column)) for column in (*lines, at)) or np.any(np.diff(at) <= 0):
            continue
        table = table_of_unit(unit)
        assert coded_table(table, unit.spec).unit is unit
        bare = Table(breakpoints=table.breakpoints, slopes=table.slopes, intercepts=table.intercepts)
        again = coded_table(bare, unit.spec)
        codes = input_codes(unit.spec.input)
        assert np.array_equal(again.unit(codes), unit(codes))
        assert again.rounded == 0
