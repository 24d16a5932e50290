"""The tasks of the Verilog bench, the same for every design: start, one clock, one stream."""

from __future__ import annotations

TASKS = """\
    reg [LATENCY-1:0] flight;     // whether an input went in 1, 2, ... clocks ago
    reg [LATENCY*WORD_BITS-1:0] numbers;  // and which input
    reg [WORD_BITS-1:0] due;
    reg failed [0:INPUTS-1];
    reg defined;
    reg [15:0] lfsr;
    reg [8*12-1:0] name;
    integer i, at, sent, clocks, compared, wrong, missing, unexpected, printed, failures;

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

    // One clock: compares the output, sends the input.
    task tick;
        begin
            #1 due = numbers[LATENCY*WORD_BITS-1 -: WORD_BITS];
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
            flight = rst ? 0 : flight << 1;
            flight[0] = in_valid && !rst;
            numbers = numbers << WORD_BITS;
            numbers[WORD_BITS-1:0] = at[WORD_BITS-1:0];
            clk = 1'b1;
            #1 clk = 1'b0;
        end
    endtask

    // An input counts once, whatever the number of streams that it fails in.
    task fail_input;
        begin
            printed = printed + 1;
            if (!failed[due]) failures = failures + 1;
            failed[due] = 1'b1;
        end
    endtask

    // All inputs, ascending or in bursts from scattered places; clocks without an input carry other data.
    task stream;
        input [8*12-1:0] title;
        input scattered, gaps, resets;
        begin
            name = title;
            {clocks, compared, wrong, missing, unexpected} = 0;
            lfsr = 16'hace1;
            at = 0;
            for (sent = 0; sent < INPUTS; sent = in_valid ? sent + 1 : sent) begin
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
