"""Verilog of product + intercept, rounded: the product a code, or exact and twice as wide."""

from __future__ import annotations

from pwlact.formats import FloatFormat, Overflow, Rounding
from pwlact.rtl.floats.multiply import exact_exponents, exact_width
from pwlact.rtl.floats.parts import (
    left_shift_bits,
    module,
    port,
    round_and_pack,
    shift_left,
    shift_right,
    signed_width,
    unpack,
    widen,
    widen_signed,
    wire,
)


def add_exact(name: str, format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> str:
    """Return the module that adds to an exact product."""
    split = _split(format_)
    low, high = exact_exponents(format_)
    e, width = format_.exponent, signed_width(low, high)
    across = signed_width(low - (1 << e) + 1, high - 1)
    split += [
        wire("product_reach", across, widen_signed("product_exponent", width, across)),
        wire("product_positive", e + 1, f"product_exponent[{e}:0]"),
    ]
    body = [*split, *_body(format_, rounding, 2 * (format_.mantissa + 1), across)]
    body += round_and_pack("y", format_, rounding, overflow)
    return module(name, _purpose(format_, "exact"), _ports(format_, exact_width(format_)), body)


def add_rounded(name: str, format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> str:
    """Return the module that adds two codes."""
    e = format_.exponent
    split = [
        *unpack("product", format_),
        wire("product_reach", e + 1, widen("product_exponent", e, e + 1)),
        wire("product_positive", e + 1, widen("product_exponent", e, e + 1)),
    ]
    body = [*split, *_body(format_, rounding, format_.mantissa + 1, e + 1)]
    body += round_and_pack("y", format_, rounding, overflow)
    return module(name, _purpose(format_, "rounded"), _ports(format_, format_.bits), body)


def _purpose(format_: FloatFormat, product: str) -> list[str]:
    """Return the comment above a module."""
    return [f"product + intercept in {format_.name}, the product {product}; rounded once here."]


def _ports(format_: FloatFormat, width: int) -> list[str]:
    """Return the ports of a module."""
    n = format_.bits
    return [port("input ", "product", width), port("input ", "intercept", n), port("output", "y", n)]


def _split(format_: FloatFormat) -> list[str]:
    """Return the parts of an exact product."""
    whole = 2 * (format_.mantissa + 1)
    sign = whole + signed_width(*exact_exponents(format_))
    lines = [
        wire("product_whole", whole, f"product[{whole - 1}:0]"),
        wire("product_exponent", sign - whole, f"product[{sign - 1}:{whole}]"),
        wire("product_sign", 1, f"product[{sign}]"),
    ]
    if format_.infinities:
        lines.append(wire("product_infinite", 1, f"product[{sign + 1}]"))
    return [*lines, wire("product_nan", 1, f"product[{sign + 1 + format_.infinities}]")]


def _body(format_: FloatFormat, rounding: Rounding, product: int, across: int) -> list[str]:
    """Return the sum, ready to be rounded.

    Parameters
    ----------
    format_ : FloatFormat
        Of the intercept and the sum.
    rounding : Rounding
        Gives an exact zero its sign.
    product : int
        Bits of the product's significand.
    across : int
        Bits, in two's complement, of the difference of the exponents.
    """
    window = max(product + 1, format_.mantissa + 3)
    return [
        *unpack("intercept", format_),
        *_specials(format_),
        "",
        *_align(format_, product, across, window),
        "",
        *_sum(window),
        "",
        *_lead(format_, window),
        *_sign(format_, rounding),
        "",
    ]


def _specials(format_: FloatFormat) -> list[str]:
    """Return the flags of a sum that is no number, and whether the signs differ."""
    lines = [wire("unlike", 1, "product_sign ^ intercept_sign")]
    if not format_.infinities:
        return [*lines, wire("nan", 1, "product_nan | intercept_nan")]
    return [
        *lines,
        wire("infinite", 1, "product_infinite | intercept_infinite"),
        wire("nan", 1, "product_nan | intercept_nan | (product_infinite & intercept_infinite & unlike)"),
    ]


def _align(format_: FloatFormat, product: int, across: int, window: int) -> list[str]:
    """Return `upper`, of the larger exponent, and `lower`, shifted to it in a window of bounded width.

    A one that leaves the window is remembered in one bit, `lower_lost`. That is exact for every rounding: where ones
    are lost the exponents are two or more apart, so the sum keeps all but two of its leading places, and what it
    is rounded to ends above the window's last bit. One apart, nothing leaves it.
    """
    e, p = format_.exponent, format_.mantissa + 1
    return [
        "// the exponents' difference; its inverse, where negative, is one short, made up by one place at the start",
        wire("difference", across, f"product_reach - {widen('intercept_exponent', e, across)}"),
        wire("below", 1, f"difference[{across - 1}]"),
        wire("distance", across - 1, f"difference[{across - 2}:0] ^ {{{across - 1}{{below}}}}"),
        wire("product_at", window, f"{{product_whole, {window - product}'d0}}"),
        wire("product_next", window, f"{{1'b0, product_whole{_tail(window - product - 1)}}}"),
        wire("intercept_at", window, f"{{intercept_whole, {window - p}'d0}}"),
        wire("upper", window, "below ? intercept_at : product_at"),
        wire("lower_start", window, "below ? product_next : intercept_at"),
        "// align, with all that leaves the window in one sticky bit",
        *shift_right("lower", "lower_start", window, ("distance", across - 1), "1'b0"),
    ]


def _tail(width: int) -> str:
    """Return the end of a concatenation: zeros, if any."""
    return f", {width}'d0" if width else ""


def _sum(window: int) -> list[str]:
    """Return `magnitude`: the carry, the window, the sticky bit."""
    width = window + 1
    return [
        "// add or subtract; the sticky bit stays what it is, and borrows where it is set",
        wire("addend", width, f"{{1'b0, lower}} ^ {{{width}{{unlike}}}}"),
        wire("carry", 1, "unlike & ~lower_lost"),
        wire("total", width, f"{{1'b0, upper}} + addend + {{{window}'d0, carry}}"),
        "// negative where the larger exponent had leading zeros: -t is the inverse of t - 1",
        wire("negative", 1, f"unlike & total[{window}]"),
        wire("signed_sum", width + 1, f"{{total, lower_lost}} + {{{width + 1}{{negative}}}}"),
        wire("magnitude", width + 1, f"signed_sum ^ {{{width + 1}{{negative}}}}"),
    ]


def _lead(format_: FloatFormat, window: int) -> list[str]:
    """Return `field`, `whole`, `guard`, `lost`: leading zeros shifted out, as far as the exponent goes."""
    e, p, width = format_.exponent, format_.mantissa + 1, window + 2
    room = ("larger", e + 1)
    count = left_shift_bits(window, room)
    return [
        "// shift out leading zeros, until the exponent is 1: a subnormal keeps the rest",
        wire("larger", e + 1, f"below ? {widen('intercept_exponent', e, e + 1)} : product_positive"),
        *shift_left("lead", "magnitude", width, window, room),
        wire("field", e + 1, f"larger - {widen('lead_count', count, e + 1)} + {e + 1}'d1"),
        wire("whole", p, f"lead[{width - 1}:{width - p}]"),
        wire("guard", 1, f"lead[{width - p - 1}]"),
        wire("lost", 1, f"|lead[{width - p - 2}:0]"),
    ]


def _sign(format_: FloatFormat, rounding: Rounding) -> list[str]:
    """Return `sign`: infinity's own, IEEE 754's for a difference of zero, or that of the larger."""
    zero = f"1'b{int(rounding is Rounding.DOWN)}"
    lines = [
        wire("none", 1, "unlike & ~(|whole | guard | lost)"),
        wire("larger_sign", 1, "(below ? intercept_sign : product_sign) ^ negative"),
    ]
    number = f"none ? {zero} : larger_sign"
    if not format_.infinities:
        return [*lines, wire("sign", 1, number)]
    sign = "product_infinite ? product_sign : intercept_infinite ? intercept_sign : number_sign"
    return [*lines, wire("number_sign", 1, number), wire("sign", 1, sign)]
