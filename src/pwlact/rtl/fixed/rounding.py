"""Verilog that drops bits and rounds."""

from __future__ import annotations

from pwlact.formats import Rounding
from pwlact.rtl.body import Body
from pwlact.rtl.text import Signal


def round_off(body: Body, value: Signal, shift: int, mode: Rounding, result: Signal) -> list[str]:
    """Return the lines that drop the `shift` lowest bits of a value, one or more, into a result of any width.

    Parameters
    ----------
    body : Body
        Records the bits that are read.
    value : Signal
        Watched signal of more than `shift` bits.
    shift : int
        Bits to drop.
    mode : Rounding
        Rounding mode.
    result : Signal
        Signal that the lines declare.
    """
    high = min(shift + result.width, value.width) - 1
    floor = Signal(f"{result.name}_floor", high - shift + 1, signed=value.signed)
    more = increment(body, value, shift, mode)
    if not more:
        kept = body.read(value, high, shift)
        if floor.width == result.width:
            return [result.declare("wire", kept)]
        return [floor.declare("wire", kept), result.declare("wire", floor.resized(result.width))]
    one = Signal(f"{result.name}_more", 1)
    return [
        floor.declare("wire", body.read(value, high, shift)),
        one.declare("wire", more),
        result.declare("wire", f"{floor.resized(result.width)} + {one.resized(result.width)}"),
    ]


def increment(body: Body, value: Signal, shift: int, mode: Rounding) -> str:
    """Return the condition under which one is added after `shift` bits are dropped; empty for never."""

    def guard() -> str:
        return body.read(value, shift - 1, shift - 1)

    def lost(high: int) -> str:
        return f"|{body.read(value, high)}"

    def sign() -> str:
        return body.read(value, value.width - 1, value.width - 1)

    match mode:
        case Rounding.UP:
            return lost(shift - 1)
        case Rounding.NEAREST_UP:
            return guard()
        case Rounding.TOWARD_ZERO:
            return f"{sign()} & ({lost(shift - 1)})"
        case Rounding.NEAREST_EVEN:
            odd = body.read(value, shift, shift)
            return f"{guard()} & ({f'{lost(shift - 2)} | ' if shift > 1 else ''}{odd})"
        case Rounding.NEAREST_AWAY:
            return f"{guard()} & ({f'{lost(shift - 2)} | ' if shift > 1 else ''}~{sign()})"
    return ""
