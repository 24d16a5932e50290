"""Blocks side by side in one module."""

from __future__ import annotations

from pathlib import Path

from icarus import icarus, run

from pwlact.rtl.floats.block import Block
from pwlact.rtl.text import Signal, wire

DOUBLE = Block(
    title="twice a",
    inputs=(Signal("a", 4),),
    output=Signal("y", 5),
    lines=("", wire("same", 5, "{a, 1'b0}"), "assign y = same;"),
)


def test_a_block_is_indented_under_its_title() -> None:
    assert DOUBLE.instance("first", ["x"], Signal("z", 5)) == [
        "// twice a",
        "generate if (1) begin : first",
        "    wire [3:0] a = x;",
        "    wire [4:0] y;",
        "",
        "    wire [4:0] same = {a, 1'b0};",
        "    assign y = same;",
        "    assign z = y;",
        "end endgenerate",
    ]


@icarus
def test_blocks_of_one_module_may_have_the_same_names_inside(tmp_path: Path) -> None:
    one, two = Signal("one", 5), Signal("two", 5)
    lines = [
        "module bench;",
        one.declare("wire"),
        two.declare("wire"),
        *DOUBLE.instance("first", ["4'd3"], one),
        *DOUBLE.instance("second", ["4'd9"], two),
        'initial #1 $display("%0d %0d", one, two);',
        "endmodule",
    ]
    (tmp_path / "bench.v").write_text("\n".join(lines))
    run(tmp_path, "iverilog", "-g2005", "-Wall", "-o", "bench.vvp", "bench.v")
    assert run(tmp_path, "vvp", "-n", "bench.vvp").split() == ["6", "18"]
