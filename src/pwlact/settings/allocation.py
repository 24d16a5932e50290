"""Settings of an allocation: which network, how much in all, and for which tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from tyro.conf import arg

from pwlact._types import Rare
from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError, require
from pwlact.settings.marks import File
from pwlact.settings.models import NetworkChoice
from pwlact.settings.unit import UnitChoice, unit_spec

ShareName = Literal["site", "function"]

LEAST_MAX = 16  # largest number of segments that is tried for a table, or twice the even share where that is more
LARGEST_MAX = 64  # and no more than this
MAX_SEGMENTS = 256


@dataclass(frozen=True, kw_only=True)
class AllocationConfig(NetworkChoice):
    """Which network, and how many segments or logic cells its tables may have in all."""

    total_segments: Annotated[int | None, arg(aliases=["-N"])] = None
    """Segments of all tables together."""
    total_cost: int | None = None
    """Logic cells of all units together, by the area model, in place of segments; with --format."""
    share: ShareName = "site"
    """A table for each site, or one for all sites of a function."""
    format: str | None = None
    """Number format of hardware units, as q4.12 or bf16."""
    unit: UnitChoice = field(default_factory=UnitChoice)
    max_segments: Rare[int | None] = None
    """Largest number of segments of a table, up to 256; by default 16, or twice the even share, up to 64."""
    profile: File | None = None
    """Profile of the network with its sensitivity, from `pwlact models profile`; by default it is made."""
    count: int | None = None
    """Samples of the test data; by default all."""
    profile_count: Rare[int | None] = None
    """Samples of the calibration data for the profile; by default all."""
    measure: bool = True
    """Run the network with the tables; without, losses are predicted alone."""

    def __post_init__(self) -> None:
        for name in ("max_segments", "count", "profile_count"):
            value = getattr(self, name)
            require(value is None or value >= 1, f"{name.replace('_', '-')} must be at least 1", value, "try 64")

        if self.max_segments is not None and self.max_segments > MAX_SEGMENTS:
            raise ConfigError(f"max-segments are at most {MAX_SEGMENTS}, got {self.max_segments}; leave it out")

    def check(self) -> None:
        """Raise InputError where settings are bad, ahead of the work."""
        self.spec()
        self.unit_kind()
        require(self.budget >= 1, "a total is at least 1", self.budget, "try 64")

    def check_tables(self, tables: int) -> None:
        """Raise ConfigError where a number of tables takes more segments than there are, ahead of the work."""
        if self.total_segments is not None and self.total_segments < tables:
            raise ConfigError(
                f"{tables} tables take at least {tables} segments together, got {self.total_segments}; "
                f"give {tables} or more"
            )

    @property
    def budget(self) -> int:
        """What all tables may cost together: segments, or logic cells.

        Raises
        ------
        ConfigError
            If none or two are given, or cells without a format.
        """
        totals = [total for total in (self.total_segments, self.total_cost) if total is not None]
        if len(totals) != 1:
            found = "both" if totals else "neither"
            raise ConfigError(f"give either --total-segments or --total-cost, got {found}; try --total-segments 64")
        if self.total_cost is not None and self.format is None:
            raise ConfigError("--total-cost is the area of hardware units, got no --format; add --format q4.12")
        return totals[0]

    @property
    def cost_name(self) -> str:
        """What a cost is counted in."""
        return "segments" if self.total_cost is None else "logic cells"

    def unit_kind(self) -> UnitSpec | None:
        """Return the kind of unit that is asked for, None without --format.

        Raises
        ------
        InputError
            If a format does not exist, or settings of a unit stand without one.
        """
        if self.format is not None:
            return unit_spec(self.format, self.unit)
        if self.unit != UnitChoice():
            raise ConfigError("settings of a unit go with --format, got them without; add --format q4.12")
        return None

    def counts(self, tables: int) -> tuple[int, ...]:
        """Return the numbers of segments to try for each of so many tables."""
        even = 0 if self.total_segments is None else self.total_segments // tables
        return tuple(range(1, (self.max_segments or min(max(LEAST_MAX, 2 * even), LARGEST_MAX)) + 1))
