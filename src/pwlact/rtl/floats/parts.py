"""Verilog that the floating-point modules share: unpack, shift both ways, round and pack.

Every function returns statements, one a line. A wire's width is fixed when the text is written, so that linters find
no width to complain of.
"""

from __future__ import annotations

from pwlact.formats import FloatFormat, Overflow, Rounding

ROUNDS_UP = {  # whether the magnitude grows by one; `low` is its lowest bit, `lost` any bit below `guard`
    Rounding.NEAREST_EVEN: "guard & (lost | low)",
    Rounding.NEAREST_AWAY: "guard",
    Rounding.NEAREST_UP: "guard & (lost | ~sign)",
    Rounding.TOWARD_ZERO: "1'b0",
    Rounding.DOWN: "sign & (guard | lost)",
    Rounding.UP: "~sign & (guard | lost)",
}
ROUNDING_BITS = ("low", "guard", "lost")


def module(name: str, purpose: list[str], ports: list[str], body: list[str]) -> str:
    """Return the text of a module; an empty line in the body stays empty."""
    lines = [f"// {line}" for line in purpose]
    lines += [f"module {name} (", ",\n".join(f"    {port}" for port in ports), ");"]
    lines += [f"    {line}" if line else "" for line in body]
    return "\n".join([*lines, "endmodule", ""])


def port(direction: str, name: str, width: int) -> str:
    """Return the declaration of a port."""
    return f"{direction} wire [{width - 1}:0] {name}"


def wire(name: str, width: int, value: str) -> str:
    """Return the declaration of a wire and its value."""
    return f"wire {f'[{width - 1}:0] ' if width > 1 else ''}{name} = {value};"


def widen(name: str, width: int, to: int) -> str:
    """Return an unsigned value with zeros before it."""
    return f"{{{to - width}'d0, {name}}}" if to > width else name


def widen_signed(name: str, width: int, to: int) -> str:
    """Return a two's complement value with copies of its sign before it."""
    return f"{{{{{to - width}{{{name}[{width - 1}]}}}}, {name}}}" if to > width else name


def signed_width(low: int, high: int) -> int:
    """Return the bits of two's complement that hold a range."""
    return 1 + max((~low if low < 0 else low).bit_length(), high.bit_length())


def unpack(name: str, format_: FloatFormat) -> list[str]:
    """Split a code into sign, exponent and whole significand, and tell what is no number.

    A subnormal has the exponent of the smallest normal and no hidden one, so the two need no further distinction.
    """
    e, m, n = format_.exponent, format_.mantissa, format_.bits
    lines = [
        f"// {name}: a subnormal has exponent 1, as the smallest normals have, and hidden bit 0",
        wire(f"{name}_sign", 1, f"{name}[{n - 1}]"),
        wire(f"{name}_normal", 1, f"|{name}[{n - 2}:{m}]"),
        wire(f"{name}_exponent", e, f"{{{name}[{n - 2}:{m + 1}], {name}[{m}] | ~{name}_normal}}"),
        wire(f"{name}_whole", m + 1, f"{{{name}_normal, {name}[{m - 1}:0]}}"),
    ]
    if not format_.infinities:
        return [*lines, wire(f"{name}_nan", 1, f"&{name}[{n - 2}:0]")]
    return [
        *lines,
        wire(f"{name}_top", 1, f"&{name}[{n - 2}:{m}]"),
        wire(f"{name}_nan", 1, f"{name}_top & |{name}[{m - 1}:0]"),
        wire(f"{name}_infinite", 1, f"{name}_top & ~|{name}[{m - 1}:0]"),
    ]


def shift_left(name: str, source: str, width: int, most: int, room: tuple[str, int] | None = None) -> list[str]:
    """Shift out leading zeros: `{name}` is what is left, `{name}_count` how many there were.

    Parameters
    ----------
    name, source : str
        Prefix of the wires, and the vector.
    width, most : int
        Of the vector, and the most zeros to shift out; the count is `left_shift_bits` wide.
    room : (str, int), optional
        Name and width of a number that the count must not exceed.

    Notes
    -----
    Halving steps, the longest first, each taken where its bits are all zero. With room r, a step of 2**k needs r's
    bit k, or `slack`: a higher bit of r whose step was not taken, which leaves room for all the shorter ones.
    """
    steps = left_shift_bits(most, room)
    lines = []
    if room is not None:
        high = f"|{room[0]}[{room[1] - 1}:{steps}]" if room[1] > steps else "1'b0"
        lines.append(wire(f"{name}_slack_{steps}", 1, high))
    for k in reversed(range(steps)):
        step, before, take = 1 << k, source if k == steps - 1 else f"{name}_{k + 1}", f"{name}_take_{k}"
        allowed = f" & ({name}_slack_{k + 1} | {room[0]}[{k}])" if room else ""
        lines.append(wire(take, 1, f"~|{before}[{width - 1}:{width - step}]{allowed}"))
        if room and k:
            lines.append(wire(f"{name}_slack_{k}", 1, f"{name}_slack_{k + 1} | ({room[0]}[{k}] & ~{take})"))
        shifted = f"{{{before}[{width - 1 - step}:0], {step}'d0}}"
        lines.append(wire(f"{name}_{k}" if k else name, width, f"{take} ? {shifted} : {before}"))
    takes = ", ".join(f"{name}_take_{k}" for k in reversed(range(steps)))
    return [*lines, wire(f"{name}_count", steps, f"{{{takes}}}")]


