"""The Verilog of units under linters and synthesis, and the outputs of the netlist."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import icarus as simulation
import numpy as np
import pytest
from icarus import check, icarus, run, verilator, yosys
from random_units import companions, fixed_spec, float_spec, random_unit

from pwlact.datapath import UnitSpec
from pwlact.formats import FixedPoint, Rounding
from pwlact.functions import Symmetry
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.simulation.bench import bench_verilog

Q4_12 = FixedPoint(4, 12)


def q4_12(**given: Any) -> UnitSpec:
    return UnitSpec(input=Q4_12, output=Q4_12, slope=FixedPoint(2, 12), intercept=FixedPoint(4, 16), **given)


def designs() -> dict[str, Design]:
    """Return designs of many kinds."""
    rng = np.random.default_rng(1)
    specs = {
        "comparators": q4_12(),
        "addresses": q4_12(address_bits=6),
        "shifts": q4_12(shift_terms=2),
        "even_rounding": q4_12(rounding=Rounding.NEAREST_EVEN),
        "separate": q4_12(arithmetic="separate", rounding=Rounding.TOWARD_ZERO),
        **{f"mirror_{symmetry.value}": q4_12(symmetry=symmetry) for symmetry in list(Symmetry)[1:]},
        "gated_separate": q4_12(symmetry=Symmetry.GATED, arithmetic="separate"),
        "fp16_fused": float_spec(rng, "fp16", arithmetic="fused", symmetry=Symmetry.NONE, address_bits=None),
        "fp16_odd": float_spec(rng, "fp16", arithmetic="fused", symmetry=Symmetry.ODD, address_bits=8),
        "bf16_separate": float_spec(rng, "bf16", arithmetic="separate", symmetry=Symmetry.EVEN, address_bits=None),
        "octaves": q4_12(mantissa_bits=2),
        "octaves_about": q4_12(mantissa_bits=0, base=-4096),
        "octaves_of_half": q4_12(mantissa_bits=1, base=64, symmetry=Symmetry.GATED),
        "fp16_gated": float_spec(rng, "fp16", symmetry=Symmetry.GATED, address_bits=None),
        "fp16_complementary": float_spec(rng, "fp16", symmetry=Symmetry.COMPLEMENTARY, address_bits=8),
        "fp8": float_spec(rng, "fp8_e4m3", arithmetic="fused", symmetry=Symmetry.NONE),
    }
    found = {name: random_unit(rng, spec, 9) for name, spec in specs.items()}
    made = {
        name: Design(units=(unit,), functions=(name,), name=name, latency=1 + k % 4)
        for k, (name, unit) in enumerate(found.items())
    }
    for k, spec in enumerate((q4_12(), q4_12(symmetry=Symmetry.ODD), specs["fp8"])):
        name = f"three_{k}"
        made[name] = Design(units=companions(rng, spec, 3), functions=("a", "b", "c"), name=name, latency=4 - k)
    return made


@verilator
@pytest.mark.parametrize("name", designs())
def test_verilator_warns_of_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.v").write_text(unit_verilog(designs()[name]))
    assert run(tmp_path, "verilator", "--lint-only", "-Wall", f"{name}.v") == ""


@verilator
@icarus
@pytest.mark.parametrize("name", designs())
def test_the_bench_draws_no_warning(name: str, tmp_path: Path) -> None:
    design = designs()[name]
    (tmp_path / f"{name}.v").write_text(unit_verilog(design))
    (tmp_path / f"{name}_bench.v").write_text(bench_verilog(design))
    files = (f"{name}.v", f"{name}_bench.v")
    assert run(tmp_path, "verilator", "--lint-only", "-Wall", "--timing", "--top-module", f"{name}_bench", *files) == ""
    assert run(tmp_path, "iverilog", "-g2005", "-Wall", "-o", "bench.vvp", *files) == ""


@verilator
def test_verilator_warns_of_nothing_in_random_units(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    for k in range(25):
        design = Design(
            units=(random_unit(rng, fixed_spec(rng)),), functions=("f",), name=f"pwl_{k}", latency=1 + k % 4
        )
        (tmp_path / f"pwl_{k}.v").write_text(unit_verilog(design))
        assert run(tmp_path, "verilator", "--lint-only", "-Wall", f"pwl_{k}.v") == ""


@icarus
@pytest.mark.parametrize("name", designs())
def test_icarus_warns_of_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.v").write_text(unit_verilog(designs()[name]))
    assert run(tmp_path, "iverilog", "-g2005", "-Wall", "-o", "unit.vvp", f"{name}.v") == ""


def netlist(design: Design, folder: Path, script: str) -> str:
    """Return the Verilog of what Yosys makes of a design; it must not warn of anything in the text."""
    (folder / "unit.v").write_text(unit_verilog(design))
    commands = f"read_verilog unit.v; hierarchy -check -top {design.name}; {script}; write_verilog -noattr net.v"
    done = subprocess.run(
        ["yosys", "-p", commands], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    warnings = [line for line in done.stdout.splitlines() if "arning" in line and not line.startswith("ABC")]
    assert not warnings
    return (folder / "net.v").read_text()


@yosys
@icarus
def test_netlists_equal_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    specs = [fixed_spec(rng) for _ in range(4)]
    specs += [float_spec(rng, name, arithmetic=how) for name, how in (("fp8_e4m3", "fused"), ("fp8_e5m2", "separate"))]
    made = [
        Design(units=companions(rng, spec, 1 + k % 3), functions=("a", "b", "c")[: 1 + k % 3], name=f"pwl_{k}")
        for k, spec in enumerate(specs)
    ]
    monkeypatch.setattr(simulation, "unit_verilog", lambda design: netlist(design, tmp_path, "proc; synth"))
    check(made, tmp_path)


@yosys
def test_a_multiplier_block_takes_no_other_register_with_it(tmp_path: Path) -> None:
    """Yosys drops a register that it moves into a DSP block, also what other bits of it are read."""
    unit = random_unit(np.random.default_rng(4), float_spec(np.random.default_rng(4), "fp16", arithmetic="fused"), 6)
    design = Design(units=(unit,), functions=("f",), name="pwl", latency=3)
    text = netlist(design, tmp_path, f"synth_ice40 -dsp -top {design.name}")
    assert text.count("SB_MAC16 ") == 1
    assert text.count("SB_LUT4 ") > 200
