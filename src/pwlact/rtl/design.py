"""The design of a hardware unit: PWL units that share one datapath, a name, a latency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import ConfigError
from pwlact.formats import FixedPoint, Format
from pwlact.rtl.keywords import KEYWORDS

LATENCIES = range(1, 5)
MAX_DESIGN_NAME = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """A streaming hardware unit: an input every clock, its result a fixed number of clocks later.

    Parameters
    ----------
    units : tuple of Unit
        One unit, or several that share comparators, multiplier and adder, and that an input chooses among. Their specs
        differ only in the integer bits of coefficients and in the symmetry; all or none are mirrored.
    functions : tuple of str
        Name of each unit's function, for the comments.
    name : str
        Name of the Verilog module, and of its file without `.v`.
    latency : int
        Clocks from input to output, 1 to 4.
    note : tuple of str
        Lines for the header comment: the range, the errors, the command that made the design.

    Raises
    ------
    ConfigError
        If there is no unit, a function's name is missing, the specs differ in more, the latency is not 1 to 4, or the
        name is no Verilog identifier.
    """

    units: tuple[Unit, ...]
    functions: tuple[str, ...]
    name: str
    latency: int = 3
    note: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.units or len(self.units) != len(self.functions):
            raise ConfigError(
                f"a design has one or more units, each with a function's name, got {len(self.units)} units and "
                f"{len(self.functions)} names; match them"
            )
        for function in self.functions:
            if not function.isprintable():
                raise ConfigError(f"a function's name is printable, for comments, got {function!r}; give another")
        if self.latency not in LATENCIES:
            raise ConfigError(
                f"a latency is {LATENCIES[0]} to {LATENCIES[-1]} clocks, got {self.latency}; try {LATENCIES[-2]}"
            )
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", self.name) or len(self.name) > MAX_DESIGN_NAME:
            raise ConfigError(
                f"a module's name is letters, digits and underscores, not a digit first, got {self.name[:40]!r}; "
                "try pwl_unit"
            )
        if self.name in KEYWORDS:
            raise ConfigError(f"a module's name is no keyword of Verilog, got {self.name!r}; try {self.name}_unit")
        self._check_alike()

    def _check_alike(self) -> None:
        first = _shared(self.units[0].spec)
        for unit, function in zip(self.units, self.functions, strict=True):
            for what, value in _shared(unit.spec).items():
                if value != first[what]:
                    raise ConfigError(
                        f"functions that share a unit have the same {what}, got {first[what]} for {self.functions[0]} "
                        f"and {value} for {function}; give them the same, or a unit each"
                    )

    @property
    def spec(self) -> UnitSpec:
        """The first unit's spec; the others differ only in integer bits of coefficients and in the symmetry."""
        return self.units[0].spec

    @property
    def mirrored(self) -> bool:
        """Whether the tables hold the pieces of |x| and inputs have a sign."""
        input_ = self.spec.input
        return self.spec.mirrored and not (isinstance(input_, FixedPoint) and not input_.signed)

    @property
    def select_bits(self) -> int:
        """Width of the input that chooses the function; 0 for one function."""
        return (len(self.units) - 1).bit_length()


def _shared(spec: UnitSpec) -> dict[str, object]:
    """Return the settings that units of one design share, by their names in messages."""
    return {
        "input format": spec.input.name,
        "output format": spec.output.name,
        "slope format but for integer bits": _open_name(spec.slope),
        "intercept format but for integer bits": _open_name(spec.intercept),
        "rounding": spec.rounding.value,
        "overflow": spec.overflow.value,
        "arithmetic": spec.arithmetic,
        "number of address bits": spec.address_bits,
        "number of mantissa bits": spec.mantissa_bits,
        "base": spec.base,
        "number of shift terms": spec.shift_terms,
        "use of a mirror": spec.mirrored,
    }


def _open_name(format_: Format) -> str:
    """Return the name of a format, with * for the integer bits of fixed point."""
    return f"{'q' if format_.signed else 'uq'}*.{format_.fraction}" if isinstance(format_, FixedPoint) else format_.name
