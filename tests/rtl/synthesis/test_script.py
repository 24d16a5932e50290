"""Yosys scripts of the targets."""

from __future__ import annotations

import pytest

from pwlact.rtl.synthesis.script import NETLIST, PATH, SOURCE, STATISTICS, TARGETS, script


@pytest.mark.parametrize("name", TARGETS)
def test_a_script_reads_maps_counts_and_measures(name: str) -> None:
    lines = script(TARGETS[name], "pwl_silu").splitlines()
    assert lines[:2] == [f"read_verilog {SOURCE}", "hierarchy -check -top pwl_silu"]
    assert any(line.startswith("synth") and line.endswith("-top pwl_silu") for line in lines)
    assert f"tee -q -o {STATISTICS} stat -json" in lines
    assert lines[-1] == f"tee -q -o {PATH} ltp @between"
    assert not any("{" in line for line in lines)


def test_only_ice40_writes_a_netlist_for_packing() -> None:
    writes = {name for name, target in TARGETS.items() if f"write_json {NETLIST}" in target.commands}
    assert writes == {"ice40", "ice40-nodsp"}
    assert all(target.name == name and target.title for name, target in TARGETS.items())
