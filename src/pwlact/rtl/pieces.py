"""The pieces that inputs reach, and where each stands in the tables."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pwlact.datapath import Unit, UnitSpec, order_key_limits
from pwlact.rtl.design import Design
from pwlact.rtl.text import Range

Key = tuple[int, int, int]  # function, whether x is below zero in a mirrored table, index of the piece
SELECT, BELOW, INDEX = range(3)  # what a key is made of


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of one function.

    Parameters
    ----------
    first, last : int
        Places that it serves.
    slope, intercept : int
        Codes.
    """

    first: int
    last: int
    slope: int
    intercept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where pieces stand.

    Parameters
    ----------
    pieces : tuple of dict
        For each function, its pieces by index. A function with fewer pieces than another has its last piece where
        the other's is, and leaves indices before it free, so that cuts may be repeated to fill up.
    size : int
        Number of indices.
    places : Range
        All places.
    """

    pieces: tuple[dict[int, Piece], ...]
    size: int
    places: Range

    @property
    def index_bits(self) -> int:
        """Width of an index; 0 where there is one piece."""
        return (self.size - 1).bit_length()

    def thresholds(self, function: int) -> list[int]:
        """Return the places from which indices 1, 2, ... are reached."""
        pieces = self.pieces[function]
        thresholds, reached = [], pieces[self.size - 1].first
        for index in reversed(range(1, self.size)):
            reached = pieces[index].first if index in pieces else reached
            thresholds.append(reached)
        return thresholds[::-1]


def layout(design: Design) -> Layout:
    """Lay out the pieces of all functions."""
    places = place_range(design.spec)
    found = [reached(unit, places) for unit in design.units]
    size = max(len(pieces) for pieces in found)
    return Layout(
        pieces=tuple({**dict(enumerate(pieces[:-1])), size - 1: pieces[-1]} for pieces in found),
        size=size,
        places=places,
    )


def place_range(spec: UnitSpec) -> Range:
    """Return the places of all input codes, those of NaNs too."""
    return Range(*order_key_limits(spec))


def reached(unit: Unit, places: Range) -> list[Piece]:
    """Return the pieces that some place lies in; cuts may lie beyond all places."""
    starts = [places.low, *(max(cut, places.low) for cut in unit.thresholds.tolist())]
    ends = [*(min(cut - 1, places.high) for cut in unit.thresholds.tolist()), places.high]
    pieces = zip(starts, ends, unit.slopes.tolist(), unit.intercepts.tolist(), strict=True)
    return [
        Piece(first=first, last=last, slope=slope, intercept=intercept)
        for first, last, slope, intercept in pieces
        if first <= last
    ]


def where(design: Design, laid: Layout, key: Key, kept: tuple[int, ...]) -> str:
    """Return for which inputs a row of a table is, if it goes by the `kept` parts of its key."""
    function, below, index = key
    function_name = design.functions[function]
    if kept == (SELECT,):
        return function_name
    named = f"{function_name}, " if SELECT in kept and len(design.units) > 1 else ""
    x = "|x|" if design.mirrored and BELOW not in kept else "x"
    if INDEX not in kept:
        return f"{named}{x} {'<' if below else '>='} 0" if BELOW in kept else f"{named}any x"
    first = laid.pieces[function][index].first
    if first > laid.places.low:
        return (
            f"{named}{x} <= {_value(design.spec, first, -1)}"
            if below
            else f"{named}{x} >= {_value(design.spec, first)}"
        )
    if design.mirrored:
        return f"{named}{x} {'<' if below else '>='} 0"
    after = laid.pieces[function][index].last + 1
    return f"{named}x < {_value(design.spec, after)}" if after <= laid.places.high else f"{named}any x"


def _value(spec: UnitSpec, place: int, sign: int = 1) -> str:
    """Return the number at a place; the sign's is that of x."""
    return repr(math.copysign(1.0, sign) * float(spec.input.decode(spec.input.from_order(place))))
