"""Target csv: rows of codes and values, and of real numbers."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from export.units import NOTE, bits_of, every_code, fixed_units, floating_units, silu_unit, source_of

from pwlact.datapath import Unit
from pwlact.datapath.record import threshold_codes
from pwlact.export import TARGETS
from pwlact.export.source import drop_unreachable

UNITS = [silu_unit(), *list(fixed_units())[::5], *list(floating_units())[::7]]


def rows_of(text: str) -> list[dict[str, str]]:
    lines = text.splitlines()
    assert lines[: len(NOTE)] == [f"# {line}{' .' if line.endswith(chr(92)) else ''}" for line in NOTE]
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("unit", UNITS)
def test_columns_of_codes_are_the_units(unit: Unit) -> None:
    ((_, text),) = TARGETS["csv"].files(source_of(unit)).items()
    rows, whole = rows_of(text), drop_unreachable(unit)
    formats = {"begin": unit.spec.input, "slope": unit.spec.slope, "intercept": unit.spec.intercept}
    columns = {name: np.array([int(row[f"{name}_code"]) for row in rows]) for name in formats}
    assert np.array_equal(columns["begin"][1:], threshold_codes(whole))
    assert np.array_equal(columns["slope"], whole.slopes)
    assert np.array_equal(columns["intercept"], whole.intercepts)
    for name, format_ in formats.items():
        assert bits_of(row[name] for row in rows) == bits_of(format_.decode(columns[name]))
    if unit.spec.fixed and unit.spec.symmetry.value == "none":
        assert columns["begin"][0] == every_code(unit.spec.input).min()


def test_csv_of_real_numbers() -> None:
    source = source_of(None)
    ((_, text),) = TARGETS["csv"].files(source).items()
    rows = rows_of(text)
    slopes, intercepts = source.pwl.slopes, source.pwl.intercepts
    left, right = source.pwl.left_tail, source.pwl.right_tail
    assert bits_of(row["begin"] for row in rows) == bits_of([-np.inf, *source.pwl.breakpoints])
    assert bits_of(row["slope"] for row in rows) == bits_of([left.slope, *slopes, right.slope])
    assert bits_of(row["intercept"] for row in rows) == bits_of([left.intercept, *intercepts, right.intercept])
