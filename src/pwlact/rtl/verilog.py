"""The Verilog-2005 text of a unit, for Icarus, Verilator and Yosys alike."""

from __future__ import annotations

from pwlact.rtl.body import Body
from pwlact.rtl.design import Design
from pwlact.rtl.fixed.path import write_fixed
from pwlact.rtl.floats.path import write_floats
from pwlact.rtl.header import header
from pwlact.rtl.pieces import lay_out
from pwlact.rtl.select import has_threshold_table
from pwlact.rtl.text import Signal


def unit_verilog(design: Design) -> str:
    """Return the text of a module that computes what its units compute, bit for bit.

    Ports: clk; rst, which clears results in flight at a rising edge; in_valid, in_data; select where there are several
    functions; out_valid, out_data. The module takes an input every clock, gives its result `latency` clocks later, and
    has no back-pressure. Save it as the module's name with `.v`, as linters ask.

    Parameters
    ----------
    design : Design
        Units, name, latency and notes.
    """
    layout = lay_out(design)
    body = Body(latency=design.latency, tabled=has_threshold_table(design, layout))
    write = write_fixed if design.spec.fixed else write_floats
    result = write(body, design, layout)
    lines = [
        *header(design),
        "`default_nettype none",
        f"module {design.name} #(",
        "    // widths and latency of all that follows, for reading only",
        f"    parameter IN_WIDTH = {design.spec.input.bits},",
        f"    parameter OUT_WIDTH = {design.spec.output.bits},",
        f"    parameter LATENCY = {design.latency}",
        ") (",
        *(f"    {port}" for port in _ports(design)),
        ");",
        *(f"    {line}" if line else "" for line in body.finish(result)),
        "endmodule",
        "`default_nettype wire",
    ]
    return "\n".join(lines) + "\n"


def _ports(design: Design) -> list[str]:
    select = [f"{Signal('select', design.select_bits).typed('input  wire')},"] if design.select_bits else []
    return [
        "input  wire clk,",
        "input  wire rst,",
        "input  wire in_valid,",
        "input  wire [IN_WIDTH-1:0] in_data,",
        *select,
        "output wire out_valid,",
        "output wire [OUT_WIDTH-1:0] out_data",
    ]
