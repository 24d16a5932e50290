"""Tables: a row for each key that counts, and no more."""

from __future__ import annotations

import pytest

from pwlact.rtl.pieces import BELOW, INDEX, SELECT, Key
from pwlact.rtl.tables import Column, tables
from pwlact.rtl.text import Signal

KEYS: list[Key] = [(function, below, index) for function in (0, 1) for below in (0, 1) for index in (0, 1, 2)]
PARTS = {SELECT: Signal("select", 1), BELOW: Signal("below", 1), INDEX: Signal("index", 2)}


def column(name: str, width: int, **values: int) -> Column:
    """Return a column whose value depends on the named parts: select, below, index, each times a weight."""
    weights = [values.get(part, 0) for part in ("select", "below", "index")]
    cells = {key: sum(w * k for w, k in zip(weights, key, strict=True)) for key in KEYS}
    return Column(signal=Signal(name, width), cells=cells, remarks={})


def remark(key: Key, kept: tuple[int, ...]) -> str:
    return "/".join(str(key[part]) for part in kept)


@pytest.mark.parametrize(
    ("values", "needs"),
    [
        ({}, ()),
        ({"index": 1}, (INDEX,)),
        ({"select": 3}, (SELECT,)),
        ({"select": 4, "index": 1}, (SELECT, INDEX)),
        ({"select": 8, "below": 4, "index": 1}, (SELECT, BELOW, INDEX)),
    ],
)
def test_a_column_needs_the_parts_that_it_depends_on(values: dict[str, int], needs: tuple[int, ...]) -> None:
    found = column("a", 4, **values)
    assert found.needs == needs
    assert found.settled.constant == (not needs)


def test_columns_of_the_same_parts_share_a_table() -> None:
    lines = tables([column("a", 2, index=1), column("b", 3, index=2)], PARTS, remark)
    assert lines == [
        "reg [1:0] a;",
        "reg [2:0] b;",
        "always @*",
        "    case (index)",
        "        2'h0: {a, b} = {2'h0, 3'h0}; // 0",
        "        2'h1: {a, b} = {2'h1, 3'h2}; // 1",
        "        default: {a, b} = {2'h2, 3'h4}; // 2",
        "    endcase",
    ]


def test_constants_and_copies_of_a_part_need_no_table() -> None:
    assert tables([column("a", 4)], PARTS, remark) == ["wire [3:0] a = 4'h0;"]
    assert tables([column("a", 1, select=1)], PARTS, remark) == ["wire a = select;"]


def test_keys_that_do_not_occur_take_the_default() -> None:
    cells = {key: key[2] for key in KEYS if key != (0, 0, 1)}
    lines = tables([Column(signal=Signal("a", 2), cells=cells, remarks={})], PARTS, remark)
    assert sum("default" in line for line in lines) == 1
    assert lines[-2].startswith("        default: a = 2'h2;")
