"""Dropped bits in Verilog, for every value and every rounding."""

from __future__ import annotations

from pathlib import Path

import pytest
from icarus import icarus, run

from pwlact.formats import Rounding, round_shift
from pwlact.rtl.body import Body
from pwlact.rtl.fixed.rounding import increment, round_off
from pwlact.rtl.text import Signal, literal

CASES = [(mode, shift, width) for mode in Rounding for shift in (1, 2, 4) for width in (2, 5, 8)]


@icarus
@pytest.mark.parametrize("signed", [False, True])
def test_every_value_is_rounded(signed: bool, tmp_path: Path) -> None:
    body = Body(latency=1)
    value = body.watch(Signal("value", 6, signed=signed))
    modes = [case for case in CASES if signed or case[0] not in (Rounding.NEAREST_AWAY, Rounding.TOWARD_ZERO)]
    results = [Signal(f"r{k}", width, signed=signed) for k, (_, _, width) in enumerate(modes)]
    lines = ["module bench;", value.declare("reg"), "integer i;"]
    for (mode, shift, _), result in zip(modes, results, strict=True):
        lines += round_off(body, value, shift, mode, result)
    names = ", ".join(f"$unsigned({result.name})" for result in results)
    holes = " ".join(["%0d"] * len(results))
    lines += [
        "initial for (i = 0; i < 64; i = i + 1) begin",
        f'value = i; #1 $display("{holes}", {names});',
        "end",
        "endmodule",
    ]
    (tmp_path / "bench.v").write_text("\n".join(lines))
    run(tmp_path, "iverilog", "-g2005", "-Wall", "-o", "bench.vvp", "bench.v")
    for i, line in enumerate(run(tmp_path, "vvp", "-n", "bench.vvp").strip().splitlines()):
        number = i - 64 if signed and i >= 32 else i
        wanted = [round_shift(number, shift, mode) % (1 << width) for mode, shift, width in modes]
        assert [int(word) for word in line.split()] == wanted, literal(i, 6)


def test_only_the_bits_that_count_are_read() -> None:
    body = Body(latency=1)
    value = body.watch(Signal("value", 8, signed=True))
    assert increment(body, value, 3, Rounding.DOWN) == ""
    assert body.unread["value"] == set(range(8))
    assert increment(body, value, 3, Rounding.NEAREST_UP) == "value[2]"
    assert body.unread["value"] == set(range(8)) - {2}
    assert increment(body, value, 3, Rounding.NEAREST_EVEN) == "value[2] & (|value[1:0] | value[3])"
    assert body.unread["value"] == {4, 5, 6, 7}
