"""A module under test: a table behind a pipeline, whole or broken; and what a bench must send it."""

from __future__ import annotations

import numpy as np

from pwlact.datapath import Unit, UnitSpec
from pwlact.formats import FixedPoint, Format
from pwlact.rtl.design import Design
from pwlact.rtl.simulation.bench_spec import BURST, MODES, BenchSpec, bench_spec
from pwlact.rtl.simulation.memory import golden_words
from pwlact.rtl.simulation.outcome import Simulation

Q = FixedPoint(3, 5)


def random_unit(seed: int, format_: Format = Q, pieces: int = 5) -> Unit:
    rng = np.random.default_rng(seed)
    codes = format_.codes()
    return Unit(
        spec=UnitSpec(input=format_, slope=format_, intercept=format_, output=format_),
        thresholds=np.sort(rng.choice(codes, pieces - 1, replace=False)),
        slopes=rng.choice(codes, pieces),
        intercepts=rng.choice(codes, pieces),
    )


def design_of(*units: Unit, latency: int = 3) -> Design:
    names = tuple(f"f{i}" for i in range(len(units)))
    return Design(units=units, functions=names, name="dut", latency=latency, note=())


def table_module(design: Design, **changes: str) -> str:
    """Return the module; changes replace parts of it: pipe, valid, and the expressions that are put out."""
    words, outputs = golden_words(design.units)
    bits = design.units[0].spec.output.bits
    select = (len(design.units) - 1).bit_length()
    last, n = design.latency - 1, bits
    parts = {
        "pipe": "data <= {data, value};",
        "valid": "if (rst) valid <= 0; else valid <= {valid, in_valid};",
        "out_valid": f"valid[{last}]",
        "out_data": f"data[{last * n} +: {n}]",
        "extra": "",
    } | changes
    cases = "\n".join(
        f"{word}: value = {output};" for word, output in zip(words.tolist(), outputs.tolist(), strict=True)
    )
    return f"""
module dut (
    input clk, input rst, input in_valid, {f"input [{select - 1}:0] select," if select else ""}
    input [{design.units[0].spec.input.bits - 1}:0] in_data, output out_valid, output [{n - 1}:0] out_data
);
    reg [{n - 1}:0] value;
    reg [7:0] valid;
    reg [{8 * n - 1}:0] data;
    {parts["extra"]}
    always @* case ({"{select, in_data}" if select else "in_data"})
        {cases}
        default: value = {{{n}{{1'bx}}}};
    endcase
    always @(posedge clk) begin
        {parts["pipe"]}
        {parts["valid"]}
    end
    assign out_valid = {parts["out_valid"]};
    assign out_data = {parts["out_data"]};
endmodule
"""


def dropped(design: Design) -> set[int]:
    """Return the inputs that resets in mid-stream drop: those that are on their way, or going in."""
    spec, (words, _) = bench_spec(design), golden_words(design.units)
    lost = [clock for clock in range(spec.inputs) if -(clock + 1) % spec.period < design.latency]
    order = scattered(spec)
    return {int(words[order[clock]]) for clock in lost}


def scattered(spec: BenchSpec) -> list[int]:
    """Return the inputs, by number, in the order of a scattered stream."""
    order = [0]
    while len(order) < spec.inputs:
        after = order[-1] + 1
        order.append((after + spec.jump) % spec.inputs if after % BURST == 0 else after)
    return order


def check_counts(done: Simulation, design: Design) -> None:
    """Compare what a bench must send and compare with what it says."""
    spec = bench_spec(design)
    assert done.inputs == spec.inputs
    assert [stream.name for stream in done.streams] == list(MODES)
    for stream in done.streams:
        lost = len(dropped(design)) if stream.name == "reset" else 0
        assert stream.sent == spec.inputs
        assert stream.compared == spec.inputs - lost
