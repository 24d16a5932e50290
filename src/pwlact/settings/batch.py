"""Settings of a batch: a file of functions, how many segments they get, and what is minimised."""

from __future__ import annotations

from dataclasses import dataclass, field

from tyro.conf import Positional

from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError, require, require_finite
from pwlact.many.family import FamilyObjective
from pwlact.many.row_solver import FamilyMethod
from pwlact.many.solve import DEFAULT, Budget
from pwlact.settings.unit import UnitChoice, unit_spec


@dataclass(frozen=True, kw_only=True)  # no slots: a mixin
class BatchConfig:
    """Which functions, and how they are approximated."""

    file: Positional[str]
    """An .npz file with x (k,) and Y (n, k), one function a row: exact samples of smooth functions. It may hold names
    (n,); density (bins,) or (n, bins), how often inputs fall into each of equal parts of the range, for mse; and
    weights (n,) of the functions, for --total-segments."""
    segments: int | None = None
    """Linear pieces of each function (default: 8)."""
    total_segments: int | None = None
    """Linear pieces of all functions together, shared out for the smallest largest error, or the least sum of mse."""
    max_error: float | None = None
    """Take the fewest pieces of each function for this maximum error."""
    objective: FamilyObjective = "max"
    """What is minimised for each function: the maximum error, or the mean square error."""
    method: FamilyMethod | None = None
    """How breakpoints are placed: minimax for max and dp for mse, or at equal distances."""
    jobs: int = 1
    """Processes side by side; the results do not depend on it."""
    format: str | None = None
    """Number format of hardware units, as q4.12. Tables of codes are then found too, and `pwlact export` makes one
    Verilog module of them."""
    unit: UnitChoice = field(default_factory=UnitChoice)

    def __post_init__(self) -> None:
        require_finite("", self)
        require(self.jobs >= 1, "--jobs is 1 or more", self.jobs, "try --jobs 2")

    def budget(self) -> Budget:
        """Return what limits the segments.

        Raises
        ------
        ConfigError
            If it is limited in two ways.
        """
        names = ("segments", "total_segments", "max_error")
        given = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        listed = " and ".join(f"--{name.replace('_', '-')}" for name in given)
        require(len(given) < 2, "--segments, --total-segments and --max-error exclude each other", listed, "give one")
        return Budget(**given) if given else Budget(segments=DEFAULT)

    def spec(self) -> UnitSpec | None:
        """Return the kind of unit that is asked for; None without --format.

        Raises
        ------
        InputError
            If a format does not exist, or settings of a unit have none.
        """
        if self.format is not None:
            return unit_spec(self.format, self.unit)
        if self.unit != UnitChoice():
            raise ConfigError("settings of a unit go with --format, got them without; add --format q4.12")
        return None
