"""A unit's spec as numbers for the compiled kernels of the area model."""

from __future__ import annotations

from typing import NamedTuple

from pwlact.datapath.fixed_point import MAX_SUM_BITS, sum_bits
from pwlact.datapath.reflection import has_reflected_lines
from pwlact.datapath.spec import UnitSpec, fraction
from pwlact.datapath.unit import order_key_limits
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, FloatFormat, Overflow, Rounding
from pwlact.functions import Symmetry

SYMMETRIES = tuple(Symmetry)
ODD, EVEN, COMPLEMENTARY, GATED = (
    SYMMETRIES.index(symmetry) for symmetry in (Symmetry.ODD, Symmetry.EVEN, Symmetry.COMPLEMENTARY, Symmetry.GATED)
)
MODES = tuple(Rounding)
NEAREST_EVEN, AWAY, NEAREST_UP, TO_ZERO, DOWN, UP = range(len(MODES))


class KernelSpec(NamedTuple):
    """A spec in bits, order keys and codes; fields that the arithmetic does not have are zero.

    Parameters
    ----------
    fixed : bool
        Whether the unit is in fixed point.
    low, high, order_key_bits : int
        Smallest and largest order key of all inputs, and the bits that hold every one.
    address_shift : int
        Lowest bits of an order key that its address lacks.
    addressed, mirrored : bool
        Whether leading bits find the piece (octaves count as comparators); whether the table holds |x| of inputs with a
        sign.
    symmetry, mode : int
        Indices in `SYMMETRIES` and in `MODES`.
    input_low, input_high, input_bits : int
        Smallest and largest code of the input, and its bits.
    slope_shift, intercept_shift, x_shift : int
        Zeros appended to the slope of an exact product, to an intercept, and to x where they enter the sum.
    dropped, product_shift : int
        Bits rounded off the product, and zeros then appended to it where it enters the sum.
    sum_fraction : int
        Fraction bits of the sum.
    output_low, output_high, output_bits, output_shift : int
        Smallest and largest code of the output, its bits, and the bits rounded off the sum.
    saturates : bool
        Whether the output saturates; it wraps otherwise.
    shift_terms : int
        Powers of two in a slope; 0 for a multiplier.
    mantissa : int
        Mantissa bits of a float.
    fused : bool
        Whether the product of floats is exact.
    sides : int
        2 where floats have other coefficients for x < 0, else 1.
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
    x_shift: int = 0
    dropped: int = 0
    product_shift: int = 0
    sum_fraction: int = 0
    output_low: int = 0
    output_high: int = 0
    output_bits: int = 0
    output_shift: int = 0
    saturates: bool = False
    shift_terms: int = 0
    mantissa: int = 0
    fused: bool = False
    sides: int = 1


def kernel_spec(spec: UnitSpec) -> KernelSpec:
    """Return a spec as the kernels read it.

    Raises
    ------
    FormatError
        If sums have more than 62 bits.
    """
    common = _common(spec)
    return _float_spec(spec, spec.input, common) if isinstance(spec.input, FloatFormat) else _fixed_spec(spec, common)


def _common(spec: UnitSpec) -> dict[str, int]:
    """Return the fields that fixed point and floats compute alike."""
    low, high = order_key_limits(spec)
    return {
        "low": low,
        "high": high,
        "address_shift": spec.address_shift,
        "addressed": spec.address_bits is not None,
        "symmetry": SYMMETRIES.index(spec.symmetry),
        "mode": MODES.index(spec.rounding),
        "input_bits": spec.input.bits,
    }


def _float_spec(spec: UnitSpec, format_: FloatFormat, common: dict[str, int]) -> KernelSpec:
    return KernelSpec(
        fixed=False,
        order_key_bits=format_.bits - spec.mirrored,
        mirrored=spec.mirrored,
        input_low=0,
        input_high=(1 << format_.bits) - 1,
        mantissa=format_.mantissa,
        fused=spec.arithmetic == "fused",
        sides=1 + has_reflected_lines(spec),
        **common,  # type: ignore[arg-type]
    )


def _fixed_spec(spec: UnitSpec, common: dict[str, int]) -> KernelSpec:
    input_, output = spec.input, spec.output
    assert isinstance(input_, FixedPoint)
    assert isinstance(output, FixedPoint)
    if sum_bits(spec) > MAX_SUM_BITS:
        raise FormatError(
            f"areas are estimated for sums of at most {MAX_SUM_BITS} bits, got {sum_bits(spec)}; use fewer fraction "
            "bits"
        )
    full = fraction(spec.slope) + fraction(input_)
    return KernelSpec(
        fixed=True,
        order_key_bits=input_.bits,
        mirrored=spec.mirrored and input_.signed,
        input_low=input_.lowest,
        input_high=input_.highest,
        slope_shift=spec.sum_fraction - full,
        intercept_shift=spec.sum_fraction - fraction(spec.intercept),
        x_shift=spec.sum_fraction - fraction(input_),
        dropped=full - spec.product_fraction,
        product_shift=spec.sum_fraction - spec.product_fraction,
        sum_fraction=spec.sum_fraction,
        output_low=output.lowest,
        output_high=output.highest,
        output_bits=output.bits,
        output_shift=spec.sum_fraction - output.fraction,
        saturates=spec.overflow is Overflow.SATURATE,
        shift_terms=spec.shift_terms,
        **common,  # type: ignore[arg-type]
    )
