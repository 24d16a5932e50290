"""The streams of the bench, clock by clock, against their description in Python."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from icarus import icarus
from rtl.simulation.dut import design_of, random_unit, table_module

from pwlact.rtl.simulation.bench import bench_verilog
from pwlact.rtl.simulation.bench_spec import MODES, bench_memories, bench_spec


def clocks_with_gaps(inputs: int) -> int:
    """Return the clocks of a stream in which the shift register x^16 + x^14 + x^13 + x^11 + 1 makes the gaps."""
    register, sent, clocks = 0xACE1, 0, 0
    while sent < inputs:
        clocks += 1
        sent += register & 3 != 0
        bit = register >> 15 ^ register >> 13 ^ register >> 12 ^ register >> 10
        register = (register << 1 | bit & 1) & 0xFFFF
    return clocks


@icarus
def test_streams_take_the_clocks_of_their_description(tmp_path: Path) -> None:
    design = design_of(random_unit(2))
    spec = bench_spec(design)
    text = bench_verilog(design).replace(
        "tick;\n                if (in_valid) at",
        "if (rst) resets_seen = resets_seen + 1;\n                tick;\n                if (in_valid) at",
    )
    text = text.replace("reg defined;", "reg defined;\n    integer resets_seen = 0;")
    text = text.replace(
        '$display("stream', '$display("clocks %0d %0d", clocks, resets_seen);\n            $display("stream'
    )
    for name, content in {"dut.v": table_module(design), "bench.v": text, **bench_memories(design)}.items():
        (tmp_path / name).write_text(content)
    subprocess.run(["iverilog", "-g2005", "dut.v", "bench.v"], cwd=tmp_path, check=True, timeout=60)
    done = subprocess.run(["vvp", "a.out"], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
    found = [(int(clocks), int(resets)) for clocks, resets in re.findall(r"clocks (\d+) (\d+)", done.stdout)]
    assert [clocks for clocks, _ in found] == [spec.inputs, clocks_with_gaps(spec.inputs), spec.inputs]
    assert [resets for _, resets in found] == [0, 0, spec.inputs // spec.period]
    assert MODES == ("back_to_back", "gaps", "reset")
    gaps = found[1][0] - spec.inputs
    assert 0.2 < gaps / found[1][0] < 0.3  # a quarter of the clocks
