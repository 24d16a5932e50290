"""The integers of a fixed-point unit: each piece as a line through the signed input.

A mirrored table is unfolded: for x below zero the pieces of |x| are lines through x as well, so that the datapath needs
neither |x| nor a reflection of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.datapath import UnitSpec, fraction
from pwlact.formats import FixedPoint, round_shift
from pwlact.functions import Symmetry
from pwlact.rtl.design import Design
from pwlact.rtl.pieces import Key, Layout, Piece
from pwlact.rtl.text import Range

NEGATED = (Symmetry.ODD, Symmetry.COMPLEMENTARY)
"""Symmetries whose sum changes its sign with x."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Positions of the binary points.

    Parameters
    ----------
    sum : int
        Fraction bits of the sum, in which all units of the design are exact.
    dropped : int
        Bits that separate arithmetic rounds off the product; 0 for fused arithmetic.
    product_shift : int
        Zeros appended to the product where it enters the sum.
    shift : int
        Bits rounded off the sum; below zero, zeros appended to it.
    """

    sum: int
    dropped: int
    product_shift: int
    shift: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """The line of one key: (-1)**negate * round(slope * x) + add_x * x + intercept.

    Parameters
    ----------
    slope, intercept : int
        Integers of the product and of the sum.
    negate : int
        1 where the product is subtracted. Only rounded products need it; otherwise the slope has the sign.
    add_x : int
        1 where x is added. Only rounded products need it; otherwise the slope includes it.
    product, rounded, total : Range
        Ranges of slope * x, of the rounded product, and of the sum.
    real : (float, float)
        Slope and intercept as numbers.
    """

    slope: int
    intercept: int
    negate: int
    add_x: int
    product: Range
    rounded: Range
    total: Range
    real: tuple[float, float]


def fixed_lines(design: Design, layout: Layout) -> tuple[Scale, dict[Key, KeyLine]]:
    """Return the scale, and the lines of all pieces by key."""
    spec = design.spec
    sum_ = max(unit.spec.sum_fraction for unit in design.units)
    dropped = fraction(spec.slope) + fraction(spec.input) - spec.product_fraction
    pieces = _pieces_by_key(design, layout)
    zeros = sum_ - spec.product_fraction
    if not dropped:
        slopes = [_slope(design.units[key[0]].spec, sum_, piece, key[1]) for key, (piece, _) in pieces.items()]
        zeros = min(((slope & -slope).bit_length() - 1 for slope in slopes if slope), default=0)
    scale = Scale(sum=sum_, dropped=dropped, product_shift=zeros, shift=sum_ - fraction(spec.output))
    return scale, {key: _line(design.units[key[0]].spec, scale, piece, x, key[1]) for key, (piece, x) in pieces.items()}


def _pieces_by_key(design: Design, layout: Layout) -> dict[Key, tuple[Piece, Range]]:
    """Return pieces by key, with the inputs of each; a mirrored piece has inputs on both sides of zero."""
    input_ = design.spec.input
    assert isinstance(input_, FixedPoint)
    found = {}
    for function, pieces in enumerate(layout.pieces):
        for index, piece in pieces.items():
            sides = [Range(piece.first, piece.last)]
            sides += [-sides[0]] if design.mirrored else []
            limits = [Range(input_.lowest, input_.highest)]
            limits = [Range(0, input_.highest), Range(input_.lowest, -1)] if design.mirrored else limits
            for below, (side, limit) in enumerate(zip(sides, limits, strict=True)):
                x = Range(max(side.low, limit.low), min(side.high, limit.high))
                if x.low <= x.high:
                    found[function, below, index] = (piece, x)
    return found


def _slope(spec: UnitSpec, sum_: int, piece: Piece, below: int) -> int:
    """Return the factor of x in an exact product, as an integer of the sum."""
    slope = piece.slope << (sum_ - fraction(spec.slope) - fraction(spec.input))
    if below and spec.symmetry is Symmetry.GATED:
        return (1 << (sum_ - fraction(spec.input))) - slope
    return -slope if below and spec.symmetry is Symmetry.EVEN else slope


def _line(spec: UnitSpec, scale: Scale, piece: Piece, x: Range, below: int) -> KeyLine:
    symmetry = spec.symmetry if below else Symmetry.NONE
    if scale.dropped:
        slope = -piece.slope if below else piece.slope
    else:
        slope = _slope(spec, scale.sum, piece, below) >> scale.product_shift
    negate = int(scale.dropped > 0 and symmetry in NEGATED)
    add_x = int(scale.dropped > 0 and symmetry is Symmetry.GATED)
    intercept = _intercept(spec, scale, piece, symmetry)
    product = Range(*sorted((slope * x.low, slope * x.high)))
    rounded = Range(*(round_shift(end, scale.dropped, spec.rounding) for end in (product.low, product.high)))
    total = (-rounded if negate else rounded).scaled(scale.product_shift) + Range(intercept, intercept)
    if add_x:
        total += x.scaled(scale.sum - fraction(spec.input))
    return KeyLine(
        slope=slope,
        intercept=intercept,
        negate=negate,
        add_x=add_x,
        product=product,
        rounded=rounded,
        total=total,
        real=_real(spec, piece, symmetry),
    )


def _intercept(spec: UnitSpec, scale: Scale, piece: Piece, symmetry: Symmetry) -> int:
    """Return the intercept of the line through x, as an integer of the sum."""
    intercept = piece.intercept << (scale.sum - fraction(spec.intercept))
    intercept = -intercept if symmetry in NEGATED else intercept
    return intercept + (1 << scale.sum) if symmetry is Symmetry.COMPLEMENTARY else intercept


def _real(spec: UnitSpec, piece: Piece, symmetry: Symmetry) -> tuple[float, float]:
    """Return slope and intercept of the line through x."""
    slope, intercept = float(spec.slope.decode(piece.slope)), float(spec.intercept.decode(piece.intercept))
    match symmetry:
        case Symmetry.ODD:
            intercept = 0.0 - intercept
        case Symmetry.EVEN:
            slope = 0.0 - slope
        case Symmetry.COMPLEMENTARY:
            intercept = 1.0 - intercept
        case Symmetry.GATED:
            slope = 1.0 - slope
    return slope, intercept
