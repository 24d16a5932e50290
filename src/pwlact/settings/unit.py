"""Settings of the hardware unit that a search is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from pwlact.datapath import UnitSpec
from pwlact.datapath.spec import ArithmeticName
from pwlact.errors import ConfigError, FormatError
from pwlact.formats import FixedPoint, FloatFormat, Format, Overflow, Rounding, parse_format
from pwlact.functions import Symmetry
from pwlact.search.codes.spec import wide

RoundingName = Literal["nearest_even", "nearest_away", "nearest_up", "toward_zero", "down", "up"]
OverflowName = Literal["saturate", "wrap", "infinite"]
SelectionName = Literal["comparators", "address", "exponential"]

GUARD_BITS = 4  # fraction bits that intercepts have beyond the output's, where none are given
ADDRESS_BITS = 8
MANTISSA_BITS = 2


@dataclass(frozen=True, kw_only=True)
class UnitChoice:
    """How the unit of --format computes y = slope * x + intercept."""

    output: str | None = None
    """Output format; by default the input's."""
    slope: str | None = None
    """Format of slopes; by default with the output's fraction bits, and integer bits as needed."""
    intercept: str | None = None
    """Format of intercepts; by default with 4 fraction bits more than the output, and integer bits as needed."""
    rounding: RoundingName | None = None
    """Rounding of results; by default nearest_up in fixed point, nearest_even in floats."""
    overflow: OverflowName = "saturate"
    """What becomes of a result beyond the output format; infinite is for floats."""
    arithmetic: ArithmeticName = "fused"
    """fused rounds once, the sum; separate rounds the product to the intercept's format first."""
    selection: SelectionName = "comparators"
    """How the piece is found: by comparators (pieces begin anywhere), or by an address: the input's leading bits, or,
    exponential, the position of the leading one of its distance from a base, and the bits after it."""
    address_bits: int | None = None
    """Number of leading bits, for selection address; by default 8. In floats they are sign, exponent, mantissa bits."""
    mantissa_bits: int | None = None
    """Number of bits after the leading one, for selection exponential: 2**N pieces an octave at most; by default 2."""
    base: float | None = None
    """Input about which octaves double, for selection exponential in fixed point; by default 0."""
    shift_terms: int = 0
    """Largest number of powers of two in a slope, which then needs no multiplier; 0 allows any slope."""

    def __post_init__(self) -> None:
        _known("rounding", self.rounding or "nearest_up", get_args(RoundingName))
        _known("overflow", self.overflow, get_args(OverflowName))
        _known("arithmetic", self.arithmetic, get_args(ArithmeticName))
        _known("selection", self.selection, get_args(SelectionName))
        for name, selection in (("address_bits", "address"), ("mantissa_bits", "exponential"), ("base", "exponential")):
            value = getattr(self, name)
            if value is not None and self.selection != selection:
                raise ConfigError(
                    f"unit.{name.replace('_', '-')} goes with --unit.selection {selection}, got {value} with "
                    f"{self.selection}; leave one out"
                )


def unit_spec(text: str, choice: UnitChoice, symmetry: Symmetry = Symmetry.NONE) -> UnitSpec:
    """Return the kind of unit with this number format, its table mirrored by a symmetry.

    Raises
    ------
    FormatError
        If a format does not exist, or they do not go together.
    """
    input_ = parse_format(text)
    output = input_ if choice.output is None else parse_format(choice.output)
    shared: dict[str, Any] = {
        "input": input_,
        "output": output,
        "overflow": Overflow(choice.overflow),
        "arithmetic": choice.arithmetic,
        **_addressing(choice, input_),
        "shift_terms": choice.shift_terms,
        "symmetry": symmetry,
    }
    if isinstance(output, FloatFormat):
        slope, intercept = (output if name is None else parse_format(name) for name in (choice.slope, choice.intercept))
        rounding = Rounding(choice.rounding or "nearest_even")
        return UnitSpec(slope=slope, intercept=intercept, rounding=rounding, **shared)
    fraction = output.fraction
    return UnitSpec(
        slope=wide(fraction) if choice.slope is None else parse_format(choice.slope),
        intercept=wide(fraction + GUARD_BITS) if choice.intercept is None else parse_format(choice.intercept),
        rounding=Rounding(choice.rounding or "nearest_up"),
        trim=tuple(name for name in ("slope", "intercept") if getattr(choice, name) is None),
        **shared,
    )


def _addressing(choice: UnitChoice, input_: Format) -> dict[str, Any]:
    """Return the settings of a spec for a selection. In floats, octaves are leading bits: sign, exponent, mantissa."""
    if choice.selection == "comparators":
        return {}
    if choice.selection == "address":
        bits = min(ADDRESS_BITS, input_.bits) if choice.address_bits is None else choice.address_bits
        return {"address_bits": bits}
    mantissa = MANTISSA_BITS if choice.mantissa_bits is None else choice.mantissa_bits
    base = choice.base or 0.0
    if not isinstance(input_, FloatFormat):
        return {"mantissa_bits": mantissa, "base": _code(input_, base)}
    if base:
        raise FormatError(f"octaves of floats double about 0, got unit.base {base:g}; leave it out")
    if not 0 <= mantissa <= input_.mantissa:
        raise FormatError(f"mantissa bits of {input_.name} are 0 to {input_.mantissa}, got {mantissa}; try 2")
    return {"address_bits": 1 + input_.exponent + mantissa}


def _code(input_: FixedPoint, value: float) -> int:
    """Return the code of a value that the input format has."""
    low, high = input_.limits
    if not (low <= value <= high and (value / input_.step).is_integer()):
        raise FormatError(
            f"unit.base is a value of {input_.name}, a multiple of {input_.step:g} in {low:g} to {high:g}, got "
            f"{value:g}; try 0"
        )
    return int(value / input_.step)


def _known(name: str, value: str, names: tuple[str, ...]) -> None:
    if value not in names:
        raise FormatError(f"unit.{name} is one of {', '.join(names)}, got {value!r}; choose one")
