"""The pieces that inputs reach, and their indices in the tables."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pwlact.datapath import Unit, UnitSpec, order_key_limits
from pwlact.rtl.design import Design
from pwlact.rtl.text import Range

Key = tuple[int, int, int]  # function, whether x is below zero in a mirrored table, index of the piece
SELECT, BELOW, INDEX = range(3)
"""Positions of the parts of a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of one function.

    Parameters
    ----------
    first, last : int
        Smallest and largest order key of its inputs.
    slope, intercept : int
        Codes.
    """

    first: int
    last: int
    slope: int
    intercept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Index of every piece of a design.

    Parameters
    ----------
    pieces : tuple of dict
        For each function, its pieces by index. The last piece of every function has the last index; a function with
        fewer pieces than another leaves the indices before it free.
    size : int
        Number of indices.
    order_keys : Range
        Order keys of all inputs.
    """

    pieces: tuple[dict[int, Piece], ...]
    size: int
    order_keys: Range

    @property
    def index_bits(self) -> int:
        """Width of an index; 0 where there is one piece."""
        return (self.size - 1).bit_length()

    def thresholds(self, function: int) -> list[int]:
        """Return the order keys at which indices 1, 2, ... begin, ascending; a free index repeats the next one's."""
        pieces, thresholds = self.pieces[function], []
        first = pieces[self.size - 1].first
        for index in reversed(range(1, self.size)):
            first = pieces[index].first if index in pieces else first
            thresholds.append(first)
        return thresholds[::-1]


def lay_out(design: Design) -> Layout:
    """Give the pieces of all functions their indices."""
    order_keys = Range(*order_key_limits(design.spec))
    found = [reachable_pieces(unit, order_keys) for unit in design.units]
    size = max(len(pieces) for pieces in found)
    return Layout(
        pieces=tuple({**dict(enumerate(pieces[:-1])), size - 1: pieces[-1]} for pieces in found),
        size=size,
        order_keys=order_keys,
    )


def reachable_pieces(unit: Unit, order_keys: Range) -> list[Piece]:
    """Return the pieces that hold some order key of the range; thresholds may lie outside it."""
    thresholds = unit.thresholds.tolist()
    firsts = [order_keys.low, *(max(threshold, order_keys.low) for threshold in thresholds)]
    lasts = [*(min(threshold - 1, order_keys.high) for threshold in thresholds), order_keys.high]
    pieces = zip(firsts, lasts, unit.slopes.tolist(), unit.intercepts.tolist(), strict=True)
    return [
        Piece(first=first, last=last, slope=slope, intercept=intercept)
        for first, last, slope, intercept in pieces
        if first <= last
    ]


def condition(design: Design, layout: Layout, key: Key, kept: tuple[int, ...]) -> str:
    """Return, for a comment, the inputs of a table's row.

    Parameters
    ----------
    design, layout : Design, Layout
        The functions and their pieces.
    key : Key
        A key of the row.
    kept : tuple of int
        The parts of the key that the table depends on.
    """
    function, below, index = key
    name = design.functions[function]
    if kept == (SELECT,):
        return name
    named = f"{name}, " if SELECT in kept and len(design.units) > 1 else ""
    x = "|x|" if design.mirrored and BELOW not in kept else "x"
    side = f"{x} {'<' if below else '>='} 0"
    if INDEX not in kept:
        return named + (side if BELOW in kept else "any x")
    piece = layout.pieces[function][index]
    if piece.first > layout.order_keys.low:
        return f"{named}{x} {'<=' if below else '>='} {_value(design.spec, piece.first, -1 if below else 1)}"
    if design.mirrored:
        return named + side
    ends = piece.last < layout.order_keys.high
    return named + (f"x < {_value(design.spec, piece.last + 1)}" if ends else "any x")


def _value(spec: UnitSpec, order_key: int, sign: int = 1) -> str:
    """Return the number with an order key, as text, with the sign of x."""
    return repr(math.copysign(1.0, sign) * float(spec.input.decode(spec.input.from_order(order_key))))
