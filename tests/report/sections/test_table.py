"""The table of pieces: the rows that the CSV has, codes in every form, the largest error of each piece."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import pytest
from drawn import Maker

from pwlact.export.csv_file import coded_rows
from pwlact.export.pieces import pieces_csv
from pwlact.export.source import drop_unreachable
from pwlact.report.sections.table import COLUMNS, number_cell, table
from pwlact.report.subject import subject_from, subject_of

OLD = Path(__file__).parents[2] / "data" / "v0"


def test_every_row_has_every_column(make: Maker, case: str) -> None:
    rows = table(subject_from(make(case), None)).values["rows"]
    assert {len(row) for row in rows} == {len(COLUMNS)}


@pytest.mark.parametrize("which", ["paper", "one segment", "separate lines", "far"])
def test_rows_of_real_numbers_are_those_of_the_csv(make: Maker, which: str) -> None:
    rows = table(subject_from(make(which), None)).values["rows"]
    read = list(csv.DictReader(io.StringIO(pieces_csv(make(which)))))
    names = ("start", "stop", "slope", "intercept")
    assert [[cell["data"] for cell in row[1:5]] for row in rows] == [[one[name] for name in names] for one in read]
    assert (rows[0][0]["value"], rows[-1][0]["value"]) == ("left tail", "right tail")


@pytest.mark.parametrize("name", ["unit-q412", "unit-fp16", "unit-mirror"])
def test_codes_are_told_in_every_form_and_leave_none_out(name: str) -> None:
    subject = subject_of(OLD / name / "result.json")
    unit = subject.result.unit
    assert unit is not None
    rows = table(subject).values["rows"]
    spec = unit.spec
    for row, coded in zip(rows, coded_rows(drop_unreachable(unit)), strict=True):
        formats = (spec.input, spec.slope, spec.intercept)
        for cell, code, format_ in zip((row[1], row[3], row[4]), coded[::2], formats, strict=True):
            assert int(cell["decimal"]) == code
            assert int(cell["binary"], 2) == int(cell["hexadecimal"], 16) == int(format_.pattern(code))
            assert len(cell["binary"]) == format_.bits
            assert float(cell["value"]) == float(format_.decode(code))
    begins, lasts = (spec.input.order([int(row[column]["decimal"]) for row in rows]) for column in (1, 2))
    assert (begins[1:] == lasts[:-1] + 1).all()


def test_the_largest_error_of_all_pieces_is_the_units(make: Maker) -> None:
    for case in ("unit", "mirrored unit", "float unit"):
        rows = table(subject_from(make(case), None)).values["rows"]
        report = make(case).candidate.unit_report
        assert report is not None
        assert max(float(row[5]["data"]) for row in rows if "data" in row[5]) == report.errors.max


def test_a_mirrored_table_says_what_holds_below_zero(make: Maker) -> None:
    assert "for x < 0 the unit gives" in table(subject_from(make("mirrored unit"), None)).values["note"]
    assert "|x|" not in table(subject_from(make("unit"), None)).values["note"]


def test_numbers_are_short_to_read_and_whole_to_copy() -> None:
    assert number_cell(1.0 / 3.0) == {"value": "0.333333333", "data": repr(1.0 / 3.0)}
    assert number_cell(-math.inf) == {"value": "-∞", "data": "-inf"}
    assert number_cell(None) == {"value": ""}
