"""The Verilog bench."""

from __future__ import annotations

import subprocess
from pathlib import Path

from icarus import icarus
from rtl.simulation.dut import design_of, random_unit, table_module

from pwlact.rtl.simulation.bench import bench_verilog
from pwlact.rtl.simulation.bench_spec import bench_memories


@icarus
def test_bench_runs_by_itself(tmp_path: Path) -> None:
    design = design_of(random_unit(6))
    (tmp_path / "dut.v").write_text("`default_nettype none\n" + table_module(design).replace("input ", "input wire "))
    (tmp_path / "dut_bench.v").write_text(bench_verilog(design))

    def last_lines() -> list[str]:
        build = ["iverilog", "-g2005", "-Wall", "dut.v", "dut_bench.v"]
        built = subprocess.run(build, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
        assert built.stderr == ""
        done = subprocess.run(["vvp", "a.out"], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
        return done.stdout.splitlines()

    absent = last_lines()
    assert any(line.startswith("error: the two .mem files") for line in absent)
    assert absent[-1] == "FAIL inputs=256 mismatches=256"
    for name, text in bench_memories(design).items():
        (tmp_path / name).write_text(text)
    assert last_lines()[-1] == "PASS inputs=256 mismatches=0"
    short = tmp_path / "dut_outputs.mem"
    short.write_text("".join(short.read_text().splitlines(keepends=True)[:-1]))
    assert last_lines()[-1] == "FAIL inputs=256 mismatches=256"


def test_a_bench_names_its_streams_and_its_limit() -> None:
    text = bench_verilog(design_of(random_unit(1)), ("gaps",), limit=7)
    assert "stream(\"gaps\", 1'b1, 1'b1, 1'b0);" in text
    assert 'stream("reset"' not in text
    assert "localparam LIMIT = 7;" in text
