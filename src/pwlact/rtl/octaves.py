"""Verilog of addresses by octaves: the leading one of the input's distance from a base, and the bits after it."""

from __future__ import annotations

from pwlact.datapath import UnitSpec
from pwlact.rtl.text import Range, Signal, joined, literal, repeated


def octave_address(spec: UnitSpec, order_keys: Range, order_key: Signal) -> tuple[Signal, list[str]]:
    """Return the address of an order key, as `datapath.address` defines it, and the lines that compute it.

    Parameters
    ----------
    spec : UnitSpec
        A spec with mantissa bits.
    order_keys : Range
        Order keys of all inputs.
    order_key : Signal
        The order key.
    """
    offsets = Range(order_keys.low - spec.base, order_keys.high - spec.base)
    offset, lines = order_key, []
    if spec.base:
        offset = Signal("offset", offsets.width, signed=offsets.signed)
        value = f"{order_key.resized(offset.width)} - {literal(spec.base, offset.width)}"
        lines = ["// distance from the base", offset.declare("wire", value)]
    distance = Signal("distance", max(offsets.high, ~offsets.low, 1).bit_length())
    bits = offset.bits(distance.width - 1)
    if not offsets.signed:
        return _octave(spec, distance, bits, lines)
    octave, lines = _octave(spec, distance, f"{bits} ^ {repeated(offset.top, distance.width)}", lines)
    address = Signal("address", octave.width + 1)
    value = joined([offset.top, f"{octave.name} ^ {repeated(offset.top, octave.width)}"])
    return address, [*lines, address.declare("wire", value)]


def _octave(spec: UnitSpec, distance: Signal, value: str, lines: list[str]) -> tuple[Signal, list[str]]:
    """Return the number of the octave with its mantissa bits, by a priority encoder, and all lines."""
    m, width = spec.mantissa_bits or 0, distance.width
    lines = [*lines, distance.declare("wire", value)]
    if width <= m:
        return distance, lines
    octave = Signal("octave", (width - m).bit_length() + m)
    lines += [
        octave.declare("reg"),
        "always @*",
        f"    casez ({distance.name}) // the leading one, and {m} bits after it",
    ]
    for place in range(width - 1, m - 1, -1):
        pattern = f"{width}'b{'0' * (width - 1 - place)}1{'?' * place}"
        lines.append(f"        {pattern}: octave = {_row(distance, octave, place, m)};")
    return octave, [*lines, f"        default: octave = {_row(distance, octave, m - 1, m)};", "    endcase"]


def _row(distance: Signal, octave: Signal, place: int, m: int) -> str:
    """Return the octave of a leading one at a place; below place m, octave 0 counts the codes."""
    number = literal(place - m + 1, octave.width - m)
    low = max(place - m, 0)
    return joined([number, distance.bits(low + m - 1, low)]) if m else number
