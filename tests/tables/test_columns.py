"""Columns of numbers or of codes."""

from __future__ import annotations

import pytest

from pwlact.errors import FormatError
from pwlact.formats import parse_format
from pwlact.settings.unit import UnitChoice, unit_spec
from pwlact.tables.columns import decoded, table_from_columns


def test_values_are_codes_of_the_output_and_breakpoints_of_the_input() -> None:
    spec = unit_spec("q3.5", UnitChoice(output="q1.7"))
    table = table_from_columns({"breakpoints": [-32, 0, 64], "values": [-64, 0, 127]}, spec)
    assert table.interval == (-1.0, 2.0)
    assert table.slopes.tolist() == [0.5, 127 / 256]


def test_open_ends_stay_open_and_one_code_above_all_may_end_a_table() -> None:
    q = parse_format("q3.5")
    assert decoded("breakpoints", [-float("inf"), 128.0], q) == [-float("inf"), 4.0]
    with pytest.raises(FormatError, match=r"slopes must be codes of q3\.5, whole numbers from -128 to 127, got 128"):
        decoded("slopes", [128.0], q)


@pytest.mark.parametrize("code", [-1.0, 0.5, 65536.0, float("nan")])
def test_what_is_no_code_is_refused(code: float) -> None:
    with pytest.raises(FormatError, match="codes of fp16, whole numbers from 0 to 65535"):
        decoded("slopes", [code], parse_format("fp16"))
