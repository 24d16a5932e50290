"""Verilog of product + intercept, rounded: the product a code, or exact and twice as wide."""

from __future__ import annotations

from pwlact.formats import FloatFormat, Overflow, Rounding
from pwlact.rtl.floats.block import Block
from pwlact.rtl.floats.multiply import exact_exponents, exact_width
from pwlact.rtl.floats.parts import left_shift_bits, round_and_pack, shift_left, shift_right, unpack
from pwlact.rtl.text import Range, Signal, joined, repeated, wire


def add_exact(format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> Block:
    """Return the block that adds the intercept to an exact product, as `multiply_exactly` gives it."""
    e, exponents = format_.exponent, exact_exponents(format_)
    exponent = Signal("product_exponent", exponents.signed_width, signed=True)
    across = Range(exponents.low - (1 << e) + 1, exponents.high - 1).signed_width
    split = [
        *_split(format_),
        wire("product_reach", across, exponent.resized(across)),
        wire("product_positive", e + 1, exponent.bits(e)),
    ]
    sum_ = _sum_of_parts(format_, rounding, 2 * (format_.mantissa + 1), across)
    return _block("exact", format_, exact_width(format_), [*split, *sum_, *_packed(format_, rounding, overflow)])


def add_rounded(format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> Block:
    """Return the block that adds two codes."""
    e = format_.exponent
    exponent = Signal("product_exponent", e).resized(e + 1)
    split = [
        *unpack("product", format_),
        wire("product_reach", e + 1, exponent),
        wire("product_positive", e + 1, exponent),
    ]
    sum_ = _sum_of_parts(format_, rounding, format_.mantissa + 1, e + 1)
    return _block("rounded", format_, format_.bits, [*split, *sum_, *_packed(format_, rounding, overflow)])


def _block(product: str, format_: FloatFormat, width: int, lines: list[str]) -> Block:
    return Block(
        title=f"product + intercept in {format_.name}, the product {product}; rounded once here.",
        inputs=(Signal("product", width), Signal("intercept", format_.bits)),
        output=Signal("y", format_.bits),
        lines=tuple(lines),
    )


def _packed(format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> list[str]:
    return round_and_pack("y", format_, rounding, overflow)


def _split(format_: FloatFormat) -> list[str]:
    """Return the parts of an exact product."""
    whole = 2 * (format_.mantissa + 1)
    sign = whole + exact_exponents(format_).signed_width
    product = Signal("product", exact_width(format_))
    lines = [
        wire("product_whole", whole, product.bits(whole - 1)),
        wire("product_exponent", sign - whole, product.bits(sign - 1, whole)),
        wire("product_sign", 1, product.bits(sign, sign)),
    ]
    if format_.infinities:
        lines.append(wire("product_infinite", 1, product.bits(sign + 1, sign + 1)))
    return [*lines, wire("product_nan", 1, product.top)]


def _sum_of_parts(format_: FloatFormat, rounding: Rounding, product: int, across: int) -> list[str]:
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
    """Return the flags of a sum that is NaN or infinite, and whether the signs differ."""
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

    One bit, `lower_lost`, tells whether a one left the window. That is exact for every rounding: where ones are lost
    the exponents are two or more apart, so that the sum keeps all but two of its leading places, and rounding cuts it
    above the window's last bit. With exponents one apart, nothing leaves the window.
    """
    e, p = format_.exponent, format_.mantissa + 1
    whole, difference = Signal("product_whole", product), Signal("difference", across)
    intercept, spare = Signal("intercept_whole", p), window - product - 1
    near = joined(["1'b0", whole.name, *([f"{spare}'d0"] if spare else [])])
    return [
        "// the exponents' difference; its inverse, where negative, is one short, made up by one place at the start",
        wire("difference", across, f"product_reach - {Signal('intercept_exponent', e).resized(across)}"),
        wire("below", 1, difference.top),
        wire("distance", across - 1, f"{difference.bits(across - 2)} ^ {repeated('below', across - 1)}"),
        wire("product_at", window, whole.resized(window, window - product)),
        wire("product_next", window, near),
        wire("intercept_at", window, intercept.resized(window, window - p)),
        wire("upper", window, "below ? intercept_at : product_at"),
        wire("lower_start", window, "below ? product_next : intercept_at"),
        "// align, with all that leaves the window in one sticky bit",
        *shift_right("lower", Signal("lower_start", window), Signal("distance", across - 1), "1'b0"),
    ]


def _sum(window: int) -> list[str]:
    """Return `magnitude`: the carry, the window, the sticky bit."""
    width = window + 1
    return [
        "// add or subtract; the sticky bit stays what it is, and borrows where it is set",
        wire("addend", width, f"{{1'b0, lower}} ^ {repeated('unlike', width)}"),
        wire("carry", 1, "unlike & ~lower_lost"),
        wire("total", width, f"{{1'b0, upper}} + addend + {Signal('carry', 1).resized(width)}"),
        "// negative where the larger exponent had leading zeros: -t is the inverse of t - 1",
        wire("negative", 1, f"unlike & {Signal('total', width).top}"),
        wire("signed_sum", width + 1, f"{{total, lower_lost}} + {repeated('negative', width + 1)}"),
        wire("magnitude", width + 1, f"signed_sum ^ {repeated('negative', width + 1)}"),
    ]


def _lead(format_: FloatFormat, window: int) -> list[str]:
    """Return `field`, `whole`, `guard`, `lost`: leading zeros shifted out, as far as the exponent allows."""
    e, p, width = format_.exponent, format_.mantissa + 1, window + 2
    room, lead = Signal("larger", e + 1), Signal("lead", width)
    count = Signal("lead_count", left_shift_bits(window, room))
    intercept = Signal("intercept_exponent", e).resized(e + 1)
    return [
        "// shift out leading zeros, until the exponent is 1: a subnormal keeps the rest",
        wire(room.name, e + 1, f"below ? {intercept} : product_positive"),
        *shift_left(lead.name, Signal("magnitude", width), window, room),
        wire("field", e + 1, f"larger - {count.resized(e + 1)} + {e + 1}'d1"),
        wire("whole", p, lead.bits(width - 1, width - p)),
        wire("guard", 1, lead.bits(width - p - 1, width - p - 1)),
        wire("lost", 1, f"|{lead.bits(width - p - 2)}"),
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
