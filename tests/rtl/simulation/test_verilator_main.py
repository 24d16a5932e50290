"""The C++ bench."""

from __future__ import annotations

import pytest
from icarus import icarus, verilator
from rtl.simulation.dut import design_of, random_unit, table_module

from pwlact.rtl.simulation.bench_spec import bench_spec
from pwlact.rtl.simulation.simulate import simulate
from pwlact.rtl.simulation.verilator_main import verilator_main


@pytest.mark.slow
@icarus
@verilator
def test_verilator_finds_what_icarus_finds() -> None:
    design = design_of(random_unit(0))
    faulty = {  # wrong about gaps, missing at resets, unexpected after them
        "out_data": "valid[7:5] == 3'b101 ? data[8 +: 8] : data[16 +: 8]",
        "out_valid": "(valid[2] && !(rst && data[16])) || (valid == 8'h03 && data[0])",
    }
    text = table_module(design, **faulty)
    one, other = (simulate(design, text, name, limit=10_000) for name in ("icarus", "verilator"))
    assert (one.inputs, one.mismatches, one.streams) == (other.inputs, other.mismatches, other.streams)
    assert one.first == other.first
    assert len({mismatch.kind for mismatch in one.first}) == 3


def test_the_program_has_the_constants_of_the_bench() -> None:
    design = design_of(random_unit(0), random_unit(1), latency=2)
    spec = bench_spec(design, ("reset",), 5)
    text = verilator_main(spec)
    for line in ("LATENCY = 2;", "INPUTS = 512;", "WORD_BITS = 9;", f"JUMP = {spec.jump};", "LIMIT = 5;"):
        assert line in text
    assert "unit.select = word >> INPUT_BITS;" in text
    assert text.count("bench.stream(") == 1
