// pwl_tanh_sigmoid: piecewise linear unit
// select 0    tanh, 5 pieces, the pieces of |x|; f(-x) = -f(x)
// select 1    sigmoid, 5 pieces, the pieces of |x|; f(-x) = 1 - f(x)
// input       q4.12 (two's complement, 16 bits, value = code * 2**-12)
// slope       q1.12 (two's complement, 13 bits, value = code * 2**-12), q-1.12 (two's complement, 11 bits, value = code * 2**-12)
// intercept   q2.16 (two's complement, 18 bits, value = code * 2**-16)
// output      q4.12 (two's complement, 16 bits, value = code * 2**-12)
// rounding    nearest_up
// overflow    saturate
// arithmetic  fused, the exact product plus the intercept is rounded once
// selection   by comparators
// product     by a multiplier
// latency     4 clocks, one result a clock; rst clears out_valid, not data
//
// tanh on [-8.0, 8.0], 8 segments, by minimax of pwlact 0.1.0
// the unit's errors over 65535 input codes: max 0.0128981 (52.83 ulp), mean 0.00729215, MSE 6.851e-05
// sigmoid on [-8.0, 8.0], 8 segments, by minimax of pwlact 0.1.0
// the unit's errors over 65535 input codes: max 0.00579188 (23.72 ulp), mean 0.0034072, MSE 1.467e-05
// found by: pwlact search tanh --format=q4.12 --segments=8 --mirror
// exported by: pwlact export unit-mirror --to verilog --functions tanh,sigmoid --latency 4
`default_nettype none
module pwl_tanh_sigmoid #(
    // widths and latency of all that follows, for reading only
    parameter IN_WIDTH = 16,
    parameter OUT_WIDTH = 16,
    parameter LATENCY = 4
) (
    input  wire clk,
    input  wire rst,
    input  wire in_valid,
    input  wire [IN_WIDTH-1:0] in_data,
    input  wire select,
    output wire out_valid,
    output wire [OUT_WIDTH-1:0] out_data
);

    // input
    wire signed [15:0] x = in_data;

    // 1: place of the input
    wire below_zero = x[15];
    // |x|, the most negative code's too
    wire [15:0] place = (x ^ {16{below_zero}}) + {15'd0, below_zero};

    // 2: piece, found by comparators
    reg [15:0] cut_1;
    reg [15:0] cut_2;
    reg [15:0] cut_3;
    always @*
        case (select)
            1'h0: {cut_1, cut_2, cut_3} = {16'h09fc, 16'h12b4, 16'h2000}; // tanh
            default: {cut_1, cut_2, cut_3} = {16'h130e, 16'h232f, 16'h39e6}; // sigmoid
        endcase
    wire [4:1] reached;
    assign reached[1] = place >= cut_1;
    assign reached[2] = place >= cut_2;
    assign reached[3] = place >= cut_3;
    assign reached[4] = place >= 16'h8000; // |x| >= 8.0
    wire [2:0] index;
    assign index[2] = reached[4];
    assign index[1] = (reached[2] & ~reached[4]);
    assign index[0] = (reached[1] & ~reached[2]) | (reached[3] & ~reached[4]);

    // registers: the number after a name is how many clocks after the input
    reg signed [15:0] x_1;
    reg select_1;
    reg below_zero_1;
    reg [2:0] index_1;
    always @(posedge clk) begin
        x_1 <= x;
        select_1 <= select;
        below_zero_1 <= below_zero;
        index_1 <= index;
    end

    // 3: coefficients of the piece
    reg signed [16:0] intercept;
    always @*
        case ({select_1, below_zero_1, index_1})
            5'h00: intercept = 17'h0034f; // tanh, x >= 0, intercept 0.0128021240234375
            5'h01: intercept = 17'h041e5; // tanh, x >= 0.6240234375, intercept 0.2572784423828125
            5'h02: intercept = 17'h0a3c1; // tanh, x >= 1.1689453125, intercept 0.6395416259765625
            5'h03: intercept = 17'h0f71f; // tanh, x >= 2.0, intercept 0.9651947021484375
            5'h08: intercept = 17'h1fcc1; // tanh, x < 0, intercept -0.0128021240234375
            5'h09: intercept = 17'h1be2b; // tanh, x <= -0.6240234375, intercept -0.2572784423828125
            5'h0a: intercept = 17'h15c4f; // tanh, x <= -1.1689453125, intercept -0.6395416259765625
            5'h0b: intercept = 17'h108f1; // tanh, x <= -2.0, intercept -0.9651947021484375
            5'h0c: intercept = 17'h10008; // tanh, x <= -8.0, intercept -1.0
            5'h10: intercept = 17'h0817c; // sigmoid, x >= 0, intercept 0.50567626953125
            5'h11: intercept = 17'h09d74; // sigmoid, x >= 1.19091796875, intercept 0.61492919921875
            5'h12: intercept = 17'h0caa4; // sigmoid, x >= 2.198974609375, intercept 0.79144287109375
            5'h13: intercept = 17'h0f561; // sigmoid, x >= 3.61865234375, intercept 0.9583892822265625
            5'h18: intercept = 17'h07e94; // sigmoid, x < 0, intercept 0.49432373046875
            5'h19: intercept = 17'h0629c; // sigmoid, x <= -1.19091796875, intercept 0.38507080078125
            5'h1a: intercept = 17'h0356c; // sigmoid, x <= -2.198974609375, intercept 0.20855712890625
            5'h1b: intercept = 17'h00aaf; // sigmoid, x <= -3.61865234375, intercept 0.0416107177734375
            default: intercept = 17'h00008; // sigmoid, x <= -8.0, intercept 0.0
        endcase
    reg [11:0] slope;
    always @*
        case ({select_1, index_1})
            4'h0: slope = 12'he35; // tanh, |x| >= 0, slope 0.887939453125
            4'h1: slope = 12'h7ef; // tanh, |x| >= 0.6240234375, slope 0.495849609375
            4'h2: slope = 12'h2b3; // tanh, |x| >= 1.1689453125, slope 0.168701171875
            4'h3: slope = 12'h018; // tanh, |x| >= 2.0, slope 0.005859375
            4'h4: slope = 12'h000; // tanh, |x| <= -8.0, slope 0.0
            4'h8: slope = 12'h396; // sigmoid, |x| >= 0, slope 0.22412109375
            4'h9: slope = 12'h21e; // sigmoid, |x| >= 1.19091796875, slope 0.13232421875
            4'ha: slope = 12'h0d5; // sigmoid, |x| >= 2.198974609375, slope 0.052001953125
            4'hb: slope = 12'h018; // sigmoid, |x| >= 3.61865234375, slope 0.005859375
            default: slope = 12'h000; // sigmoid, |x| <= -8.0, slope 0.0
        endcase

    // registers
    reg signed [15:0] x_2;
    reg [11:0] slope_2;
    reg signed [16:0] intercept_2;
    always @(posedge clk) begin
        x_2 <= x_1;
        slope_2 <= slope;
        intercept_2 <= intercept;
    end

    // 4: multiply
    wire signed [24:0] slope_wide = {13'd0, slope_2};
    wire signed [24:0] x_wide = {{9{x_2[15]}}, x_2};
    wire signed [24:0] product = slope_wide * x_wide;

    // registers
    reg signed [24:0] product_3;
    reg signed [16:0] intercept_3;
    always @(posedge clk) begin
        product_3 <= product;
        intercept_3 <= intercept_2;
    end

    // 5: sum, rounded to the output format
    wire signed [25:0] total = {{1{product_3[24]}}, product_3} + {{1{intercept_3[16]}}, intercept_3, 8'd0};
    // nearest_up, the intercept holds what is added for it
    wire signed [13:0] rounded = total[25:12];
    wire [15:0] y = {{2{rounded[13]}}, rounded};

    // output; data has no reset: out_valid says what counts
    reg [OUT_WIDTH-1:0] result;
    reg [LATENCY-1:0] valid;
    always @(posedge clk) begin
        result <= y;
        if (rst) valid <= {LATENCY{1'b0}};
        else valid <= {valid[LATENCY-2:0], in_valid};
    end
    assign out_data = result;
    assign out_valid = valid[LATENCY-1];

    // nothing depends on these
    wire unused = &{1'b0, total[11:0]};
endmodule
`default_nettype wire
