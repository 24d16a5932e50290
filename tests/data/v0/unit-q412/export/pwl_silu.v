// pwl_silu: piecewise linear unit
// function    silu, 16 pieces
// input       q4.12 (two's complement, 16 bits, value = code * 2**-12)
// slope       q2.12 (two's complement, 14 bits, value = code * 2**-12)
// intercept   q0.16 (two's complement, 16 bits, value = code * 2**-16)
// output      q4.12 (two's complement, 16 bits, value = code * 2**-12)
// rounding    nearest_up
// overflow    saturate
// arithmetic  fused, the exact product plus the intercept is rounded once
// selection   by comparators
// product     by a multiplier
// latency     3 clocks, one result a clock; rst clears out_valid, not data
//
// silu on [-8.0, 8.0], 16 segments, by minimax of pwlact 0.1.0
// the unit's errors over 65536 input codes: max 0.00333063 (13.64 ulp), mean 0.00193062, MSE 4.698e-06
// found by: pwlact search silu --format=q4.12 --segments=16
// exported by: pwlact export unit-q412 --to verilog,c
`default_nettype none
module pwl_silu #(
    // widths and latency of all that follows, for reading only
    parameter IN_WIDTH = 16,
    parameter OUT_WIDTH = 16,
    parameter LATENCY = 3
) (
    input  wire clk,
    input  wire rst,
    input  wire in_valid,
    input  wire [IN_WIDTH-1:0] in_data,
    output wire out_valid,
    output wire [OUT_WIDTH-1:0] out_data
);

    // input
    wire signed [15:0] x = in_data;

    // 2: piece, found by comparators
    wire [15:1] reached;
    assign reached[1] = x >= 16'shabb7; // x >= -5.267822265625
    assign reached[2] = x >= 16'shc257; // x >= -3.853759765625
    assign reached[3] = x >= 16'shd5c7; // x >= -2.638916015625
    assign reached[4] = x >= 16'she726; // x >= -1.55322265625
    assign reached[5] = x >= 16'shef2b; // x >= -1.052001953125
    assign reached[6] = x >= 16'shf55b; // x >= -0.665283203125
    assign reached[7] = x >= 16'shfad3; // x >= -0.323486328125
    assign reached[8] = x >= 16'sh0002; // x >= 0.00048828125
    assign reached[9] = x >= 16'sh0530; // x >= 0.32421875
    assign reached[10] = x >= 16'sh0aa9; // x >= 0.666259765625
    assign reached[11] = x >= 16'sh10df; // x >= 1.054443359375
    assign reached[12] = x >= 16'sh18e6; // x >= 1.55615234375
    assign reached[13] = x >= 16'sh2a51; // x >= 2.644775390625
    assign reached[14] = x >= 16'sh3dc9; // x >= 3.861572265625
    assign reached[15] = x >= 16'sh5476; // x >= 5.27880859375
    wire [3:0] index;
    assign index[3] = reached[8];
    assign index[2] = (reached[4] & ~reached[8]) | reached[12];
    assign index[1] = (reached[2] & ~reached[4]) | (reached[6] & ~reached[8]) | (reached[10] & ~reached[12]) | reached[14];
    assign index[0] = (reached[1] & ~reached[2]) | (reached[3] & ~reached[4]) | (reached[5] & ~reached[6]) | (reached[7] & ~reached[8]) | (reached[9] & ~reached[10]) | (reached[11] & ~reached[12]) | (reached[13] & ~reached[14]) | reached[15];

    // 3: coefficients of the piece
    reg signed [13:0] slope;
    reg signed [15:0] intercept;
    always @*
        case (index)
            4'h0: {slope, intercept} = {14'h3fdc, 16'hee1b}; // x < -5.267822265625, slope -0.0087890625, intercept -0.0700225830078125
            4'h1: {slope, intercept} = {14'h3f67, 16'hc788}; // x >= -5.267822265625, slope -0.037353515625, intercept -0.220703125
            4'h2: {slope, intercept} = {14'h3ebd, 16'h9e8c}; // x >= -3.853759765625, slope -0.078857421875, intercept -0.38079833984375
            4'h3: {slope, intercept} = {14'h3e98, 16'h96cd}; // x >= -2.638916015625, slope -0.087890625, intercept -0.4110565185546875
            4'h4: {slope, intercept} = {14'h3ff7, 16'hb8e1}; // x >= -1.55322265625, slope -0.002197265625, intercept -0.2779388427734375
            4'h5: {slope, intercept} = {14'h01ea, 16'hd9ba}; // x >= -1.052001953125, slope 0.11962890625, intercept -0.149627685546875
            4'h6: {slope, intercept} = {14'h0437, 16'hf23e}; // x >= -0.665283203125, slope 0.263427734375, intercept -0.053863525390625
            4'h7: {slope, intercept} = {14'h06b7, 16'hff32}; // x >= -0.323486328125, slope 0.419677734375, intercept -0.003265380859375
            4'h8: {slope, intercept} = {14'h094a, 16'hff2e}; // x >= 0.00048828125, slope 0.58056640625, intercept -0.003326416015625
            4'h9: {slope, intercept} = {14'h0bc9, 16'hf23e}; // x >= 0.32421875, slope 0.736572265625, intercept -0.053863525390625
            4'ha: {slope, intercept} = {14'h0e16, 16'hd9ba}; // x >= 0.666259765625, slope 0.88037109375, intercept -0.149627685546875
            4'hb: {slope, intercept} = {14'h100a, 16'hb8c9}; // x >= 1.054443359375, slope 1.00244140625, intercept -0.2783050537109375
            4'hc: {slope, intercept} = {14'h1168, 16'h96cd}; // x >= 1.55615234375, slope 1.087890625, intercept -0.4110565185546875
            4'hd: {slope, intercept} = {14'h1143, 16'h9e8c}; // x >= 2.644775390625, slope 1.078857421875, intercept -0.38079833984375
            4'he: {slope, intercept} = {14'h1099, 16'hc786}; // x >= 3.861572265625, slope 1.037353515625, intercept -0.220733642578125
            default: {slope, intercept} = {14'h1024, 16'hee1d}; // x >= 5.27880859375, slope 1.0087890625, intercept -0.0699920654296875
        endcase

    // registers: the number after a name is how many clocks after the input
    reg signed [15:0] x_1;
    reg signed [13:0] slope_1;
    reg signed [15:0] intercept_1;
    always @(posedge clk) begin
        x_1 <= x;
        slope_1 <= slope;
        intercept_1 <= intercept;
    end

    // 4: multiply
    wire signed [28:0] slope_wide = {{15{slope_1[13]}}, slope_1};
    wire signed [28:0] x_wide = {{13{x_1[15]}}, x_1};
    wire signed [28:0] product = slope_wide * x_wide;

    // registers
    reg signed [28:0] product_2;
    reg signed [15:0] intercept_2;
    always @(posedge clk) begin
        product_2 <= product;
        intercept_2 <= intercept_1;
    end

    // 5: sum, rounded to the output format
    wire signed [28:0] total = product_2 + {{5{intercept_2[15]}}, intercept_2, 8'd0};
    // nearest_up, the intercept holds what is added for it
    wire signed [16:0] rounded = total[28:12];
    wire [15:0] y = ~rounded[16] & |rounded[15] ? 16'h7fff : rounded[15:0];

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
