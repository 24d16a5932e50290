"""GQA-LUT's JSON: which of its tables is taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pwlact import functions
from pwlact.errors import BreakpointError, FileError
from pwlact.tables import ReadOptions
from pwlact.tables.gqa_lut import read_gqa_lut, reads_gqa_lut


def table(at: float) -> dict[str, Any]:
    return {"breakpoints": [at], "slopes": [0.0, 1.0], "intercepts": [0.0, 0.0]}


DATA = {"hswish": {"0": table(0.0), "2": table(0.25), "6": table(0.5)}, "note": ["made by hand"]}


@pytest.mark.parametrize(
    ("options", "at"),
    [
        (ReadOptions(), 0.5),
        (ReadOptions(bits=2), 0.25),
        (ReadOptions(fraction=0), 0.0),
        (ReadOptions(fraction=12), 0.5),
        (ReadOptions(bits=0, fraction=2), 0.0),
    ],
)
def test_the_table_is_the_one_for_the_bits(options: ReadOptions, at: float) -> None:
    assert reads_gqa_lut(DATA)
    found = read_gqa_lut(DATA, options)
    assert found.breakpoints.tolist() == [at]
    assert found.activation is functions.get("hardswish")


def test_bits_that_the_file_lacks_are_refused() -> None:
    with pytest.raises(FileError, match="a table of hswish is for 0, 2, 6 bits, got 3; choose --bits"):
        read_gqa_lut(DATA, ReadOptions(bits=3))


def test_one_function_of_several_is_chosen_by_any_of_its_names() -> None:
    data = {"gelu": {"0": table(1.0)}, **DATA}
    assert read_gqa_lut(data, ReadOptions(function="hard-swish", bits=0)).breakpoints.tolist() == [0.0]
    assert read_gqa_lut(data, ReadOptions(function="gelu")).breakpoints.tolist() == [1.0]
    with pytest.raises(FileError, match="has gelu, hswish, got none; choose one with --function"):
        read_gqa_lut(data)


@pytest.mark.parametrize("data", [{}, {"a": 1}, {"a": {}}, {"a": {"b": {}}}, {"a": {"1": [1]}}])
def test_other_objects_are_not_taken_for_it(data: dict[str, Any]) -> None:
    assert not reads_gqa_lut(data)


def test_pieces_between_equal_breakpoints_are_left_out() -> None:
    lists = {"breakpoints": [-1.0, -0.0, 0.0, 0.0, 2.0], "slopes": [1, 2, 3, 4, 5, 6], "intercepts": [0] * 6}
    found = read_gqa_lut({"gelu": {"0": lists}})
    assert found.breakpoints.tolist() == [-1.0, 0.0, 2.0]
    assert found.slopes.tolist() == [1.0, 2.0, 5.0, 6.0]
    x = np.array([-1.5, -1.0, -0.5, 0.0, 1.0, 2.0])
    expected = np.array(lists["slopes"])[np.digitize(x, lists["breakpoints"])]
    assert found.slopes[found.piece(x)].tolist() == expected.tolist()


def test_earlier_names_of_the_lists_are_known() -> None:
    lists = {"split_points": [0.5, 1.0], "coeff": [-2.0, -1.0, -0.5], "bias": [3.0, 2.0, 1.5]}
    found = read_gqa_lut({"sqrt_reci": {"3": lists}})
    assert found.breakpoints.tolist() == [0.5, 1.0]
    assert found.intercepts.tolist() == [3.0, 2.0, 1.5]
    assert found.activation is None
    with pytest.raises(FileError, match="got no 'slopes'"):
        read_gqa_lut({"gelu": {"0": {"breakpoints": [0.0]}}})
    with pytest.raises(BreakpointError, match="match them"):
        read_gqa_lut({"gelu": {"0": {"breakpoints": [0.0], "slopes": [1.0], "intercepts": [0.0]}}})
