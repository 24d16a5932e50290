/* A stand-in for CMSIS-NN's softmax of int16, for tests: its arithmetic, as tests/consumers/cmsis_nn.py has it. */
#include "arm_nnfunctions.h"

static int64_t scaled(int64_t value, int32_t multiplier, int32_t shift)
{
    const int right = shift < 0 ? -shift : 0;
    const int64_t mask = ((int64_t)1 << right) - 1;
    const int64_t high = (((value * ((int64_t)1 << (shift > 0 ? shift : 0))) * multiplier) + (1 << 30)) >> 31;
    return (high >> right) + ((high & mask) > (mask >> 1) + (high < 0));
}

static int16_t looked_up(const int16_t *table, int64_t code)
{
    const int16_t x = (int16_t)(code < -32768 ? -32768 : code > 32767 ? 32767 : code);
    const int i = 256 + (x >> 7);
    const int16_t slope = (int16_t)(table[i + 1] - table[i]);
    return (int16_t)(table[i] + ((slope * (x & 127) + 64) >> 7));
}

arm_cmsis_nn_status arm_softmax_s16(const int16_t *input, const int32_t num_rows, const int32_t row_size,
                                    const int32_t mult, const int32_t shift,
                                    const cmsis_nn_softmax_lut_s16 *softmax_params, int16_t *output)
{
    for (int32_t row = 0; row < num_rows; row++, input += row_size, output += row_size) {
        int16_t highest = input[0];
        int32_t sum = 0;
        int headroom = 0;
        for (int32_t i = 1; i < row_size; i++) {
            highest = input[i] > highest ? input[i] : highest;
        }
        for (int32_t i = 0; i < row_size; i++) {
            output[i] = looked_up(softmax_params->exp_lut, scaled(input[i] - highest, mult, shift) + 32767);
            sum += output[i];
        }
        while (!((uint32_t)sum << headroom >> 31)) {
            headroom++;
        }
        const int64_t code = ((((int64_t)sum << (headroom - 1)) + 8192) >> 14) - 98304;
        const int64_t reciprocal = looked_up(softmax_params->one_by_one_lut, (int16_t)code);
        for (int32_t i = 0; i < row_size; i++) {
            output[i] = (int16_t)(((output[i] * reciprocal >> (30 - headroom)) + 1) >> 1); /* no clamp */
        }
    }
    return ARM_CMSIS_NN_SUCCESS;
}
