"""The source of an export: a result as targets read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from pwlact.datapath import Unit, UnitSpec, order_key_limits
from pwlact.datapath.special import special_values
from pwlact.errors import ConfigError, FormatError
from pwlact.export.lookup import LookupOptions
from pwlact.functions import Activation, Interval, Symmetry
from pwlact.pwl import PWL, SeparateLines
from pwlact.rtl import Design

NEGATIVE = {
    Symmetry.ODD: "-T",
    Symmetry.EVEN: "T",
    Symmetry.COMPLEMENTARY: "1 - T",
    Symmetry.GATED: "T - |x|",
}
"""What a unit computes for x < 0, of T = slope * |x| + intercept."""

MAX_EXPORT_NAME = 60  # characters; a design's name may be longer


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """A result as every target reads it.

    Parameters
    ----------
    activation : Activation
        The exact function.
    pwl : PWL
        The continuous approximation in real numbers.
    unit : Unit or None
        The approximation in a number format; None for a result in real numbers.
    interval : (float, float)
        The range.
    name : str
        Identifier in file and symbol names; `identifier` makes one from any text.
    note : tuple of str
        Lines for the comment at the top of each file: errors, and the command that made it.
    lookup : LookupOptions
        Settings of lookup tables.
    design : Design or None
        The Verilog's design; None for a result in real numbers.
    lines : SeparateLines or None
        Lines that need not join, of noisy data; `pwl` is then the best continuous approximation at the same points.

    Raises
    ------
    ConfigError
        If the name is no identifier.
    """

    activation: Activation
    pwl: PWL
    unit: Unit | None
    interval: Interval
    name: str
    note: tuple[str, ...] = ()
    lookup: LookupOptions = field(default_factory=LookupOptions)
    design: Design | None = None
    lines: SeparateLines | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(rf"[A-Za-z][A-Za-z0-9_]{{0,{MAX_EXPORT_NAME - 1}}}", self.name, re.ASCII):
            raise ConfigError(
                f"an export's name is a letter, then at most {MAX_EXPORT_NAME - 1} letters, digits and underscores, "
                f"got {self.name[: MAX_EXPORT_NAME + 10]!r}; try {identifier(self.name)!r}"
            )

    @property
    def symbol(self) -> str:
        """First part of file and symbol names; its prefix keeps it apart from names of C such as tanh."""
        return f"pwl_{self.name}"


def identifier(text: str) -> str:
    """Return an identifier for a function's name, such as silu_beta_1_702 for "silu:beta=1.702"."""
    words = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")[:MAX_EXPORT_NAME].strip("_")
    return words if words[:1].isalpha() else f"f_{words}"[:MAX_EXPORT_NAME].strip("_")


def exact_note(source: Source) -> list[str]:
    """Return the note of a file that holds the function itself rather than the approximation."""
    low, high = source.interval
    return [f"{source.activation.name} itself on [{low:g}, {high:g}], not the approximation:", *source.note]


def coded_unit(source: Source, target: str) -> Unit:
    """Return the source's unit for a target that needs codes.

    Raises
    ------
    FormatError
        If the result is in real numbers.
    """
    if source.unit is None:
        raise FormatError(
            f"target {target} needs a result with codes, got one in real numbers; search with --format q4.12"
        )
    return source.unit


def fixed_unit(source: Source, target: str) -> Unit:
    """Return the source's unit in fixed point, without unreachable pieces.

    Raises
    ------
    FormatError
        If the result is in real numbers, or its unit is in floats.
    """
    unit = drop_unreachable(coded_unit(source, target))
    if not unit.spec.fixed:
        raise FormatError(
            f"target {target} is in fixed point, got {unit.spec.input.name}; search with --format q4.12, or export c"
        )
    return unit


def about(unit: Unit) -> list[str]:
    """Return a unit's formats and arithmetic, in lines for a comment, and what floats make of NaN and infinity."""
    spec = unit.spec
    return [
        f"input {spec.input.name}, slope {spec.slope.name}, intercept {spec.intercept.name}, output {spec.output.name}",
        f"{spec.arithmetic}, rounding {spec.rounding.value}, overflow {spec.overflow.value}, symmetry "
        f"{spec.symmetry.value}",
        *_reflection(spec),
        *special_values(spec).values(),
    ]


def _reflection(spec: UnitSpec) -> list[str]:
    """Return what a unit whose table is of |x| computes at negative inputs, in a line for a comment."""
    if not spec.mirrored:
        return []
    if spec.symmetry is Symmetry.ODD and not spec.fixed:
        return ["with T = slope * |x| + intercept, rounded, y is T for x >= 0 and -T for x < 0"]
    return [f"with T = slope * |x| + intercept, y is T for x >= 0 and {NEGATIVE[spec.symmetry]} for x < 0, rounded"]


def drop_unreachable(unit: Unit) -> Unit:
    """Return the unit without the pieces that hold no input code; it computes the same."""
    low, high = order_key_limits(unit.spec)
    first, last = (int(np.searchsorted(unit.thresholds, order_key, side="right")) for order_key in (low, high))
    return Unit(
        spec=unit.spec,
        thresholds=unit.thresholds[first:last],
        slopes=unit.slopes[first : last + 1],
        intercepts=unit.intercepts[first : last + 1],
    )
