// A stand-in for FINN's module of this name, for tests: its parameters, ports and files, of one channel, without
// configuration at run time. The output has a bit for each stage, the first bit first: threshold <= input.
module thresholding #(
    parameter int N = 4,
    parameter int K = 8,
    parameter int C = 1,
    parameter int PE = 1,
    parameter bit SIGNED = 1,
    parameter bit FPARG = 0,
    parameter int BIAS = 0,
    parameter THRESHOLDS_PATH = "",
    parameter bit USE_CONFIG = 1,
    localparam int O_BITS = BIAS >= 0 ? $clog2(2 ** N + BIAS) : 1 + $clog2(-BIAS >= 2 ** (N - 1) ? -BIAS : 2 ** N + BIAS)
) (
    input  logic clk,
    input  logic rst,
    input  logic cfg_en,
    input  logic cfg_we,
    input  logic [N-1:0] cfg_a,
    input  logic [K-1:0] cfg_d,
    output logic cfg_rack,
    output logic [K-1:0] cfg_q,
    output logic irdy,
    input  logic ivld,
    input  logic [PE-1:0][K-1:0] idat,
    input  logic ordy,
    output logic ovld,
    output logic [PE-1:0][O_BITS-1:0] odat
);
    logic [K-1:0] memory [1:2**N-1];  // entry i of stage s at 2**s + i
    logic [8*200-1:0] file;
    logic [N:0] pointer;
    integer stage;

    initial begin
        if (C != 1 || PE != 1 || USE_CONFIG || FPARG || !SIGNED) $fatal(1, "not in this stand-in");
        for (stage = 0; stage < N; stage = stage + 1) begin
            $sformat(file, "%0sthreshs_0_%0d.dat", THRESHOLDS_PATH, stage);
            $readmemh(file, memory, 2 ** stage, 2 ** (stage + 1) - 1);
        end
    end

    always @* begin
        pointer = 1;
        for (stage = 0; stage < N; stage = stage + 1)
            pointer = 2 * pointer + ($signed(memory[pointer]) <= $signed(idat));
    end

    assign irdy = !ovld || ordy;
    assign cfg_rack = 0;
    assign cfg_q = 0;
    always @(posedge clk)
        if (rst) ovld <= 0;
        else if (irdy) begin
            ovld <= ivld;
            odat <= pointer[N-1:0] + BIAS;
        end
endmodule
