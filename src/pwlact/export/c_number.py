"""C of a floating-point number as whole * 2**exponent: unpack, normalise, round.

The texts say NAME for the prefix of all names.
"""

from __future__ import annotations

from pwlact.datapath import UnitSpec
from pwlact.export.text import c_integer
from pwlact.formats import FloatFormat, Overflow, Rounding

GROWS = {  # whether the magnitude grows by one; `guard` is the highest bit dropped, `lost` any below it
    Rounding.NEAREST_EVEN: "guard && (lost || (kept & 1u) != 0u)",
    Rounding.NEAREST_AWAY: "guard",
    Rounding.NEAREST_UP: "guard && (lost || !n.negative)",
    Rounding.TOWARD_ZERO: "",
    Rounding.DOWN: "n.negative && (guard || lost)",
    Rounding.UP: "!n.negative && (guard || lost)",
}

DROPPED = {
    "guard": "(n.whole >> (shift - 1) & 1u) != 0u",
    "lost": "(n.whole & (((uint64_t)1 << (shift - 1)) - 1u)) != 0u",
}


def number_text() -> str:
    """Return the type of a number: whole * 2**exponent with a sign, infinite, or NaN."""
    return """
typedef struct {
    uint64_t whole;
    int exponent;
    int negative;
    int infinite;
    int nan;
} NAME_number;  // whole * 2**exponent
"""


def code_type_text(format_: FloatFormat) -> str:
    """Return the C type of a format's codes."""
    return c_integer(0, (1 << format_.bits) - 1)


def unpack_text(f: FloatFormat) -> str:
    """Return the function from a code to its number."""
    infinite = f"magnitude == {f.infinity:#x}u" if f.infinities else "0"
    return f"""
static inline NAME_number NAME_unpack(uint32_t code)
{{
    const uint32_t magnitude = code & {(1 << (f.bits - 1)) - 1:#x}u;
    const uint32_t field = magnitude >> {f.mantissa};
    NAME_number n;
    n.whole = magnitude & {(1 << f.mantissa) - 1:#x}u;
    n.whole += field != 0u ? {1 << f.mantissa:#x}u : 0u;
    n.exponent = (field != 0u ? (int)field : 1) - {f.bias + f.mantissa};
    n.negative = code >> {f.bits - 1} != 0u;
    n.infinite = {infinite};
    n.nan = magnitude > {f.largest_pattern + f.infinities:#x}u;
    return n;
}}
"""


def normal_text() -> str:
    """Return the function that shifts a number's highest bit to bit 61."""
    return """
// the same number with bit 61 as its highest; zero stays what it is
static inline NAME_number NAME_normal(NAME_number n)
{
    int step;
    for (step = 32; step > 0 && n.whole != 0u; step /= 2) {
        if (n.whole >> (62 - step) == 0u) {
            n.whole <<= step;
            n.exponent -= step;
        }
    }
    return n;
}
"""


def round_text(f: FloatFormat, spec: UnitSpec) -> str:
    """Return the function from a number to the nearest code, by the spec's rounding and overflow."""
    sign, grows = 1 << (f.bits - 1), GROWS[spec.rounding]
    dropped = "".join(f"    const int {bit} = {value};\n" for bit, value in DROPPED.items() if bit in grows)
    grown = f"kept + ({grows} ? 1u : 0u)" if grows else "kept"
    infinite = f"""
    if (n.infinite) {{
        return ({code_type_text(f)})(sign | {f.infinity:#x}u);
    }}""" if f.infinities else ""  # fmt: skip
    return f"""
// the number's bits, rounded ({spec.rounding.value}); overflow {spec.overflow.value}
static inline {code_type_text(f)} NAME_round(NAME_number number)
{{
    const NAME_number n = NAME_normal(number);
    const uint32_t sign = n.negative ? {sign:#x}u : 0u;
    const int smallest = {1 - f.bias - f.mantissa};
    const int last = n.exponent + {61 - f.mantissa} < smallest ? smallest : n.exponent + {61 - f.mantissa};
    const int shift = last - n.exponent > 63 ? 63 : last - n.exponent;
    const uint64_t kept = n.whole >> shift;
{dropped}    uint64_t magnitude = {grown};
    if (n.nan) {{
        return {f.nan:#x}u;
    }}{infinite}
    if (n.whole == 0u) {{
        return ({code_type_text(f)})sign;
    }}
    magnitude += (uint64_t)(last - smallest) << {f.mantissa};  // a carry steps into the next exponent by itself
    if (magnitude > {f.largest_pattern:#x}u) {{
        magnitude = {_beyond(f, spec)};
    }}
    return ({code_type_text(f)})(sign | (uint32_t)magnitude);
}}
"""


def _beyond(f: FloatFormat, spec: UnitSpec) -> str:
    """Return the bits, without sign, of a number beyond the largest finite one."""
    largest, infinity = f"{f.largest_pattern:#x}u", f"{f.infinity:#x}u"
    if spec.overflow is Overflow.SATURATE or spec.rounding is Rounding.TOWARD_ZERO:
        return largest
    if spec.rounding.nearest:
        return infinity
    up, down = (infinity, largest) if spec.rounding is Rounding.DOWN else (largest, infinity)
    return f"n.negative ? {up} : {down}"
