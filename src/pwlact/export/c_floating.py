"""C of a unit in floats: multiply and add by integers alone.

Rounding comes once, at the end, or after the product too.
"""

from __future__ import annotations

from pwlact.datapath import Unit, UnitSpec
from pwlact.datapath.reflection import has_reflected_lines
from pwlact.errors import FormatError
from pwlact.export.c_number import code_type_text, normal_text, number_text, round_text, unpack_text
from pwlact.formats import FloatFormat, Rounding
from pwlact.functions import Symmetry


def floating_evaluation(unit: Unit, name: str) -> list[str]:
    """Return the lines of the function from input code to output code, and of the functions that it calls.

    Raises
    ------
    FormatError
        If the unit is in fixed point.
    """
    spec, format_ = unit.spec, unit.spec.input
    if not isinstance(format_, FloatFormat):
        raise FormatError(f"a unit in floats has such an input, got {format_.name}; choose a format such as fp16")
    texts = [
        number_text(),
        unpack_text(format_),
        normal_text(),
        round_text(format_, spec),
        _multiply(),
        _add(spec),
        _evaluate(format_, spec),
    ]
    return "\n\n".join(text.strip("\n").replace("NAME", name) for text in texts).split("\n")


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
    code = code_type_text(f)
    half = 1 << (f.bits - 1)
    mirrored = spec.mirrored
    order_key = (
        "(int32_t)magnitude"
        if mirrored
        else f"code >> {f.bits - 1} != 0u ? -(int32_t)magnitude - 1 : (int32_t)magnitude"
    )
    x = "magnitude" if mirrored else "code"
    slope, intercept = (_coefficient(f, spec, kind) for kind in ("slopes", "intercepts"))
    product = f"NAME_multiply(NAME_unpack({slope}), NAME_unpack({x}))"
    if spec.arithmetic == "separate":
        product = f"NAME_unpack(NAME_round({product}))"
    odd = f"""
    if (code >> {f.bits - 1} != 0u && (y & {half - 1:#x}u) <= {f.largest_pattern + f.infinities:#x}u) {{
        return ({code})(y ^ {half:#x}u);
    }}""" if spec.symmetry is Symmetry.ODD else ""  # fmt: skip
    return f"""
// the output's bits, of the input's
static inline {code} NAME({code} code)
{{
    const uint32_t magnitude = code & {half - 1:#x}u;
    const unsigned k = NAME_piece({order_key});
    const NAME_number product = {product};
    const {code} y = NAME_round(NAME_add(product, NAME_unpack({intercept})));{odd}
    return y;
}}
"""


def _coefficient(f: FloatFormat, spec: UnitSpec, kind: str) -> str:
    """Return the expression for a coefficient of piece k; for x < 0 that of the reflected line, where there are any."""
    if not has_reflected_lines(spec):
        return f"NAME_{kind}[k]"
    return f"code >> {f.bits - 1} != 0u ? NAME_{kind}_below[k] : NAME_{kind}[k]"
