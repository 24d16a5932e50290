"""C of a unit in floats: multiply and add by integers alone.

A number is a sign and whole * 2**exponent; rounding comes once, at the end, or after the product too.
"""

from __future__ import annotations

from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import FormatError
from pwlact.export.text import c_integer
from pwlact.formats import FloatFormat, Overflow, Rounding
from pwlact.functions import Symmetry

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


def floating_evaluation(unit: Unit, name: str) -> list[str]:
    """Return the function from input bits to output bits, and what it calls."""
    spec, format_ = unit.spec, unit.spec.input
    if not isinstance(format_, FloatFormat):
        raise FormatError(f"a unit in floats has such an input, got {format_.name}; choose a format such as fp16")
    texts = [
        _number(),
        _unpack(format_),
        _normal(),
        _round(format_, spec),
        _multiply(),
        _add(spec),
        _evaluate(format_, spec),
    ]
    return "\n\n".join(text.strip("\n").replace("NAME", name) for text in texts).split("\n")


def _number() -> str:
    return """
typedef struct {
    uint64_t whole;
    int exponent;
    int negative;
    int infinite;
    int nan;
} NAME_number;  // whole * 2**exponent
"""


def _code(format_: FloatFormat) -> str:
    return c_integer(0, (1 << format_.bits) - 1)


def _unpack(f: FloatFormat) -> str:
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


def _normal() -> str:
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


def _round(f: FloatFormat, spec: UnitSpec) -> str:
    sign, grows = 1 << (f.bits - 1), GROWS[spec.rounding]
    dropped = "".join(f"    const int {bit} = {value};\n" for bit, value in DROPPED.items() if bit in grows)
    grown = f"kept + ({grows} ? 1u : 0u)" if grows else "kept"
    infinite = f"""
    if (n.infinite) {{
        return ({_code(f)})(sign | {f.infinity:#x}u);
    }}""" if f.infinities else ""  # fmt: skip
    return f"""
// the number's bits, rounded ({spec.rounding.value}); overflow {spec.overflow.value}
static inline {_code(f)} NAME_round(NAME_number number)
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
        return ({_code(f)})sign;
    }}
    magnitude += (uint64_t)(last - smallest) << {f.mantissa};  // a carry steps into the next exponent by itself
    if (magnitude > {f.largest_pattern:#x}u) {{
        magnitude = {_beyond(f, spec)};
    }}
    return ({_code(f)})(sign | (uint32_t)magnitude);
}}
"""


def _beyond(f: FloatFormat, spec: UnitSpec) -> str:
    """Return what, without its sign, lies beyond the largest finite number."""
    largest, infinity = f"{f.largest_pattern:#x}u", f"{f.infinity:#x}u"
    if spec.overflow is Overflow.SATURATE or spec.rounding is Rounding.TOWARD_ZERO:
        return largest
    if spec.rounding.nearest:
        return infinity
    up, down = (infinity, largest) if spec.rounding is Rounding.DOWN else (largest, infinity)
    return f"n.negative ? {up} : {down}"


def _multiply() -> str:
    return """
// a slope of zero is level at infinity too
static inline NAME_number NAME_multiply(NAME_number slope, NAME_number x)
{
    NAME_number n;
    const int level = slope.whole == 0u;
    n.whole = slope.whole * x.whole;
    n.exponent = slope.exponent + x.exponent;
    n.negative = slope.negative != x.negative;
    n.infinite = !level && (slope.infinite || x.infinite);
    n.nan = slope.nan || x.nan || (slope.infinite && x.whole == 0u);
    return n;
}
"""


def _add(spec: UnitSpec) -> str:
    zero = int(spec.rounding is Rounding.DOWN)
    return f"""
// what alignment drops is kept as one bit at the end, which no rounding can tell from the rest
static inline NAME_number NAME_add(NAME_number a, NAME_number b)
{{
    NAME_number high = NAME_normal(a);
    NAME_number low = NAME_normal(b);
    NAME_number n;
    int distance;
    if (a.infinite || b.infinite || a.nan || b.nan) {{
        n = a.infinite ? a : b;
        n.nan = a.nan || b.nan || (a.infinite && b.infinite && a.negative != b.negative);
        return n;
    }}
    if (high.whole == 0u || (low.whole != 0u && high.exponent < low.exponent)) {{
        n = high;
        high = low;
        low = n;
    }}
    n = high;
    if (low.whole == 0u) {{
        n.negative = high.whole == 0u && a.negative != b.negative ? {zero} : high.negative;
        return n;
    }}
    distance = high.exponent - low.exponent > 62 ? 62 : high.exponent - low.exponent;
    low.whole = low.whole >> distance | ((low.whole & (((uint64_t)1 << distance) - 1u)) != 0u);
    if (a.negative == b.negative) {{
        n.whole = high.whole + low.whole;
        n.whole = n.whole >> 1 | (n.whole & 1u);
        n.exponent += 1;
    }} else if (high.whole == low.whole) {{
        n.whole = 0u;
        n.negative = {zero};
    }} else {{
        n.negative = high.whole > low.whole ? high.negative : low.negative;
        n.whole = high.whole > low.whole ? high.whole - low.whole : low.whole - high.whole;
    }}
    return n;
}}
"""


def _evaluate(f: FloatFormat, spec: UnitSpec) -> str:
    half = 1 << (f.bits - 1)
    mirrored = spec.mirrored
    order_key = (
        "(int32_t)magnitude"
        if mirrored
        else f"code >> {f.bits - 1} != 0u ? -(int32_t)magnitude - 1 : (int32_t)magnitude"
    )
    x = "magnitude" if mirrored else "code"
    product = f"NAME_multiply(NAME_unpack(NAME_slopes[k]), NAME_unpack({x}))"
    if spec.arithmetic == "separate":
        product = f"NAME_unpack(NAME_round({product}))"
    odd = f"""
    if (code >> {f.bits - 1} != 0u && (y & {half - 1:#x}u) <= {f.largest_pattern + f.infinities:#x}u) {{
        return ({_code(f)})(y ^ {half:#x}u);
    }}""" if spec.symmetry is Symmetry.ODD else ""  # fmt: skip
    return f"""
// the output's bits, of the input's
static inline {_code(f)} NAME({_code(f)} code)
{{
    const uint32_t magnitude = code & {half - 1:#x}u;
    const unsigned k = NAME_piece({order_key});
    const NAME_number product = {product};
    const {_code(f)} y = NAME_round(NAME_add(product, NAME_unpack(NAME_intercepts[k])));{odd}
    return y;
}}
"""
