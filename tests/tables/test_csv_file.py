"""Tables in CSV: names of columns, delimiters, open ends, and what is refused in one line."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.errors import BreakpointError, FileError, FormatError
from pwlact.settings.unit import UnitChoice, unit_spec
from pwlact.tables.csv_file import read_csv

LINES = "begin,slope,intercept\n-1,0.5,1\n0,-0.5,2\n3,0,0.5\n"


def test_lines_have_begins_slopes_and_intercepts() -> None:
    table = read_csv(LINES)
    assert table.breakpoints.tolist() == [0.0, 3.0]
    assert table.slopes.tolist() == [0.5, -0.5, 0.0]
    assert table.intercepts.tolist() == [1.0, 2.0, 0.5]
    assert (table.first, table.interval) == (-1.0, None)


@pytest.mark.parametrize(
    "text",
    [
        LINES.replace("begin", " Breakpoint ").replace("slope", "SLOPES").replace("intercept", "bias"),
        LINES.replace(",", ";"),
        LINES.replace(",", "\t"),
        "# a comment\n\n" + LINES.replace("\n", "\r\n") + "\r\n",
        "note,intercept,x,slope\na,1,-1,0.5\nb,2,0,-0.5\nc,0.5,3,0\n",
    ],
)
def test_names_order_delimiters_and_comments_do_not_matter(text: str) -> None:
    table = read_csv(text)
    assert table.breakpoints.tolist() == [0.0, 3.0]
    assert table.slopes.tolist() == [0.5, -0.5, 0.0]
    assert table.intercepts.tolist() == [1.0, 2.0, 0.5]


@pytest.mark.parametrize("first", ["", "-inf"])
def test_a_first_line_may_have_no_left_end(first: str) -> None:
    assert read_csv(LINES.replace("-1,", f"{first},")).first is None


def test_ends_state_the_range_and_must_meet_the_next_begin() -> None:
    text = "start,stop,slope,intercept\n-1,0,0.5,1\n0,3,-0.5,2\n"
    assert read_csv(text).interval == (-1.0, 3.0)
    assert read_csv(text.replace("0,3,", "0,,")).interval is None
    with pytest.raises(FileError, match=r"a line ends where the next one begins, got 0\.25 and 0 after line 1"):
        read_csv(text.replace("-1,0,", "-1,0.25,"))


def test_values_are_joined_by_lines() -> None:
    table = read_csv("x,value\n0,1\n1,3\n3,2\n")
    assert table.interval == (0.0, 3.0)
    assert table(np.array([0.0, 0.5, 1.0, 2.0, 3.0])).tolist() == [1.0, 2.0, 3.0, 2.5, 2.0]


def test_codes_are_read_as_values_of_their_formats() -> None:
    spec = unit_spec("q3.5", UnitChoice(slope="q2.6", intercept="q4.4"))
    table = read_csv(
        "begin_code,begin,slope_code,slope,intercept_code,intercept\n-128,9,0x10,9,3,9\n32,9,-8,9,-5,9\n", spec
    )
    assert table.breakpoints.tolist() == [1.0]
    assert table.slopes.tolist() == [0.25, -0.125]
    assert table.intercepts.tolist() == [0.1875, -0.3125]
    with pytest.raises(FormatError, match=r"slopes must be codes of q2.6, whole numbers from -128 to 127, got 0.5"):
        read_csv(LINES, spec)


def test_codes_of_floats_ascend_with_their_values() -> None:
    spec = unit_spec("fp16", UnitChoice())
    table = read_csv("begin,slope,intercept\n0xfc00,0,0\n0xbc00,0x3c00,0\n0x3c00,0,0x3c00\n", spec)
    assert table.breakpoints.tolist() == [-1.0, 1.0]
    assert table.first is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a table has a row of names"),
        ("# only a comment\n", "a table has a row of names"),
        ("0,1\n1,2\n", "a table has the columns begin, slope, intercept or x, value, got '0, 1'"),
        ("begin,slop,intercept\n0,1,2\n", "did you mean slop"),
        ("begin,x,value\n0,1,2\n", "a column is named once, got begin, x for begin"),
        ("x,value\n", "a row for each line or value, got none"),
        ("x,value\n0,1\n1\n", "got 1 in line 3"),
        ("x,value\n0,1\n1,two\n", "a table holds numbers, got 'two' in line 3"),
        ("x,value\n0,1\n1,\n", "a table holds numbers, got '' in line 3"),
    ],
)
def test_what_is_no_table_is_refused(text: str, words: str) -> None:
    with pytest.raises(FileError, match=words) as fault:
        read_csv(text)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LINES.replace("3,", "-0.5,"), "must ascend without repeats, got 0, -0.5; sort them"),
        (LINES.replace("3,", "0,"), "must ascend without repeats"),
        (LINES.replace("-1,", "nan,"), "a table's breakpoints must be finite, at most .* got nan in place 1"),
        (LINES.replace("-0.5", "inf"), "a table's slopes must be finite, at most .* got inf in place 2"),
        ("x,value\n0,1\n", "a value for each of two or more breakpoints, got 1 for 1"),
        ("x,value\n0,1\n1,nan\n", "a table's values must be finite"),
    ],
)
def test_bad_numbers_are_refused(text: str, words: str) -> None:
    with pytest.raises(BreakpointError, match=words):
        read_csv(text)
