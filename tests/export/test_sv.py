"""The SystemVerilog package: no warning from Verilator, and it reads back to the unit."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from export.units import every_code, fixed_units, floating_units, silu_unit, source_of
from icarus import verilator

from pwlact.datapath import Unit, order_key
from pwlact.export import TARGETS
from pwlact.export.source import drop_unreachable

UNITS = [silu_unit(), *list(fixed_units())[::3], *list(floating_units())[::7]]


def package_of(unit: Unit, name: str = "silu") -> tuple[str, str]:
    """Return the package's file, the first of the two."""
    return next(iter(TARGETS["sv"].files(source_of(unit, name)).items()))


def tables_in(text: str) -> dict[str, Any]:
    """Return the numbers of a package: integers by name, and tables of codes."""
    found: dict[str, Any] = {name: int(value) for name, value in re.findall(r"localparam int (\w+) = (-?\d+);", text)}
    for signed, bits, name, size, body in re.findall(
        r"localparam logic (signed )?\[(\d+):0\] (\w+) \[(\d+)\] = '\{\n(.*?)\n    \};", text, re.DOTALL
    ):
        width = int(bits) + 1
        literals = re.findall(rf"^ *{width}'s?h([0-9a-f]+),? +// (\d+): (-?\d+)$", body, re.MULTILINE)
        codes = [int(digits, 16) for digits, _, _ in literals]
        codes = [code - (code >> int(bits) << width) if signed else code for code in codes]
        assert codes == [int(said) for _, _, said in literals]
        assert [int(i) for _, i, _ in literals] == list(range(int(size)))
        found[name] = np.array(codes, dtype=np.int64)
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
    for i, unit in enumerate(UNITS):
        files = TARGETS["sv"].files(source_of(unit, f"u{i}"))
        for name, text in files.items():
            (tmp_path / name).write_text(text)
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
