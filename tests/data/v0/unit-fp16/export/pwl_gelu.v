// pwl_gelu: piecewise linear unit
// function    gelu, 10 pieces
// input       fp16 (sign, 5 bits of exponent, 10 of mantissa)
// slope       fp16 (sign, 5 bits of exponent, 10 of mantissa)
// intercept   fp16 (sign, 5 bits of exponent, 10 of mantissa)
// output      fp16 (sign, 5 bits of exponent, 10 of mantissa)
// rounding    nearest_even
// overflow    saturate
// arithmetic  fused, the exact product plus the intercept is rounded once
// selection   by comparators
// product     by a multiplier
// latency     3 clocks, one result a clock; rst clears out_valid, not data
//
// gelu on [-8.0, 8.0], 8 segments, by minimax of pwlact 0.1.0
// the unit's errors over 36865 input codes: max 0.00805561 (1.339e+05 ulp), mean 0.00552007, MSE 3.396e-05
// found by: pwlact search gelu --format=fp16 --segments=8
// exported by: pwlact export unit-fp16 --to verilog json
`default_nettype none
module pwl_gelu #(
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
    wire [15:0] x_code = in_data;

    // 1: place of the input
    // integers that ascend with the floats, -0 just below 0
    wire signed [15:0] place = {in_data[15], in_data[14:0] ^ {15{in_data[15]}}};

    // 2: piece, found by comparators
    wire [9:1] reached;
    assign reached[1] = place >= 16'shb7ff; // x >= -8.0
    assign reached[2] = place >= 16'shbf42; // x >= -2.369140625
    assign reached[3] = place >= 16'shc62b; // x >= -0.728515625
    assign reached[4] = place >= 16'shcba8; // x >= -0.271240234375
    assign reached[5] = place >= 16'sh303d; // x >= 0.1324462890625
    assign reached[6] = place >= 16'sh3879; // x >= 0.55908203125
    assign reached[7] = place >= 16'sh3c9f; // x >= 1.1552734375
    assign reached[8] = place >= 16'sh40d8; // x >= 2.421875
    assign reached[9] = place >= 16'sh4800; // x >= 8.0
    wire [3:0] index;
    assign index[3] = reached[8];
    assign index[2] = (reached[4] & ~reached[8]);
    assign index[1] = (reached[2] & ~reached[4]) | (reached[6] & ~reached[8]);
    assign index[0] = (reached[1] & ~reached[2]) | (reached[3] & ~reached[4]) | (reached[5] & ~reached[6]) | (reached[7] & ~reached[8]) | reached[9];

    // 3: coefficients of the piece
    reg [15:0] slope_code;
    reg [15:0] intercept_code;
    always @*
        case (index)
            4'h0: {slope_code, intercept_code} = {16'h0000, 16'h0000}; // x < -8.0, slope 0.0, intercept 0.0
            4'h1: {slope_code, intercept_code} = {16'h9ba2, 16'ha597}; // x >= -8.0, slope -0.003726959228515625, intercept -0.0218353271484375
            4'h2: {slope_code, intercept_code} = {16'hae4f, 16'hb3fe}; // x >= -2.369140625, slope -0.09857177734375, intercept -0.249755859375
            4'h3: {slope_code, intercept_code} = {16'h306c, 16'hacf1}; // x >= -0.728515625, slope 0.13818359375, intercept -0.07720947265625
            4'h4: {slope_code, intercept_code} = {16'h3720, 16'h1e52}; // x >= -0.271240234375, slope 0.4453125, intercept 0.00617218017578125
            4'h5: {slope_code, intercept_code} = {16'h3a17, 16'ha88f}; // x >= 0.1324462890625, slope 0.76123046875, intercept -0.035614013671875
            4'h6: {slope_code, intercept_code} = {16'h3c1e, 16'hb1ee}; // x >= 0.55908203125, slope 1.029296875, intercept -0.185302734375
            4'h7: {slope_code, intercept_code} = {16'h3c65, 16'hb3fc}; // x >= 1.1552734375, slope 1.0986328125, intercept -0.24951171875
            4'h8: {slope_code, intercept_code} = {16'h3c03, 16'ha499}; // x >= 2.421875, slope 1.0029296875, intercept -0.0179595947265625
            default: {slope_code, intercept_code} = {16'h3c00, 16'h0000}; // x >= 8.0, slope 1.0, intercept 0.0
        endcase

    // registers: the number after a name is how many clocks after the input
    reg [15:0] x_code_1;
    reg [15:0] slope_code_1;
    reg [15:0] intercept_code_1;
    always @(posedge clk) begin
        x_code_1 <= x_code;
        slope_code_1 <= slope_code;
        intercept_code_1 <= intercept_code;
    end

    // 4: multiply
    wire [31:0] product_bits;
    // slope * x in fp16, exact: {nan, infinite, sign, exponent, significand}.
    generate if (1) begin : multiplier
        wire [15:0] slope = slope_code_1;
        wire [15:0] x = x_code_1;
        wire [31:0] product;
        // slope: a subnormal has exponent 1, as the smallest normals have, and hidden bit 0
        wire slope_sign = slope[15];
        wire slope_normal = |slope[14:10];
        wire [4:0] slope_exponent = {slope[14:11], slope[10] | ~slope_normal};
        wire [10:0] slope_whole = {slope_normal, slope[9:0]};
        wire slope_top = &slope[14:10];
        wire slope_nan = slope_top & |slope[9:0];
        wire slope_infinite = slope_top & ~|slope[9:0];
        // x: a subnormal has exponent 1, as the smallest normals have, and hidden bit 0
        wire x_sign = x[15];
        wire x_normal = |x[14:10];
        wire [4:0] x_exponent = {x[14:11], x[10] | ~x_normal};
        wire [10:0] x_whole = {x_normal, x[9:0]};
        wire x_top = &x[14:10];
        wire x_nan = x_top & |x[9:0];
        wire x_infinite = x_top & ~|x[9:0];

        // shift out the leading zeros of one factor: a product of two subnormals is too small to need the other's
        wire [10:0] loose = slope_normal ? x_whole : slope_whole;
        wire [10:0] other = slope_normal ? slope_whole : x_whole;
        wire factor_take_3 = ~|loose[10:3];
        wire [10:0] factor_3 = factor_take_3 ? {loose[2:0], 8'd0} : loose;
        wire factor_take_2 = ~|factor_3[10:7];
        wire [10:0] factor_2 = factor_take_2 ? {factor_3[6:0], 4'd0} : factor_3;
        wire factor_take_1 = ~|factor_2[10:9];
        wire [10:0] factor_1 = factor_take_1 ? {factor_2[8:0], 2'd0} : factor_2;
        wire factor_take_0 = ~|factor_1[10:10];
        wire [10:0] factor = factor_take_0 ? {factor_1[9:0], 1'd0} : factor_1;
        wire [3:0] factor_count = {factor_take_3, factor_take_2, factor_take_1, factor_take_0};

        wire sign = slope_sign ^ x_sign;
        wire [21:0] wide = {11'd0, factor} * {11'd0, other};
        wire [6:0] sum = {2'd0, slope_exponent} + {2'd0, x_exponent} - {3'd0, factor_count} - 7'd14;
        // no one in the factor: it is zero, and the slope it is where the slope is not normal
        wire found = factor[10];
        // a slope of zero is flat at infinity too
        wire nan = slope_nan | x_nan | (slope_infinite & ~found);
        wire infinite = (slope_infinite | x_infinite) & (found | slope_normal);

        // a zero product gets an exponent below every code's, so that it shifts no addend away
        wire [6:0] exponent = sum & {7{factor[10]}};
        assign product = {nan, infinite, sign, exponent, wide};
        assign product_bits = product;
    end endgenerate
    wire [9:0] scale_bits = product_bits[31:22];
    wire [21:0] significand_bits = product_bits[21:0];

    // registers
    reg [9:0] scale_bits_2;
    reg [21:0] significand_bits_2;
    reg [15:0] intercept_code_2;
    always @(posedge clk) begin
        scale_bits_2 <= scale_bits;
        significand_bits_2 <= significand_bits;
        intercept_code_2 <= intercept_code_1;
    end

    // 5: add
    wire [15:0] y_code;
    // product + intercept in fp16, the product exact; rounded once here.
    generate if (1) begin : adder
        wire [31:0] product = {scale_bits_2, significand_bits_2};
        wire [15:0] intercept = intercept_code_2;
        wire [15:0] y;
        wire [21:0] product_whole = product[21:0];
        wire [6:0] product_exponent = product[28:22];
        wire product_sign = product[29];
        wire product_infinite = product[30];
        wire product_nan = product[31];
        wire [6:0] product_reach = product_exponent;
        wire [5:0] product_positive = product_exponent[5:0];
        // intercept: a subnormal has exponent 1, as the smallest normals have, and hidden bit 0
        wire intercept_sign = intercept[15];
        wire intercept_normal = |intercept[14:10];
        wire [4:0] intercept_exponent = {intercept[14:11], intercept[10] | ~intercept_normal};
        wire [10:0] intercept_whole = {intercept_normal, intercept[9:0]};
        wire intercept_top = &intercept[14:10];
        wire intercept_nan = intercept_top & |intercept[9:0];
        wire intercept_infinite = intercept_top & ~|intercept[9:0];
        wire unlike = product_sign ^ intercept_sign;
        wire infinite = product_infinite | intercept_infinite;
        wire nan = product_nan | intercept_nan | (product_infinite & intercept_infinite & unlike);

        // the exponents' difference; its inverse, where negative, is one short, made up by one place at the start
        wire [6:0] difference = product_reach - {2'd0, intercept_exponent};
        wire below = difference[6];
        wire [5:0] distance = difference[5:0] ^ {6{below}};
        wire [22:0] product_at = {product_whole, 1'd0};
        wire [22:0] product_next = {1'b0, product_whole};
        wire [22:0] intercept_at = {intercept_whole, 12'd0};
        wire [22:0] upper = below ? intercept_at : product_at;
        wire [22:0] lower_start = below ? product_next : intercept_at;
        // align, with all that leaves the window in one sticky bit
        wire [4:0] lower_by = distance[4:0] | {5{|distance[5:5]}};
        wire lower_lost_4 = 1'b0 | (lower_by[4] & |lower_start[15:0]);
        wire [22:0] lower_4 = lower_by[4] ? {16'd0, lower_start[22:16]} : lower_start;
        wire lower_lost_3 = lower_lost_4 | (lower_by[3] & |lower_4[7:0]);
        wire [22:0] lower_3 = lower_by[3] ? {8'd0, lower_4[22:8]} : lower_4;
        wire lower_lost_2 = lower_lost_3 | (lower_by[2] & |lower_3[3:0]);
        wire [22:0] lower_2 = lower_by[2] ? {4'd0, lower_3[22:4]} : lower_3;
        wire lower_lost_1 = lower_lost_2 | (lower_by[1] & |lower_2[1:0]);
        wire [22:0] lower_1 = lower_by[1] ? {2'd0, lower_2[22:2]} : lower_2;
        wire lower_lost = lower_lost_1 | (lower_by[0] & |lower_1[0:0]);
        wire [22:0] lower = lower_by[0] ? {1'd0, lower_1[22:1]} : lower_1;

        // add or subtract; the sticky bit stays what it is, and borrows where it is set
        wire [23:0] addend = {1'b0, lower} ^ {24{unlike}};
        wire carry = unlike & ~lower_lost;
        wire [23:0] total = {1'b0, upper} + addend + {23'd0, carry};
        // negative where the larger exponent had leading zeros: -t is the inverse of t - 1
        wire negative = unlike & total[23];
        wire [24:0] signed_sum = {total, lower_lost} + {25{negative}};
        wire [24:0] magnitude = signed_sum ^ {25{negative}};

        // shift out leading zeros, until the exponent is 1: a subnormal keeps the rest
        wire [5:0] larger = below ? {1'd0, intercept_exponent} : product_positive;
        wire lead_slack_5 = |larger[5:5];
        wire lead_take_4 = ~|magnitude[24:9] & (lead_slack_5 | larger[4]);
        wire lead_slack_4 = lead_slack_5 | (larger[4] & ~lead_take_4);
        wire [24:0] lead_4 = lead_take_4 ? {magnitude[8:0], 16'd0} : magnitude;
        wire lead_take_3 = ~|lead_4[24:17] & (lead_slack_4 | larger[3]);
        wire lead_slack_3 = lead_slack_4 | (larger[3] & ~lead_take_3);
        wire [24:0] lead_3 = lead_take_3 ? {lead_4[16:0], 8'd0} : lead_4;
        wire lead_take_2 = ~|lead_3[24:21] & (lead_slack_3 | larger[2]);
        wire lead_slack_2 = lead_slack_3 | (larger[2] & ~lead_take_2);
        wire [24:0] lead_2 = lead_take_2 ? {lead_3[20:0], 4'd0} : lead_3;
        wire lead_take_1 = ~|lead_2[24:23] & (lead_slack_2 | larger[1]);
        wire lead_slack_1 = lead_slack_2 | (larger[1] & ~lead_take_1);
        wire [24:0] lead_1 = lead_take_1 ? {lead_2[22:0], 2'd0} : lead_2;
        wire lead_take_0 = ~|lead_1[24:24] & (lead_slack_1 | larger[0]);
        wire [24:0] lead = lead_take_0 ? {lead_1[23:0], 1'd0} : lead_1;
        wire [4:0] lead_count = {lead_take_4, lead_take_3, lead_take_2, lead_take_1, lead_take_0};
        wire [5:0] field = larger - {1'd0, lead_count} + 6'd1;
        wire [10:0] whole = lead[24:14];
        wire guard = lead[13];
        wire lost = |lead[12:0];
        wire none = unlike & ~(|whole | guard | lost);
        wire larger_sign = (below ? intercept_sign : product_sign) ^ negative;
        wire number_sign = none ? 1'b0 : larger_sign;
        wire sign = product_infinite ? product_sign : intercept_infinite ? intercept_sign : number_sign;

        // round (nearest_even); a carry steps into the next exponent; without the hidden bit the exponent is 0
        wire low = whole[0];
        wire grow = guard & (lost | low);
        wire [15:0] exact = {field & {6{whole[10]}}, whole[9:0]};
        wire [15:0] rounded = exact + {15'd0, grow};
        // overflow (saturate)
        wire over = rounded[15] | &rounded[14:10];
        wire [14:0] beyond = 15'h7bff;
        wire [14:0] finite = over ? beyond : rounded[14:0];
        assign y = nan ? 16'h7e00 : {sign, infinite ? 15'h7c00 : finite};
        assign y_code = y;
    end endgenerate

    // output; data has no reset: out_valid says what counts
    reg [OUT_WIDTH-1:0] result;
    reg [LATENCY-1:0] valid;
    always @(posedge clk) begin
        result <= y_code;
        if (rst) valid <= {LATENCY{1'b0}};
        else valid <= {valid[LATENCY-2:0], in_valid};
    end
    assign out_data = result;
    assign out_valid = valid[LATENCY-1];
endmodule
`default_nettype wire
