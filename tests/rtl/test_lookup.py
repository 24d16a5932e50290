"""From the input to coefficients: the steps, and what later steps may read."""

from __future__ import annotations

import pytest
from random_units import spec_of

from pwlact.datapath import Unit
from pwlact.rtl import Design
from pwlact.rtl.body import Body
from pwlact.rtl.lookup import look_up
from pwlact.rtl.pieces import lay_out
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Signal

UNIT = Unit(spec=spec_of("q4.4"), thresholds=[-16, 32], slopes=[1, 2, 3], intercepts=[5, 5, 5])
DESIGN = Design(units=(UNIT,), functions=("f",), name="u")


def looked_up(latency: int, cells: list[int]) -> Body:
    """Return a body with the steps that look one column up."""
    body = Body(latency=latency)
    data = body.watch(Signal("in_data", 8))
    column = Column(signal=Signal("a", 4), cells={(0, 0, k): cell for k, cell in enumerate(cells)}, remarks={})
    look_up(body, DESIGN, lay_out(DESIGN), [column], data, [data])
    return body


@pytest.mark.parametrize(("latency", "clocks"), [(1, 0), (2, 1), (3, 1), (4, 2)])
def test_the_coefficient_and_the_operand_arrive_together(latency: int, clocks: int) -> None:
    body = looked_up(latency, [1, 2, 3])
    assert body.clocks == clocks
    suffix = f"_{clocks}" if clocks else ""
    assert {name: signal.name for name, signal in body.live.items()} == {
        "in_data": f"in_data{suffix}",
        "a": f"a{suffix}",
    }
    assert [line for line in body.lines if line[:4] in ("// 1", "// 2", "// 3")] == [
        "// 1: order key of the input",
        "// 2: piece, found by comparators",
        "// 3: coefficients of the piece",
    ]


def test_a_constant_column_needs_neither_key_nor_register() -> None:
    body = looked_up(4, [7, 7, 7])
    assert body.live["a"].constant
    assert body.live["a"].name == "a"
    assert not any("reached" in line or "index" in line for line in body.lines)
    assert "wire [3:0] a = 4'h7;" in body.lines
