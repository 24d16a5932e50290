"""The body of a module: registers by latency, and bits that nothing reads."""

from __future__ import annotations

import pytest

from pwlact.rtl.body import INDEX, MULTIPLY, REGISTERS, TABLE, Body
from pwlact.rtl.text import Signal


@pytest.mark.parametrize("latency", REGISTERS)
def test_registers_and_the_output_make_the_latency(latency: int) -> None:
    body = Body(latency=latency)
    body.carry([Signal("a", 4)])
    for step in (INDEX, TABLE, MULTIPLY):
        body.hold(step, ["a"])
    assert body.clocks == latency - 1
    name = f"a_{latency - 1}" if latency > 1 else "a"
    assert body.live["a"].name == name
    text = "\n".join(body.finish("a"))
    assert text.count("always @(posedge clk)") == latency
    assert ("{valid[LATENCY-2:0], in_valid}" in text) == (latency > 1)


def test_later_steps_read_only_what_is_held_and_constants_have_no_register() -> None:
    body = Body(latency=2)
    body.carry([Signal("a", 4), Signal("b", 2), Signal("c", 3, constant=True)])
    body.hold(TABLE, ["a", "c", "a"])
    assert {name: signal.name for name, signal in body.live.items()} == {"a": "a_1", "c": "c"}
    assert not any("b" in line.split() for line in body.lines)
    assert "reg [3:0] a_1;" in body.lines
    assert "    a_1 <= a;" in body.lines


def test_unread_bits_are_listed_in_runs() -> None:
    body = Body(latency=1)
    data = body.watch(Signal("data", 8))
    assert body.read(data, 5, 4) == "data[5:4]"
    assert body.read(data, 1, 1) == "data[1]"
    assert "wire unused = &{1'b0, data[7:6], data[3:2], data[0]};" in body.finish("y")
    assert body.read(data) == "data"
    assert not any("unused" in line for line in body.finish("y"))
