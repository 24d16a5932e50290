"""The numbers of a fixed-point unit: each piece as a line through the signed input, in integers.

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

TURNED = (Symmetry.ODD, Symmetry.COMPLEMENTARY)  # the sum changes its sign with x


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where the binary points are.

    Parameters
    ----------
    sum : int
        Fraction bits of the sum, in which all units of the design are exact.
    dropped : int
        Bits that are rounded off the product, if the arithmetic is separate.
    lift : int
        Zeros that are appended to the product, so that it meets the sum.
    shift : int
        Bits that are rounded off the sum; below zero, zeros are appended.
    """

    sum: int
    dropped: int
    lift: int
    shift: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is done with an input x of a piece: sign * round(slope * x) + [gate] x + intercept.

    Parameters
    ----------
    slope, intercept : int
        As the product's and as the sum's integers.
    turn : int
        1 where the sign is negative; only products that are rounded need it, else the slope has the sign.
    gate : int
        1 where x is added; only beside products that are rounded, else the slope has it.
    product, rounded, total : Range
        Of slope * x, of it rounded, and of the sum.
    real : (float, float)
        Slope and intercept as numbers.
    """

    slope: int
    intercept: int
    turn: int
    gate: int
    product: Range
    rounded: Range
    total: Range
    real: tuple[float, float]


def fixed_lines(design: Design, laid: Layout) -> tuple[Scale, dict[Key, Line]]:
    """Return the lines of all pieces, by key, and their scale."""
    spec = design.spec
    sum_ = max(unit.spec.sum_fraction for unit in design.units)
    dropped = fraction(spec.slope) + fraction(spec.input) - spec.product_fraction
    pieces = _by_sign(design, laid)
    zeros = sum_ - spec.product_fraction
    if not dropped:
        slopes = [_slope(design.units[key[0]].spec, sum_, piece, key[1]) for key, (piece, _) in pieces.items()]
        zeros = min(((slope & -slope).bit_length() - 1 for slope in slopes if slope), default=0)
    scale = Scale(sum=sum_, dropped=dropped, lift=zeros, shift=sum_ - fraction(spec.output))
    return scale, {key: _line(design.units[key[0]].spec, scale, piece, x, key[1]) for key, (piece, x) in pieces.items()}


def _by_sign(design: Design, laid: Layout) -> dict[Key, tuple[Piece, Range]]:
    """Return pieces by key, with the inputs that each serves; a mirrored one serves two stretches."""
    input_ = design.spec.input
    assert isinstance(input_, FixedPoint)
    found = {}
    for function, pieces in enumerate(laid.pieces):
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
    """Return the slope of an exact product with x itself, as an integer of the sum."""
    slope = piece.slope << (sum_ - fraction(spec.slope) - fraction(spec.input))
    if below and spec.symmetry is Symmetry.GATED:
        return (1 << (sum_ - fraction(spec.input))) - slope
    return -slope if below and spec.symmetry is Symmetry.EVEN else slope


def _line(spec: UnitSpec, scale: Scale, piece: Piece, x: Range, below: int) -> Line:
    symmetry = spec.symmetry if below else Symmetry.NONE
    intercept = piece.intercept << (scale.sum - fraction(spec.intercept))
    intercept = -intercept if symmetry in TURNED else intercept
    intercept += (1 << scale.sum) if symmetry is Symmetry.COMPLEMENTARY else 0
    if scale.dropped:
        slope = -piece.slope if below else piece.slope
    else:
        slope = _slope(spec, scale.sum, piece, below) >> scale.lift
    turn = int(scale.dropped > 0 and symmetry in TURNED)
    gate = int(scale.dropped > 0 and symmetry is Symmetry.GATED)
    ends = sorted((slope * x.low, slope * x.high))
    product = Range(*ends)
    rounded = Range(*(round_shift(end, scale.dropped, spec.rounding) for end in ends))
    total = (-rounded if turn else rounded).scaled(scale.lift) + Range(intercept, intercept)
    if gate:
        total += x.scaled(scale.sum - fraction(spec.input))
    return Line(
        slope=slope,
        intercept=intercept,
        turn=turn,
        gate=gate,
        product=product,
        rounded=rounded,
        total=total,
        real=_real(spec, piece, symmetry),
    )


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
