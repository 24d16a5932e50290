"""Settings of the hardware unit that a search is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from pwlact.datapath import UnitSpec
from pwlact.datapath.spec import ArithmeticName
from pwlact.errors import ConfigError, FormatError
from pwlact.formats import FloatFormat, Format, Overflow, Rounding, parse_format
from pwlact.functions import Symmetry
from pwlact.search.codes.spec import wide

RoundingName = Literal["nearest_even", "nearest_away", "nearest_up", "toward_zero", "down", "up"]
OverflowName = Literal["saturate", "wrap", "infinite"]
SelectionName = Literal["comparators", "address"]

GUARD_BITS = 4  # fraction bits that intercepts have beyond the output's, where none are given
ADDRESS_BITS = 8


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
    """How the piece is found: by comparators (pieces begin anywhere) or by the input's leading bits as address."""
    address_bits: int | None = None
    """Number of leading bits, for selection address; by default 8."""
    shift_terms: int = 0
    """Largest number of powers of two in a slope, which then needs no multiplier; 0 allows any slope."""

    def __post_init__(self) -> None:
        _known("rounding", self.rounding or "nearest_up", get_args(RoundingName))
        _known("overflow", self.overflow, get_args(OverflowName))
        _known("arithmetic", self.arithmetic, get_args(ArithmeticName))
        _known("selection", self.selection, get_args(SelectionName))
        if self.address_bits is not None and self.selection != "address":
            raise ConfigError(
                f"unit.address-bits goes with --unit.selection address, got {self.address_bits} with "
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
        "address_bits": _address_bits(choice, input_),
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


def _address_bits(choice: UnitChoice, input_: Format) -> int | None:
    if choice.selection == "comparators":
        return None
    return min(ADDRESS_BITS, input_.bits) if choice.address_bits is None else choice.address_bits


def _known(name: str, value: str, names: tuple[str, ...]) -> None:
    if value not in names:
        raise FormatError(f"unit.{name} is one of {', '.join(names)}, got {value!r}; choose one")
