#ifndef PWL_SILU_H
#define PWL_SILU_H

// silu on [-8.0, 8.0], 16 segments, by minimax of pwlact 0.1.0
// the unit's errors over 65536 input codes: max 0.00333063 (13.64 ulp), mean 0.00193062, MSE 4.698e-06
// found by: pwlact search silu --format=q4.12 --segments=16
// exported by: pwlact export unit-q412 --to verilog,c
// input q4.12, slope q2.12, intercept q0.16, output q4.12
// fused, rounding nearest_up, overflow saturate, symmetry none
// takes codes of q4.12, -32768 to 32767

#include <stdint.h>

static const int16_t pwl_silu_begins[15] = {
    -21577, -15785, -10809, -6362, -4309, -2725, -1325, 2, 1328, 2729, 4319, 6374, 10833, 15817, 21622
};

// the piece that a place in the input's order, -32768 to 32767, lies in
static inline unsigned pwl_silu_piece(int64_t place)
{
    unsigned low = 0u;
    unsigned high = 15u;
    while (low < high) {
        const unsigned middle = (low + high) / 2u;
        if (place >= pwl_silu_begins[middle]) {
            low = middle + 1u;
        } else {
            high = middle;
        }
    }
    return low;
}

static const int16_t pwl_silu_slopes[16] = {
    -36, -153, -323, -360, -9, 490, 1079, 1719, 2378, 3017, 3606, 4106, 4456, 4419, 4249, 4132
};

static const int16_t pwl_silu_intercepts[16] = {
    -4589, -14464, -24956, -26939, -18215, -9806, -3530, -214, -218, -3530, -9806, -18239, -26939, -24956, -14466,
    -4587
};

// value / 2**shift, rounded (nearest_up)
static inline int64_t pwl_silu_round(int64_t value, int shift)
{
    const int64_t low = value < 0 ? ~(~value >> shift) : value >> shift;  // the floor
    const int64_t rest = value - low * ((int64_t)1 << shift);
    const int64_t half = (int64_t)1 << (shift - 1);
    return low + (rest >= half);
}

// the output code, of q4.12, of an input code, of q4.12
static inline int16_t pwl_silu(int16_t code)
{
    const int64_t x = code;
    const unsigned k = pwl_silu_piece(x);
    int64_t y = (int64_t)pwl_silu_slopes[k] * x;
    y += (int64_t)pwl_silu_intercepts[k] * 256;
    y = pwl_silu_round(y, 12);
    return (int16_t)(y < -32768 ? -32768 : y > 32767 ? 32767 : y);
}

#endif  // PWL_SILU_H
