"""The SystemVerilog package: Icarus, Verilator and Yosys read it without a warning, and it reads back to the unit."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from export.units import every_code, fixed_units, floating_units, silu_unit, source_of
from icarus import icarus, run, verilator, yosys

from pwlact.datapath import Unit, order_key, order_key_limits
from pwlact.export import TARGETS
from pwlact.export.source import drop_unreachable

UNITS = [silu_unit(), *list(fixed_units())[::3], *list(floating_units())[::7]]


def package_of(unit: Unit, name: str = "silu") -> tuple[str, str]:
    """Return the package's file, the first of the two."""
    return next(iter(TARGETS["sv"].files(source_of(unit, name)).items()))


def tables_in(text: str) -> dict[str, Any]:
    """Return the numbers of a package: integers by name, and tables of codes."""
    found: dict[str, Any] = {name: int(value) for name, value in re.findall(r"localparam int (\w+) = (-?\d+);", text)}
    for size, width, name, body in re.findall(
        r"localparam logic \[(\d+) \* (\w+) - 1:0\] (\w+) = \{\n(.*?)\n    \};", text, re.DOTALL
    ):
        bits = found[width]
        literals = re.findall(rf"^ *{bits}'h([0-9a-f]+),? +// (\d+): (-?\d+)$", body, re.MULTILINE)
        codes = [int(said) for _, _, said in literals]
        assert [int(digits, 16) for digits, _, _ in literals] == [code % (1 << bits) for code in codes]
        assert [int(i) for _, i, _ in literals] == list(range(int(size)))[::-1]
        found[name] = np.array(codes[::-1], dtype=np.int64)
    return found


@pytest.mark.parametrize("unit", UNITS)
def test_tables_of_the_package_rebuild_the_unit(unit: Unit) -> None:
    found, whole = tables_in(package_of(unit)[1]), drop_unreachable(unit)
    thresholds = found.get("THRESHOLDS", np.empty(0, dtype=np.int64))
    assert found["PIECES"] == whole.pieces
    rebuilt = Unit(spec=unit.spec, thresholds=thresholds, slopes=found["SLOPES"], intercepts=found["INTERCEPTS"])
    codes = every_code(unit.spec.input, 4000)
    assert np.array_equal(rebuilt(codes), unit(codes))
    reaches = order_key(unit.spec, codes)[:, None] >= thresholds
    assert np.array_equal(rebuilt.piece(codes), reaches.sum(axis=1))  # thresholding: how many are drop_unreachable
    limit = 1 << (found["THRESHOLD_BITS"] - 1)
    assert np.all((-limit <= order_key(unit.spec, codes)) & (order_key(unit.spec, codes) < limit))


READS = """
module reads_{i};
    import {package}::*;
    integer k, place;
    reg signed [THRESHOLD_BITS-1:0] key;
    wire [{high}:0] piece;
    wire [SLOPE_BITS-1:0] slope;
    wire [INTERCEPT_BITS-1:0] intercept;
    {module} unit (.place(key), .piece(piece), .slope(slope), .intercept(intercept));
    initial begin
        for (k = 0; k < PIECES; k = k + 1)
            $display("%0d %0d", SLOPES[k * SLOPE_BITS +: SLOPE_BITS], INTERCEPTS[k * INTERCEPT_BITS +: INTERCEPT_BITS]);
        for (place = {first}; place <= {last}; place = place + {step}) begin
            key = place;
            #1 $display("%0d %0d %0d", piece, slope, intercept);
        end
    end
endmodule
"""


