"""A self-checking test bench in Verilog-2005: every input, in several streams."""

from __future__ import annotations

from pwlact.rtl.design import Design
from pwlact.rtl.simulation.bench_spec import BURST, DRAIN, DRIVES, LIMIT, MODES, BenchSpec, Mode, bench_spec
from pwlact.rtl.simulation.bench_tasks import TASKS


def bench_verilog(design: Design, modes: tuple[Mode, ...] = MODES, limit: int = LIMIT) -> str:
    """Return the module `{name}_bench`, which reads `bench_memories`, checks every output, and ends by itself.

    At every clock the output is compared with the input of `latency` clocks before, so that the bench finds a result
    that is early, late, repeated or missing. The number of clocks depends on the inputs alone.

    The streams are back_to_back, an input every clock, ascending; gaps, where a quarter of the clocks, in bursts, carry
    no input and random data; and reset, where `rst` is high for one clock now and then, and results in flight must not
    come out. In the latter two, bursts of neighbouring inputs come from scattered places.

    The bench prints a line for each mismatch, up to the limit, a line for each stream, and a last line that begins with
    PASS or FAIL::

        mismatch stream=gaps kind=wrong input=0123 expected=4567 got=4568
        stream name=gaps sent=65536 compared=65536 wrong=1 missing=0 unexpected=0
        FAIL inputs=65536 mismatches=1

    Kinds: wrong; missing, where valid was low; unexpected, where valid was high without an input. The last line counts
    the inputs that failed in any stream, and the unexpected outputs. With several functions, an input is
    {select, in_data}.

    Parameters
    ----------
    design : Design
        The unit under test.
    modes : tuple of str
        Streams to run, each of all inputs.
    limit : int
        Most mismatches to print.

    Raises
    ------
    ConfigError
        If a stream is unknown, or there is none.
    """
    spec = bench_spec(design, modes, limit)
    return "\n".join([_header(spec), _declarations(spec), TASKS, _streams(spec), "endmodule\n"])


def _header(spec: BenchSpec) -> str:
    inputs, outputs = spec.memories
    word = "{select, in_data}" if spec.select_bits else "in_data"
    return (
        f"// Self-checking bench of {spec.name}: every input in each stream: {', '.join(spec.modes)}.\n"
        f"// {inputs} holds {word}, {outputs} what must come out, {spec.latency} clocks later.\n"
        f"// Run: iverilog -g2005 -o {spec.name}.vvp {spec.name}.v {spec.name}_bench.v && vvp {spec.name}.vvp\n"
        f"module {spec.name}_bench;"
    )


def _declarations(spec: BenchSpec) -> str:
    """Return the constants, the memories and the unit under test."""
    select = ".select(word[WORD_BITS-1:INPUT_BITS]), " if spec.select_bits else ""
    return f"""\
    localparam LATENCY = {spec.latency};
    localparam INPUTS = {spec.inputs};
    localparam INPUT_BITS = {spec.input_bits};
    localparam WORD_BITS = {spec.input_bits + spec.select_bits};
    localparam OUTPUT_BITS = {spec.output_bits};
    localparam BURST = {BURST};
    localparam JUMP = {spec.jump};
    localparam PERIOD = {spec.period};
    localparam DRAIN = {DRAIN};
    localparam LIMIT = {spec.limit};

    reg clk, rst, in_valid;
    reg [WORD_BITS-1:0] word;
    wire out_valid;
    wire [OUTPUT_BITS-1:0] out_data;
    {spec.name} unit (
        .clk(clk), .rst(rst), .in_valid(in_valid), {select}.in_data(word[INPUT_BITS-1:0]),
        .out_valid(out_valid), .out_data(out_data)
    );

    reg [WORD_BITS-1:0] inputs [0:INPUTS-1];
    reg [OUTPUT_BITS-1:0] outputs [0:INPUTS-1];
"""


def _streams(spec: BenchSpec) -> str:
    """Return the block that runs all streams."""
    lines = "\n".join(f"            {_call(mode)}" for mode in spec.modes)
    inputs, outputs = spec.memories
    return f"""\
    initial begin
        $readmemh("{inputs}", inputs);
        $readmemh("{outputs}", outputs);
        start;
        if (defined) begin
{lines}
        end
        $display("%0s inputs=%0d mismatches=%0d", failures == 0 ? "PASS" : "FAIL", INPUTS, failures);
        $finish;
    end"""


def _call(mode: Mode) -> str:
    flags = ", ".join(f"1'b{flag:d}" for flag in DRIVES[mode])
    return f'stream("{mode}", {flags});'
