// A stand-in for the vendor's ap_fixed.h, for tests: what an exported header uses of it, from its documented rules.
// Sums and products are exact in a type that is wide enough; rounding and overflow happen on conversion.
#ifndef AP_FIXED_H
#define AP_FIXED_H

#include <cmath>

enum ap_q_mode { AP_RND, AP_RND_INF, AP_RND_CONV, AP_TRN, AP_TRN_ZERO };
enum ap_o_mode { AP_SAT, AP_WRAP };

typedef __int128 wide_t;

constexpr int larger(int a, int b) { return a > b ? a : b; }
constexpr wide_t power(int n) { return static_cast<wide_t>(1) << n; }

template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O>
struct fixed {
    static_assert(W >= 1 && W <= 120, "a width that this stand-in holds");
    static constexpr int places = W - I;
    wide_t code = 0;

    fixed() = default;
    fixed(int value) { take(value, 0); }
    fixed(double value) {
        if (std::ldexp(value, places) != std::floor(std::ldexp(value, places))) throw "a table's number is not exact";
        take(static_cast<wide_t>(std::ldexp(value, places)), places);
    }
    template <int W2, int I2, bool S2, ap_q_mode Q2, ap_o_mode O2>
    fixed(const fixed<W2, I2, S2, Q2, O2>& other) {
        take(other.code, other.places);
    }

    static fixed from_code(wide_t code) {
        fixed number;
        number.code = code;
        return number;
    }

    // Round a number with `from` fraction bits, and let it overflow.
    void take(wide_t value, int from) {
        int drop = from - places;
        if (drop <= 0) {
            code = overflowed(value * power(-drop));
            return;
        }
        wide_t size = power(drop), low = value / size - (value % size < 0), rest = value - low * size, half = size / 2;
        bool grow = false;
        if (Q == AP_RND) grow = rest >= half;
        if (Q == AP_RND_INF) grow = rest > half || (rest == half && value >= 0);
        if (Q == AP_RND_CONV) grow = rest > half || (rest == half && low % 2 != 0);
        if (Q == AP_TRN_ZERO) grow = rest > 0 && value < 0;
        code = overflowed(low + grow);
    }

    static wide_t overflowed(wide_t value) {
        const wide_t lowest = S ? -power(W - 1) : 0, highest = power(S ? W - 1 : W) - 1;
        if (O == AP_SAT) return value < lowest ? lowest : value > highest ? highest : value;
        wide_t wrapped = value & (power(W) - 1);
        return wrapped > highest ? wrapped - power(W) : wrapped;
    }

    fixed<W + 1, I + 1, true, AP_TRN, AP_WRAP> operator-() const {
        return fixed<W + 1, I + 1, true, AP_TRN, AP_WRAP>::from_code(-code);
    }
    template <class T>
    fixed& operator+=(const T& other) {
        return *this = *this + other;
    }
};

template <int W, int I, ap_q_mode Q = AP_TRN, ap_o_mode O = AP_WRAP>
using ap_fixed = fixed<W, I, true, Q, O>;
template <int W, int I, ap_q_mode Q = AP_TRN, ap_o_mode O = AP_WRAP>
using ap_ufixed = fixed<W, I, false, Q, O>;

#define EVERY \
    template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int W2, int I2, bool S2, ap_q_mode Q2, ap_o_mode O2>
#define A const fixed<W, I, S, Q, O>& a
#define B const fixed<W2, I2, S2, Q2, O2>& b

EVERY auto operator*(A, B) { return ap_fixed<W + W2 + 2, I + I2 + 2>::from_code(a.code * b.code); }
EVERY auto operator+(A, B) {
    const int integer = larger(I, I2) + 2, places = larger(W - I, W2 - I2);
    ap_fixed<integer + places, integer> left(a), right(b);
    return ap_fixed<integer + places, integer>::from_code(left.code + right.code);
}
EVERY auto operator-(A, B) { return a + (-b); }
EVERY bool operator<(A, B) { return (a - b).code < 0; }
EVERY bool operator>=(A, B) { return !(a < b); }

#undef EVERY
#undef A
#undef B

#endif
