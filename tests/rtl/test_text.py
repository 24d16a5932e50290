"""Verilog expressions, each evaluated by Icarus, and ranges of integers."""

from __future__ import annotations

from pathlib import Path

import pytest
from icarus import icarus, run

from pwlact.rtl.text import Range, Signal, joined, literal, repeated, span, wire

RANGES = [Range(low, high) for low in range(-9, 10) for high in range(low, 10)]


def test_declarations_have_width_and_sign() -> None:
    assert wire("a", 1, "b") == "wire a = b;"
    assert wire("a", 8, "b + c") == "wire [7:0] a = b + c;"
    assert Signal("a", 3, signed=True).declare("reg") == "reg signed [2:0] a;"
    assert Signal("select", 2).typed("input  wire") == "input  wire [1:0] select"


def test_bits_are_selected_and_joined() -> None:
    signal = Signal("a", 5)
    assert signal.bits(4) == "a"
    assert signal.bits(3, 1) == "a[3:1]"
    assert signal.bits(2, 2) == "a[2]"
    assert signal.top == "a[4]"
    assert Signal("b", 1).top == "b"
    assert joined(["a"]) == "a"
    assert joined(["a", "b"]) == "{a, b}"


@icarus
def test_resized_is_times_a_power_of_two_modulo_the_width(tmp_path: Path) -> None:
    cases = [
        (value, signed, width, zeros)
        for value in (0b0110, 0b1011)
        for signed in (False, True)
        for width in (1, 3, 4, 6, 9)
        for zeros in (0, 1, 3, 7)
    ]
    lines = ["module bench;"]
    for k, (value, signed, width, zeros) in enumerate(cases):
        signal = Signal(f"a{k}", 4, signed=signed)
        lines += [signal.declare("wire", literal(value, 4)), wire(f"y{k}", width, signal.resized(width, zeros))]
    shown = "\n".join(f'$display("%0d", y{k});' for k in range(len(cases)))
    (tmp_path / "bench.v").write_text("\n".join([*lines, f"initial begin #1; {shown} end", "endmodule"]))
    run(tmp_path, "iverilog", "-g2005", "-Wall", "-o", "bench.vvp", "bench.v")
    got = [int(line) for line in run(tmp_path, "vvp", "-n", "bench.vvp").split()]
    for (value, signed, width, zeros), y in zip(cases, got, strict=True):
        number = value - 16 if signed and value & 8 else value
        assert y == (number << zeros) % (1 << width)


@icarus
def test_literals_wrap_and_bits_are_repeated(tmp_path: Path) -> None:
    lines = [
        "module bench;",
        f"wire signed [4:0] a = {literal(-3, 5, signed=True)};",
        f"wire [11:0] b = {literal(-1, 12)};",
        f"wire [6:0] c = {repeated('a[4]', 7)};",
        'initial begin #1; $display("%0d %0d %0d", a, b, c); end',
        "endmodule",
    ]
    (tmp_path / "bench.v").write_text("\n".join(lines))
    run(tmp_path, "iverilog", "-g2005", "-Wall", "-o", "bench.vvp", "bench.v")
    assert run(tmp_path, "vvp", "-n", "bench.vvp").split() == ["-3", "4095", "127"]


@pytest.mark.parametrize("signed", [False, True])
def test_widths_are_the_fewest_bits_that_hold_a_range(signed: bool) -> None:
    for range_ in RANGES:
        two = signed or range_.signed
        width = range_.signed_width if signed else range_.width
        low, high = (-(1 << (width - 1)), (1 << (width - 1)) - 1) if two else (0, (1 << width) - 1)
        assert low <= range_.low <= range_.high <= high
        if width > 1:
            low, high = (low // 2, high // 2) if two else (0, high // 2)
            assert not (low <= range_.low and range_.high <= high)


def test_ranges_hold_sums_negatives_and_unions() -> None:
    for a in RANGES[::7]:
        assert -a == span([-x for x in (a.low, a.high)])
        assert a.scaled(3) == Range(8 * a.low, 8 * a.high)
        for b in RANGES[::11]:
            assert a + b == Range(a.low + b.low, a.high + b.high)
            assert (a | b) == span([a.low, a.high, b.low, b.high])
