"""Unpacking and shifters, each simulated alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from icarus import icarus
from rtl.floats.harness import evaluate

from pwlact.formats import parse_format
from pwlact.rtl.floats.parts import left_shift_bits, shift_left, shift_right, unpack
from pwlact.rtl.text import Signal


@icarus
@pytest.mark.parametrize("name", ["fp8_e5m2", "fp8_e4m3", "e3m4"])
def test_unpacked_codes_have_the_values_of_the_format(name: str, tmp_path: Path) -> None:
    f = parse_format(name)
    outputs = [Signal("a_sign", 1), Signal("a_exponent", f.exponent), Signal("a_whole", f.mantissa + 1)]
    outputs += [Signal("a_nan", 1)] + ([Signal("a_infinite", 1)] if f.infinities else [])
    codes = range(1 << f.bits)
    rows = evaluate([Signal("a", f.bits)], outputs, unpack("a", f), ([code] for code in codes), tmp_path)
    for code, (sign, exponent, whole, nan, *infinite) in zip(codes, rows, strict=True):
        value = float(f.decode(code))
        assert nan == (value != value)
        assert infinite == ([int(abs(value) == float("inf"))] if f.infinities else [])
        if not nan and not any(infinite):
            assert (-1) ** sign * whole * 2.0 ** (exponent - f.bias - f.mantissa) == value


@icarus
@pytest.mark.parametrize("room", [None, Signal("room", 2), Signal("room", 4)])
@pytest.mark.parametrize("max_zeros", [3, 6])
def test_leading_zeros_are_shifted_out_as_far_as_there_is_room(
    max_zeros: int, room: Signal | None, tmp_path: Path
) -> None:
    source = Signal("a", 7)
    inputs = [source] + ([room] if room else [])
    count = Signal("b_count", left_shift_bits(max_zeros, room))
    vectors = [[a, r] if room else [a] for a in range(128) for r in range(1 << (room.width if room else 0))]
    rows = evaluate(inputs, [Signal("b", 7), count], shift_left("b", source, max_zeros, room), vectors, tmp_path)
    for (a, *limit), (b, zeros) in zip(vectors, rows, strict=True):
        max_shift = min([(1 << count.width) - 1, 7 - a.bit_length() if a else 7, *limit])
        assert zeros == max_shift
        assert b == a << zeros & 127


@icarus
@pytest.mark.parametrize("distance", [Signal("d", 2), Signal("d", 3), Signal("d", 5)])
def test_a_right_shift_remembers_lost_ones(distance: Signal, tmp_path: Path) -> None:
    source = Signal("a", 6)
    vectors = [[a, d] for a in range(64) for d in range(1 << distance.width)]
    lines = shift_right("b", source, distance, "1'b0")
    rows = evaluate([source, distance], [Signal("b", 6), Signal("b_lost", 1)], lines, vectors, tmp_path)
    for (a, d), (b, lost) in zip(vectors, rows, strict=True):
        assert b == a >> d
        assert lost == (a & ((1 << d) - 1) != 0)
