"""A unit's spec as numbers for the compiled kernels of the area model."""

from __future__ import annotations

from typing import NamedTuple

from pwlact.datapath.fixed_point import WIDEST, sum_bits
from pwlact.datapath.spec import UnitSpec, fraction
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, FloatFormat, Overflow, Rounding
from pwlact.functions import Symmetry

SYMMETRIES = tuple(Symmetry)
ODD, EVEN, COMPLEMENTARY, GATED = (
    SYMMETRIES.index(symmetry) for symmetry in (Symmetry.ODD, Symmetry.EVEN, Symmetry.COMPLEMENTARY, Symmetry.GATED)
)
MODES = tuple(Rounding)
NEAREST_EVEN, AWAY, NEAREST_UP, TO_ZERO, DOWN, UP = range(len(MODES))


class Shape(NamedTuple):
    """What the kernels need of a spec, in bits, places or codes; what the arithmetic does not have is zero.

    Parameters
    ----------
    fixed : bool
        Fixed point, or floats.
    low, high, place_bits : int
        Places of all inputs, and the bits that hold them.
    address_shift : int
        Bits of a place that addresses leave out.
    addressed, mirrored : bool
        Whether leading bits find the piece; whether the table holds |x| of inputs with a sign.
    symmetry, mode : int
        Place in `SYMMETRIES` and in `MODES`.
    input_low, input_high, input_bits : int
        Codes of the input.
    slope_shift, intercept_shift, gate_shift : int
        Zeros that an exact product's slope, an intercept and x get in the sum.
    dropped, product_lift : int
        Bits rounded off the product, and zeros that it then gets in the sum.
    sum_fraction : int
        Fraction bits of the sum.
    output_low, output_high, output_bits, output_shift : int
        Codes of the output, and the bits rounded off the sum for it.
    saturates : bool
        Or wraps.
    shift_terms : int
        0: a multiplier.
    slope_bits, intercept_bits, mantissa, exponent : int
        Widths of floats.
    fused : bool
        Whether a float's product is exact.
    """

    fixed: bool
    low: int
    high: int
    order_key_bits: int
    address_shift: int
    addressed: bool
    mirrored: bool
    symmetry: int
    mode: int
    input_low: int
    input_high: int
    input_bits: int
    slope_shift: int = 0
    intercept_shift: int = 0
    gate_shift: int = 0
    dropped: int = 0
    product_lift: int = 0
    sum_fraction: int = 0
    output_low: int = 0
    output_high: int = 0
    output_bits: int = 0
    output_shift: int = 0
    saturates: bool = False
    shift_terms: int = 0
    mantissa: int = 0
    exponent: int = 0
    fused: bool = False


def shape_of(spec: UnitSpec) -> Shape:
    """Return a spec for the kernels.

    Raises
    ------
    FormatError
        If sums have more than 62 bits.
    """
    input_, output = spec.input, spec.output
    mirrored = spec.mirrored
    if isinstance(input_, FloatFormat):
        half = 1 << (input_.bits - 1)
        return Shape(
            fixed=False,
            low=0 if mirrored else -half,
            high=half - 1,
            order_key_bits=input_.bits - mirrored,
            mirrored=mirrored,
            input_low=0,
            input_high=2 * half - 1,
            mantissa=input_.mantissa,
            exponent=input_.exponent,
            fused=spec.arithmetic == "fused",
            address_shift=spec.address_shift,
            addressed=spec.address_bits is not None,
            symmetry=SYMMETRIES.index(spec.symmetry),
            mode=MODES.index(spec.rounding),
            input_bits=input_.bits,
        )
    assert isinstance(output, FixedPoint)
    if sum_bits(spec) > WIDEST:
        raise FormatError(
            f"areas are estimated for sums of at most {WIDEST} bits, got {sum_bits(spec)}; use fewer fraction bits"
        )
    full = fraction(spec.slope) + fraction(input_)
    return Shape(
        fixed=True,
        low=0 if mirrored else input_.lowest,
        high=max(-input_.lowest, input_.highest) if mirrored else input_.highest,
        order_key_bits=input_.bits,
        mirrored=mirrored and input_.signed,
        input_low=input_.lowest,
        input_high=input_.highest,
        slope_shift=spec.sum_fraction - full,
        intercept_shift=spec.sum_fraction - fraction(spec.intercept),
        gate_shift=spec.sum_fraction - fraction(input_),
        dropped=full - spec.product_fraction,
        product_lift=spec.sum_fraction - spec.product_fraction,
        sum_fraction=spec.sum_fraction,
        output_low=output.lowest,
        output_high=output.highest,
        output_bits=output.bits,
        output_shift=spec.sum_fraction - output.fraction,
        saturates=spec.overflow is Overflow.SATURATE,
        shift_terms=spec.shift_terms,
        address_shift=spec.address_shift,
        addressed=spec.address_bits is not None,
        symmetry=SYMMETRIES.index(spec.symmetry),
        mode=MODES.index(spec.rounding),
        input_bits=input_.bits,
    )