def reads(unit: Unit, i: int) -> tuple[str, list[list[int]]]:
    """Return a module that prints every coefficient and the module's outputs at many order keys, and what it prints."""
    whole, spec = drop_unreachable(unit), unit.spec
    first, last = order_key_limits(spec)
    step = max(1, (last - first) // 997)
    keys = np.arange(first, last + 1, step)
    k = np.searchsorted(whole.thresholds, keys, side="right")
    slopes, intercepts = spec.slope.pattern(whole.slopes), spec.intercept.pattern(whole.intercepts)
    lines = np.stack([slopes, intercepts], axis=1).tolist() + np.stack([k, slopes[k], intercepts[k]], axis=1).tolist()
    name = f"pwl_u{i}"
    high = max(1, (whole.pieces - 1).bit_length()) - 1
    text = READS.format(
        i=i, package=f"{name}_pkg", module=f"{name}_piece", high=high, first=first, last=last, step=step
    )
    return text, lines


def write_units(folder: Path) -> list[str]:
    """Write the files of all units, and return their names."""
    names = []
    for i, unit in enumerate(UNITS):
        for name, text in TARGETS["sv"].files(source_of(unit, f"u{i}")).items():
            (folder / name).write_text(text)
            names.append(name)
    return names


def printed(folder: Path, files: list[str]) -> None:
    """Check what Icarus prints of all units, each in a run of its own."""
    for i, unit in enumerate(UNITS):
        text, lines = reads(unit, i)
        (folder / "reads.sv").write_text(text)
        run(folder, "iverilog", "-g2012", "-Wall", "-s", f"reads_{i}", "-o", "reads.vvp", *files, "reads.sv")
        found = run(folder, "vvp", "-n", "reads.vvp").splitlines()
        assert [[int(word) for word in line.split()] for line in found] == lines, unit.spec


@icarus
def test_icarus_reads_the_same_numbers(tmp_path: Path) -> None:
    printed(tmp_path, write_units(tmp_path))


@icarus
@yosys
def test_yosys_reads_the_same_numbers(tmp_path: Path) -> None:
    """Yosys writes the modules again, with constants in place of the packages, which Icarus then reads."""
    names = write_units(tmp_path)
    packages = [name for name in names if name.endswith("_pkg.sv")]
    run(
        tmp_path, "yosys", "-q", "-p", f"read_verilog -sv {' '.join(names)}; proc; check -assert; write_verilog again.v"
    )
    printed(tmp_path, [*packages, "again.v"])


MAIN = """
#include <cstdio>
#include "Vpwl_silu_piece.h"
int main() {
    Vpwl_silu_piece top;
    for (int x = -32768; x < 32768; x++) {
        top.place = static_cast<unsigned>(x) & MASK;
        top.eval();
        printf("%u %u %u\\n", unsigned(top.piece), unsigned(top.slope), unsigned(top.intercept));
    }
}
"""


@verilator
def test_verilator_finds_no_fault_in_the_package(tmp_path: Path) -> None:
    write_units(tmp_path)
    for i in range(len(UNITS)):
        files = [f"pwl_u{i}_pkg.sv", f"pwl_u{i}_piece.sv"]
        command = ["verilator", "--lint-only", "-Wall", *files]
        done = subprocess.run(command, cwd=tmp_path, timeout=60, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr


@verilator
@pytest.mark.skipif(shutil.which("g++") is None, reason="no g++; apt-get install g++")
def test_the_module_on_every_input(tmp_path: Path) -> None:
    unit = silu_unit()
    files = TARGETS["sv"].files(source_of(unit))
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    width = tables_in(next(iter(files.values())))["THRESHOLD_BITS"]
    (tmp_path / "main.cpp").write_text(MAIN.replace("MASK", hex((1 << width) - 1)))
    build = ["verilator", "--cc", "--exe", "--build", "-O0", "-CFLAGS", "-O0", *files, "main.cpp"]
    subprocess.run(
        [*build, "--top-module", "pwl_silu_piece"], cwd=tmp_path, timeout=300, check=True, capture_output=True
    )
    ran = subprocess.run(["obj_dir/Vpwl_silu_piece"], cwd=tmp_path, timeout=60, check=True, capture_output=True)
    found = np.array(ran.stdout.split(), dtype=np.int64).reshape(-1, 3)
    k = unit.piece(unit.spec.input.codes())
    assert np.array_equal(found[:, 0], k)
    assert np.array_equal(found[:, 1], unit.spec.slope.pattern(unit.slopes[k]))
    assert np.array_equal(found[:, 2], unit.spec.intercept.pattern(unit.intercepts[k]))
