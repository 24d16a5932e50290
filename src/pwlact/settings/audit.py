"""Settings of an audit: a table, the function that it is for, and how its numbers are meant."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated

from tyro.conf import Positional, arg

from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError
from pwlact.formats import FixedPoint, parse_format
from pwlact.functions import Activation, Interval, Symmetry, check_interval
from pwlact.search.coded import held
from pwlact.settings.function import PAIR
from pwlact.settings.problem import FormatChoice
from pwlact.settings.unit import UnitChoice
from pwlact.tables import ReadOptions, Table
from pwlact.tables.coded import Side


@dataclass(frozen=True, kw_only=True)
class AuditConfig(FormatChoice):
    """Which table, for which function."""

    table: Positional[str]
    """A CSV file (begin, slope, intercept; or x, value), a JSON file (plain lists, GQA-LUT's, a result, a design), or a
    run."""
    function: str | None = None
    """Name of the function that the table is for; by default the one that the file names."""
    range: Annotated[tuple[float, float] | None, PAIR, arg(aliases=["-R"])] = None
    """Range to audit; by default the table's own, or the function's."""
    mirror: bool = False
    """The table is for x >= 0 alone, and the function's symmetry reflects it."""
    codes: bool = False
    """The file's numbers are codes of --format, --unit.slope and --unit.intercept."""
    bits: int | None = None
    """Of GQA-LUT's JSON, the table for inputs of this many fraction bits; by default --format's, or the largest."""
    at_breakpoint: Side = "right"
    """With --format: the piece of an input that equals a breakpoint, right or left of it."""

    def chosen(self, table: Table) -> Activation:
        """Return the function: the one that is asked for, or the table's own.

        Raises
        ------
        InputError
            If there is none, or it is unknown.
        """
        if self.names_function():
            return dataclasses.replace(self, range=self.range or table.interval).activation()
        if table.activation is None:
            raise ConfigError("a table's function must be known, got none; add --function sigmoid, or --expr")
        return table.activation

    def names_function(self) -> bool:
        """Tell whether a function is asked for."""
        return bool(self.ways())

    def reading(self) -> ReadOptions:
        """Return how the file's numbers are meant.

        Raises
        ------
        InputError
            If they are codes and no format is given for them, or a format is unknown.
        """
        input_ = None if self.format is None else parse_format(self.format)
        if self.codes and input_ is None:
            raise ConfigError("--codes are codes of a format, got none; add --format q4.12")
        return ReadOptions(
            codes=self.spec() if self.codes else None,
            bits=self.bits,
            fraction=input_.fraction if isinstance(input_, FixedPoint) else None,
            function=self.function,
        )

    def unit_spec(self, table: Table, activation: Activation) -> UnitSpec | None:
        """Return the kind of unit to audit; a file that holds a unit has its own. None audits real numbers alone.

        Raises
        ------
        InputError
            If a format stands beside a file that holds a unit, or a function without symmetry is to be mirrored.
        """
        if self.mirror and activation.symmetry is Symmetry.NONE:
            raise ConfigError(f"--mirror needs a symmetric function, got {activation.name!r}; leave it out")
        if table.unit is None:
            return self.spec(activation.symmetry if self.mirror else Symmetry.NONE)
        if self.format is not None or self.unit != UnitChoice():
            raise ConfigError(
                f"a file that holds a unit has its own formats, got --format {self.format} beside it; leave it out"
            )
        return table.unit.spec

    def span(self, table: Table, activation: Activation) -> Interval:
        """Return the range: the one that is asked for, the table's own, or the function's from the first begin on.

        Raises
        ------
        IntervalError
            If it is bad.
        """
        low, high = check_interval(self.range or table.interval or activation.interval)
        if self.range is None and table.interval is None and table.first is not None and low < table.first < high:
            low = table.first
        if self.mirror or table.mirrored:
            low, high = 0.0, max(high, -low)
        spec_input = parse_format(self.format) if self.format is not None and self.range is None else None
        interval = check_interval((low, high))
        return interval if spec_input is None else held(interval, spec_input)