def left_shift_bits(most: int, room: tuple[str, int] | None = None) -> int:
    """Return the width of the count of `shift_left`."""
    return min(most.bit_length(), room[1]) if room else most.bit_length()


def shift_right(name: str, source: str, width: int, distance: tuple[str, int], lost: str) -> list[str]:
    """Shift to the right: `{name}` is what is left, `{name}_lost` whether a one fell off.

    Parameters
    ----------
    name, source : str
        Prefix of the wires, and the vector.
    width : int
        Of the vector. Longer distances empty it, so the steps stop there.
    distance : (str, int)
        Name and width of the number of places.
    lost : str
        Whether a one has been lost before.
    """
    steps = min(width.bit_length(), distance[1])
    far = f" | {{{steps}{{|{distance[0]}[{distance[1] - 1}:{steps}]}}}}" if distance[1] > steps else ""
    near = f"{distance[0]}[{steps - 1}:0]" if far else distance[0]
    lines = [wire(f"{name}_by", steps, near + far)]
    for k in reversed(range(steps)):
        step, before = 1 << k, source if k == steps - 1 else f"{name}_{k + 1}"
        by = f"{name}_by[{k}]" if steps > 1 else f"{name}_by"
        rest = f"{{{step}'d0, {before}[{width - 1}:{step}]}}" if step < width else f"{width}'d0"
        lines += [
            wire(f"{name}_lost_{k}" if k else f"{name}_lost", 1, f"{lost} | ({by} & |{before}[{step - 1}:0])"),
            wire(f"{name}_{k}" if k else name, width, f"{by} ? {rest} : {before}"),
        ]
        lost = f"{name}_lost_{k}"
    return lines


def round_and_pack(output: str, format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> list[str]:
    """Round the wires `sign`, `field`, `whole`, `guard`, `lost`, and pack them, or what `nan` and `infinite` ask for.

    A carry out of the significand steps into the next exponent by itself. A significand without its hidden bit is
    subnormal or zero: exponent bits 0.
    """
    e, m, n = format_.exponent, format_.mantissa, format_.bits
    ignored = [bit for bit in ROUNDING_BITS if bit not in ROUNDS_UP[rounding]]
    lines = [
        f"// round ({rounding.value}); a carry steps into the next exponent; without the hidden bit the exponent is 0",
        wire("low", 1, "whole[0]"),
        wire("grow", 1, ROUNDS_UP[rounding]),
        *([wire("unused_ok", 1, f"&{{1'b0, {', '.join(ignored)}}}")] if ignored else []),
        wire("exact", e + 1 + m, f"{{field & {{{e + 1}{{whole[{m}]}}}}, whole[{m - 1}:0]}}"),
        wire("rounded", e + 1 + m, f"exact + {{{e + m}'d0, grow}}"),
        f"// overflow ({overflow.value})",
        wire("over", 1, f"rounded[{n - 1}] | &rounded[{n - 2}:{m if format_.infinities else 0}]"),
        wire("beyond", n - 1, _beyond(format_, rounding, overflow)),
        wire("finite", n - 1, f"over ? beyond : rounded[{n - 2}:0]"),
    ]
    size = f"infinite ? {n - 1}'h{format_.infinity:x} : finite" if format_.infinities else "finite"
    return [*lines, f"assign {output} = nan ? {n}'h{format_.nan:x} : {{sign, {size}}};"]


def _beyond(format_: FloatFormat, rounding: Rounding, overflow: Overflow) -> str:
    """Return the bits, without sign, of what lies beyond the largest finite number."""
    width = format_.bits - 1
    largest, infinity = f"{width}'h{format_.largest_pattern:x}", f"{width}'h{format_.infinity:x}"
    if overflow is Overflow.SATURATE or rounding is Rounding.TOWARD_ZERO:
        return largest
    if rounding.nearest:
        return infinity
    return f"sign ? {infinity} : {largest}" if rounding is Rounding.DOWN else f"sign ? {largest} : {infinity}"
