"""Verilog that the floating-point blocks share: unpack, shift both ways, round and pack.

Every function returns statements, one a line. The width of every wire is fixed when the text is written, as linters
ask.
"""

from __future__ import annotations

from pwlact.formats import FloatFormat, Overflow, Rounding
from pwlact.rtl.text import Signal, joined, literal, repeated, wire

ROUNDS_UP = {  # whether the magnitude grows by one; `low` is its lowest bit, `lost` any bit below `guard`
    Rounding.NEAREST_EVEN: "guard & (lost | low)",
    Rounding.NEAREST_AWAY: "guard",
    Rounding.NEAREST_UP: "guard & (lost | ~sign)",
    Rounding.TOWARD_ZERO: "1'b0",
    Rounding.DOWN: "sign & (guard | lost)",
    Rounding.UP: "~sign & (guard | lost)",
}
ROUNDING_BITS = ("low", "guard", "lost")


def unpack(name: str, format_: FloatFormat) -> list[str]:
    """Split a code into `{name}_sign`, `_normal`, `_exponent`, `_whole` and the flags `_nan` and `_infinite`.

    A subnormal has the exponent of the smallest normal and no hidden one, so the two need no further distinction.
    """
    e, m, n = format_.exponent, format_.mantissa, format_.bits
    code = Signal(name, n)
    lines = [
        f"// {name}: a subnormal has exponent 1, as the smallest normals have, and hidden bit 0",
        wire(f"{name}_sign", 1, code.top),
        wire(f"{name}_normal", 1, f"|{code.bits(n - 2, m)}"),
        wire(f"{name}_exponent", e, joined([code.bits(n - 2, m + 1), f"{code.bits(m, m)} | ~{name}_normal"])),
        wire(f"{name}_whole", m + 1, joined([f"{name}_normal", code.bits(m - 1)])),
    ]
    if not format_.infinities:
        return [*lines, wire(f"{name}_nan", 1, f"&{code.bits(n - 2)}")]
    return [
        *lines,
        wire(f"{name}_top", 1, f"&{code.bits(n - 2, m)}"),
        wire(f"{name}_nan", 1, f"{name}_top & |{code.bits(m - 1)}"),
        wire(f"{name}_infinite", 1, f"{name}_top & ~|{code.bits(m - 1)}"),
    ]


def shift_left(name: str, source: Signal, max_zeros: int, room: Signal | None = None) -> list[str]:
    """Shift out leading zeros: `{name}` is the shifted vector, `{name}_count` the number of zeros.

    Parameters
    ----------
    name : str
        Start of the wires' names.
    source : Signal
        Vector to shift.
    max_zeros : int
        Most zeros to shift out; the count is `left_shift_bits` wide.
    room : Signal, optional
        Number that the count must not exceed.

    Notes
    -----
    Halving steps, the longest first, each taken where its bits are all zero. With room r, a step of 2**k needs r's
    bit k, or `slack`: a higher bit of r whose step was not taken, which leaves room for all the shorter ones.
    """
    width, steps = source.width, left_shift_bits(max_zeros, room)
    lines = []
    if room is not None:
        high = f"|{room.bits(room.width - 1, steps)}" if room.width > steps else "1'b0"
        lines.append(wire(f"{name}_slack_{steps}", 1, high))
    for k in reversed(range(steps)):
        before = source if k == steps - 1 else Signal(f"{name}_{k + 1}", width)
        step, take = 1 << k, f"{name}_take_{k}"
        allowed = f" & ({name}_slack_{k + 1} | {room.bits(k, k)})" if room else ""
        lines.append(wire(take, 1, f"~|{before.bits(width - 1, width - step)}{allowed}"))
        if room and k:
            lines.append(wire(f"{name}_slack_{k}", 1, f"{name}_slack_{k + 1} | ({room.bits(k, k)} & ~{take})"))
        shifted = f"{take} ? {before.resized(width, step)} : {before.name}"
        lines.append(wire(f"{name}_{k}" if k else name, width, shifted))
    takes = ", ".join(f"{name}_take_{k}" for k in reversed(range(steps)))
    return [*lines, wire(f"{name}_count", steps, f"{{{takes}}}")]


