"""Verilog of slope * x: exact for the fused unit, rounded for the separate one."""

from __future__ import annotations

from pwlact.formats import FloatFormat, Overflow, Rounding
from pwlact.rtl.floats.block import Block
from pwlact.rtl.floats.parts import left_shift_bits, round_and_pack, shift_left, shift_right, unpack
from pwlact.rtl.text import Range, Signal, repeated, wire


def exact_exponents(format_: FloatFormat) -> Range:
    """Return all exponents of an exact product, as `multiply_exactly` stores them."""
    return _exponents(format_, _fused_offset(format_))


def exact_width(format_: FloatFormat) -> int:
    """Return the bits of an exact product: flags, sign, exponent, significand."""
    flags = 1 + format_.infinities
    return flags + 1 + exact_exponents(format_).signed_width + 2 * (format_.mantissa + 1)


def multiply_exactly(format_: FloatFormat) -> Block:
    """Return the block whose product is exact: {nan, infinite, sign, exponent, significand}.

    The significand's top bit has the weight of the hidden bit of a code with that exponent, and may be 0. A zero has
    exponent 0, below that of every code, so that no addend is shifted for it. Formats without infinities have no flag
    for them.
    """
    width = exact_exponents(format_).signed_width
    flags = "nan, infinite" if format_.infinities else "nan"
    lines = (
        *_product(format_, _fused_offset(format_)),
        "",
        "// a zero product gets an exponent below every code's, so that it shifts no addend away",
        wire("exponent", width, f"sum & {repeated(f'factor[{format_.mantissa}]', width)}"),
        f"assign product = {{{flags}, sign, exponent, wide}};",
    )
    title = f"slope * x in {format_.name}, exact: {{{flags}, sign, exponent, significand}}."
    return _block(title, format_, exact_width(format_), lines)


def multiply_rounded(format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> Block:
    """Return the block whose product is rounded to a code."""
    offset = 1 << (format_.exponent - 1)  # the sum's sign then tells the products that may become subnormal
    width = _exponents(format_, offset).signed_width
    lines = (
        *_product(format_, offset),
        "",
        *_settle(format_, width),
        "",
        *round_and_pack("product", format_, rounding, overflow),
    )
    return _block(f"slope * x in {format_.name}, rounded.", format_, format_.bits, lines)


def _block(title: str, format_: FloatFormat, width: int, lines: tuple[str, ...]) -> Block:
    inputs = (Signal("slope", format_.bits), Signal("x", format_.bits))
    return Block(title=title, inputs=inputs, output=Signal("product", width), lines=lines)


def _fused_offset(format_: FloatFormat) -> int:
    """Return what turns the sum of two exponents into that of the product's top bit, of weight 2 and not 1."""
    return format_.bias - 1


def _exponents(format_: FloatFormat, offset: int) -> Range:
    """Return the range of the sum of two exponents, less the zeros shifted out and the offset."""
    zeros = (1 << left_shift_bits(format_.mantissa)) - 1
    return Range(2 - zeros - offset, 2 * ((1 << format_.exponent) - 1) - offset)


def _product(format_: FloatFormat, offset: int) -> list[str]:
    """Return the exact product: `sign`, `sum` (of the exponents), `wide` (significand), flags."""
    e, p = format_.exponent, format_.mantissa + 1
    width = _exponents(format_, offset).signed_width
    factor, count = Signal("factor", p), Signal("factor_count", left_shift_bits(format_.mantissa))
    slope, x = (Signal(f"{name}_exponent", e).resized(width) for name in ("slope", "x"))
    return [
        *unpack("slope", format_),
        *unpack("x", format_),
        "",
        "// shift out the leading zeros of one factor: a product of two subnormals is too small to need the other's",
        wire("loose", p, "slope_normal ? x_whole : slope_whole"),
        wire("other", p, "slope_normal ? slope_whole : x_whole"),
        *shift_left(factor.name, Signal("loose", p), format_.mantissa),
        "",
        wire("sign", 1, "slope_sign ^ x_sign"),
        wire("wide", 2 * p, f"{factor.resized(2 * p)} * {Signal('other', p).resized(2 * p)}"),
        wire("sum", width, f"{slope} + {x} - {count.resized(width)} - {width}'d{offset}"),
        *_specials(format_),
    ]


def _specials(format_: FloatFormat) -> list[str]:
    """Return the flags of a product that is NaN or infinite."""
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
    wide, settled, sum_ = Signal("wide", 2 * p), Signal("settled", 2 * p), Signal("sum", width)
    distance = Signal("distance", width - 1)
    return [
        "// the top bit may be 0 in a product that stays normal: one place to the left",
        wire("tiny", 1, sum_.top),
        wire("keep", 1, f"tiny | {wide.top}"),
        wire("settled", 2 * p, f"keep ? wide : {wide.resized(2 * p, 1)}"),
        "// a small product goes right, until its exponent is 1",
        wire("distance", width - 1, f"~{sum_.bits(width - 2)} & {repeated('tiny', width - 1)}"),
        wire("head", p + 1, settled.bits(2 * p - 1, p - 1)),
        *shift_right("settle", Signal("head", p + 1), distance, f"(|{settled.bits(p - 2)})"),
        wire("base", e + 1, f"{sum_.bits(e)} & {repeated('~tiny', e + 1)}"),
        wire("field", e + 1, f"base + {{{e - 1}'d0, keep & ~tiny, ~(keep & ~tiny)}}"),
        wire("whole", p, Signal("settle", p + 1).bits(p, 1)),
        wire("guard", 1, "settle[0]"),
        wire("lost", 1, "settle_lost"),
    ]
