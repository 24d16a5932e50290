"""A self-checking test bench in Verilog-2005: every input, in streams that differ in what the clocks between do."""

from __future__ import annotations

from pwlact.rtl.design import Design
from pwlact.rtl.simulation.bench_spec import BURST, DRAIN, DRIVES, LIMIT, MODES, BenchSpec, Mode, bench_spec


def bench_verilog(design: Design, modes: tuple[Mode, ...] = MODES, limit: int = LIMIT) -> str:
    """Return the module `{name}_bench`, which reads `bench_memories`, checks every output, and ends by itself.

    Outputs are compared at every clock with what went in `latency` clocks before, so that a result that comes too
    early, too late, twice or not at all is found. How many clocks it takes depends on the inputs alone.

    back_to_back: an input every clock, ascending. gaps: a quarter of the clocks, in bursts, carry no input, and data
    that is none. reset: `rst` for one clock now and then; what is on its way then must not come out. In the latter two
    the inputs come in bursts from here and there.

    It prints a line a mismatch, up to the limit, a line a stream, and a last line that begins with PASS or FAIL::

        mismatch stream=gaps kind=wrong input=0123 expected=4567 got=4568
        stream name=gaps sent=65536 compared=65536 wrong=1 missing=0 unexpected=0
        FAIL inputs=65536 mismatches=1

    Kinds: wrong; missing, where valid was low; unexpected, where valid was high and should not have been. The last
    line counts the inputs that failed in any stream, and the unexpected outputs. With several functions, an input is
    {select, in_data}.

    Parameters
    ----------
    design : Design
        Of the unit under test.
    modes : tuple of str
        Streams, each of all inputs.
    limit : int
        How many mismatches are printed.

    Raises
    ------
    ConfigError
        If there is no such stream, or none at all.
    """
    spec = bench_spec(design, modes, limit)
    return "\n".join([_header(spec), _declarations(spec), BODY, _streams(spec), "endmodule\n"])


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
    """Return the run from its beginning to its end."""
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


BODY = """\
    reg [LATENCY-1:0] flight;     // whether an input went in 1, 2, ... clocks ago
    reg [LATENCY*32-1:0] places;  // and which it was
    reg failed [0:INPUTS-1];
    reg defined;
    reg [15:0] lfsr;
    reg [8*12-1:0] name;
    integer i, at, due, sent, clocks, compared, wrong, missing, unexpected, printed, failures;

    // Clears counts and the unit; without both memories there is nothing to compare.
    task start;
        begin
            printed = 0;
            failures = 0;
            defined = 1'b1;
            for (i = 0; i < INPUTS; i = i + 1) begin
                failed[i] = 1'b0;
                if ((^inputs[i] === 1'bx) || (^outputs[i] === 1'bx)) defined = 1'b0;
            end
            if (!defined) begin
                $display("error: the two .mem files must hold %0d words each, got fewer; put them here", INPUTS);
                failures = INPUTS;
            end
            flight = 0;
            word = 0;
            in_valid = 1'b0;
            rst = 1'b1;
            clk = 1'b0;
            #1 clk = 1'b1;
            #1 clk = 1'b0;
            rst = 1'b0;
        end
    endtask

    // One clock: what is out is compared, what is in goes on its way.
    task tick;
        begin
            #1 due = places[LATENCY*32-1 -: 32];
            if (flight[LATENCY-1]) begin
                compared = compared + 1;
                if (out_valid !== 1'b1) begin
                    missing = missing + 1;
                    fail_input;
                    if (printed <= LIMIT)
                        $display("mismatch stream=%0s kind=missing input=%h expected=%h got=-",
                                 name, inputs[due], outputs[due]);
                end else if (out_data !== outputs[due]) begin
                    wrong = wrong + 1;
                    fail_input;
                    if (printed <= LIMIT)
                        $display("mismatch stream=%0s kind=wrong input=%h expected=%h got=%h",
                                 name, inputs[due], outputs[due], out_data);
                end
            end else if (out_valid !== 1'b0) begin
                unexpected = unexpected + 1;
                failures = failures + 1;
                printed = printed + 1;
                if (printed <= LIMIT)
                    $display("mismatch stream=%0s kind=unexpected input=- expected=- got=%h", name, out_data);
            end
            if (rst) flight = 0;
            else flight = {flight, in_valid};
            places = {places, at};
            clk = 1'b1;
            #1 clk = 1'b0;
        end
    endtask

    // An input counts once, in however many streams it fails.
    task fail_input;
        begin
            printed = printed + 1;
            if (!failed[due]) failures = failures + 1;
            failed[due] = 1'b1;
        end
    endtask

    // All inputs, ascending or in bursts from here and there; where there is none, the data should not be taken.
    task stream;
        input [8*12-1:0] title;
        input scattered, gaps, resets;
        begin
            name = title;
            {clocks, compared, wrong, missing, unexpected} = 0;
            lfsr = 16'hace1;
            at = 0;
            for (sent = 0; sent < INPUTS; sent = sent + in_valid) begin
                clocks = clocks + 1;
                rst = resets && clocks % PERIOD == 0;
                in_valid = !gaps || lfsr[1:0] != 2'b00;
                word = in_valid ? inputs[at] : ~inputs[at];
                tick;
                if (in_valid) at = at + 1;
                if (in_valid && scattered && at % BURST == 0) at = (at + JUMP) % INPUTS;
                lfsr = {lfsr[14:0], lfsr[15] ^ lfsr[13] ^ lfsr[12] ^ lfsr[10]};
            end
            rst = 1'b0;
            in_valid = 1'b0;
            word = ~word;
            for (i = 0; i < LATENCY + DRAIN; i = i + 1) tick;
            $display("stream name=%0s sent=%0d compared=%0d wrong=%0d missing=%0d unexpected=%0d",
                     name, sent, compared, wrong, missing, unexpected);
        end
    endtask
"""