def left_shift_bits(max_zeros: int, room: Signal | None = None) -> int:
    """Return the width of the count of `shift_left`."""
    return min(max_zeros.bit_length(), room.width) if room else max_zeros.bit_length()


def shift_right(name: str, source: Signal, distance: Signal, lost: str) -> list[str]:
    """Shift to the right: `{name}` is the shifted vector, `{name}_lost` whether a one left it.

    Parameters
    ----------
    name : str
        Start of the wires' names.
    source : Signal
        Vector to shift.
    distance : Signal
        Number of bits to shift by. The vector's width or more empties it, so the steps stop there.
    lost : str
        Whether a one has been lost before.
    """
    width = source.width
    steps = min(width.bit_length(), distance.width)
    beyond = f"|{distance.bits(distance.width - 1, steps)}" if distance.width > steps else ""
    lines = [wire(f"{name}_by", steps, distance.bits(steps - 1) + (f" | {repeated(beyond, steps)}" if beyond else ""))]
    for k in reversed(range(steps)):
        before = source if k == steps - 1 else Signal(f"{name}_{k + 1}", width)
        step, by = 1 << k, Signal(f"{name}_by", steps).bits(k, k)
        rest = joined([f"{step}'d0", before.bits(width - 1, step)]) if step < width else f"{width}'d0"
        lines += [
            wire(f"{name}_lost_{k}" if k else f"{name}_lost", 1, f"{lost} | ({by} & |{before.bits(step - 1)})"),
            wire(f"{name}_{k}" if k else name, width, f"{by} ? {rest} : {before.name}"),
        ]
        lost = f"{name}_lost_{k}"
    return lines


def round_and_pack(output: str, format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> list[str]:
    """Assign the code of the wires `sign`, `field`, `whole`, `guard`, `lost`, or of `nan` and `infinite`, rounded.

    A carry out of the significand steps into the next exponent by itself. A significand without its hidden bit is
    subnormal or zero: exponent bits 0.

    Parameters
    ----------
    output : str
        Name of the signal that is assigned.
    format_ : FloatFormat
        Format of the code.
    rounding, overflow : Rounding, Overflow
        Choice between two codes, and treatment of numbers beyond the largest.
    """
    e, m, n = format_.exponent, format_.mantissa, format_.bits
    ignored = [bit for bit in ROUNDING_BITS if bit not in ROUNDS_UP[rounding]]
    whole, rounded = Signal("whole", m + 1), Signal("rounded", e + 1 + m)
    lines = [
        f"// round ({rounding.value}); a carry steps into the next exponent; without the hidden bit the exponent is 0",
        wire("low", 1, whole.bits(0, 0)),
        wire("grow", 1, ROUNDS_UP[rounding]),
        *([wire("unused_ok", 1, f"&{{1'b0, {', '.join(ignored)}}}")] if ignored else []),
        wire("exact", e + 1 + m, joined([f"field & {repeated(whole.top, e + 1)}", whole.bits(m - 1)])),
        wire("rounded", e + 1 + m, f"exact + {Signal('grow', 1).resized(e + 1 + m)}"),
        f"// overflow ({overflow.value})",
        wire("over", 1, f"{rounded.top} | &{rounded.bits(n - 2, m if format_.infinities else 0)}"),
        wire("beyond", n - 1, _beyond(format_, rounding, overflow)),
        wire("finite", n - 1, f"over ? beyond : {rounded.bits(n - 2)}"),
    ]
    size = f"infinite ? {literal(format_.infinity, n - 1)} : finite" if format_.infinities else "finite"
    return [*lines, f"assign {output} = nan ? {literal(format_.nan, n)} : {{sign, {size}}};"]


def _beyond(format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> str:
    """Return the bits, without sign, of a number beyond the largest finite one."""
    width = format_.bits - 1
    largest, infinity = literal(format_.largest_pattern, width), literal(format_.infinity, width)
    if overflow is Overflow.SATURATE or rounding is Rounding.TOWARD_ZERO:
        return largest
    if rounding.nearest:
        return infinity
    return f"sign ? {infinity} : {largest}" if rounding is Rounding.DOWN else f"sign ? {largest} : {infinity}"
