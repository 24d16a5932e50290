"""Constants of a bench."""

from __future__ import annotations

import pytest
from icarus import icarus
from rtl.simulation.dut import Q, check_counts, design_of, random_unit, scattered, table_module

from pwlact.datapath import Unit, UnitSpec
from pwlact.formats import FixedPoint
from pwlact.rtl.simulation.bench_spec import bench_spec
from pwlact.rtl.simulation.simulate import simulate


@icarus
def test_smallest_format_still_gets_resets() -> None:
    q = FixedPoint(2, 2)
    design = design_of(random_unit(1, q, 3), latency=4)
    done = simulate(design, table_module(design))
    assert done.mismatches == 0
    check_counts(done, design)
    assert done.streams[2].compared == 16 - 2 * 4


@pytest.mark.parametrize("bits", range(4, 17))
def test_scattered_streams_meet_every_input_once(bits: int) -> None:
    q = FixedPoint(2, bits - 2)
    spec = UnitSpec(input=q, slope=Q, intercept=Q, output=Q)
    spec = bench_spec(design_of(Unit(spec=spec, thresholds=[], slopes=[1], intercepts=[0])))
    assert spec.inputs == 1 << bits
    assert sorted(scattered(spec)) == list(range(spec.inputs))
