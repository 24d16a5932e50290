"""Verilog of slope * x: exact for the fused unit, rounded for the separate one."""

from __future__ import annotations

from pwlact.formats import FloatFormat, Overflow, Rounding
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
    wire,
)


def exact_exponents(format_: FloatFormat) -> tuple[int, int]:
    """Return the smallest and the largest exponent of an exact product."""
    return _exponents(format_, _fused_offset(format_))


def exact_width(format_: FloatFormat) -> int:
    """Return the bits of an exact product: flags, sign, exponent, significand."""
    flags = 1 + format_.infinities
    return flags + 1 + signed_width(*exact_exponents(format_)) + 2 * (format_.mantissa + 1)


def multiply_exactly(name: str, format_: FloatFormat) -> str:
    """Return the module whose product is exact: {nan, infinite, sign, exponent, significand}.

    The significand's top bit has the weight of the hidden bit of a code with that exponent, and may be 0. A zero has
    exponent 0, below that of every code, so that it shifts no addend away.
    """
    width = signed_width(*exact_exponents(format_))
    flags = "nan, infinite" if format_.infinities else "nan"
    body = [
        *_product(format_, _fused_offset(format_)),
        "",
        "// a zero product gets an exponent below every code's, so that it shifts no addend away",
        wire("exponent", width, f"sum & {{{width}{{factor[{format_.mantissa}]}}}}"),
        f"assign product = {{{flags}, sign, exponent, wide}};",
    ]
    purpose = [f"slope * x in {format_.name}, exact: {{{flags}, sign, exponent, significand}}."]
    return module(name, purpose, _ports(format_, exact_width(format_)), body)


def multiply_rounded(name: str, format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> str:
    """Return the module whose product is rounded to a code."""
    offset = 1 << (format_.exponent - 1)  # the sum's sign then tells the products that may become subnormal
    width = signed_width(*_exponents(format_, offset))
    body = [*_product(format_, offset), "", *_settle(format_, width), ""]
    body += round_and_pack("product", format_, rounding, overflow)
    return module(name, [f"slope * x in {format_.name}, rounded."], _ports(format_, format_.bits), body)


def _ports(format_: FloatFormat, width: int) -> list[str]:
    """Return the ports of both modules."""
    n = format_.bits
    return [port("input ", "slope", n), port("input ", "x", n), port("output", "product", width)]


def _fused_offset(format_: FloatFormat) -> int:
    """Return what turns the sum of two exponents into that of the product's top bit, of weight 2 and not 1."""
    return format_.bias - 1


def _exponents(format_: FloatFormat, offset: int) -> tuple[int, int]:
    """Return the range of the sum of two exponents, less the zeros shifted out and the offset."""
    zeros = (1 << left_shift_bits(format_.mantissa)) - 1
    return 2 - zeros - offset, 2 * ((1 << format_.exponent) - 1) - offset


def _product(format_: FloatFormat, offset: int) -> list[str]:
    """Return the exact product: `sign`, `sum` (of the exponents), `wide` (significand), flags."""
    e, p = format_.exponent, format_.mantissa + 1
    count = left_shift_bits(format_.mantissa)
    width = signed_width(*_exponents(format_, offset))
    exponents = f"{widen('slope_exponent', e, width)} + {widen('x_exponent', e, width)}"
    return [
        *unpack("slope", format_),
        *unpack("x", format_),
        "",
        "// shift out the leading zeros of one factor: a product of two subnormals is too small to need the other's",
        wire("loose", p, "slope_normal ? x_whole : slope_whole"),
        wire("other", p, "slope_normal ? slope_whole : x_whole"),
        *shift_left("factor", "loose", p, format_.mantissa),
        "",
        wire("sign", 1, "slope_sign ^ x_sign"),
        wire("wide", 2 * p, f"{widen('factor', p, 2 * p)} * {widen('other', p, 2 * p)}"),
        wire("sum", width, f"{exponents} - {widen('factor_count', count, width)} - {width}'d{offset}"),
        *_specials(format_),
    ]


def _specials(format_: FloatFormat) -> list[str]:
    """Return the flags of a product that is no number."""
    if not format_.infinities:
        return [wire("nan", 1, "slope_nan | x_nan")]
    return [
        "// no one in the factor: it is zero, and the slope it is where the slope is not normal",
        wire("found", 1, f"factor[{format_.mantissa}]"),
        "// a slope of zero is flat at infinity too",
        wire("nan", 1, "slope_nan | x_nan | (slope_infinite & ~found)"),
        wire("infinite", 1, "(slope_infinite | x_infinite) & (found | slope_normal)"),
    ]


def _settle(format_: FloatFormat, width: int) -> list[str]:
    """Return the significand where it is rounded: hidden bit on top, or shifted right into the subnormals."""
    e, p = format_.exponent, format_.mantissa + 1
    return [
        "// the top bit may be 0 in a product that stays normal: one place to the left",
        wire("tiny", 1, f"sum[{width - 1}]"),
        wire("keep", 1, f"tiny | wide[{2 * p - 1}]"),
        wire("settled", 2 * p, f"keep ? wide : {{wide[{2 * p - 2}:0], 1'b0}}"),
        "// a small product goes right, until its exponent is 1",
        wire("distance", width - 1, f"~sum[{width - 2}:0] & {{{width - 1}{{tiny}}}}"),
        wire("head", p + 1, f"settled[{2 * p - 1}:{p - 1}]"),
        *shift_right("settle", "head", p + 1, ("distance", width - 1), f"(|settled[{p - 2}:0])"),
        wire("base", e + 1, f"sum[{e}:0] & {{{e + 1}{{~tiny}}}}"),
        wire("field", e + 1, f"base + {{{e - 1}'d0, keep & ~tiny, ~(keep & ~tiny)}}"),
        wire("whole", p, f"settle[{p}:1]"),
        wire("guard", 1, "settle[0]"),
        wire("lost", 1, "settle_lost"),
    ]
