"""An audit of a table: figures of the whole and of each row."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.datapath import Unit, UnitReport
from pwlact.functions import Activation, Interval
from pwlact.metrics import Errors
from pwlact.search.result import gap
from pwlact.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One row of a table, on its part of the range.

    Parameters
    ----------
    begin, end : float
        Its part of the range; with a format, of the unit's inputs.
    slope, intercept : float
        Its line.
    max_error, at : float
        Its largest error, and where.
    possible : float or None
        Smallest maximum error that one line, in the same formats, can have there; None where it is not known.
    jump : float or None
        Step of the value at its begin from the row before; None of the first row.
    reversals : int
        Times that the value falls where the function rises, or rises where it falls, the step at its begin counted.
    reversed_at : float or None
        Where the first of these begins.
    """

    begin: float
    end: float
    slope: float
    intercept: float
    max_error: float
    at: float
    possible: float | None
    jump: float | None
    reversals: int
    reversed_at: float | None

    @property
    def loss(self) -> float:
        """By how much the largest error exceeds what is possible; 0 where that is not known."""
        return 0.0 if self.possible is None else self.max_error - self.possible


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What a table is worth.

    Parameters
    ----------
    activation, interval : Activation, (float, float)
        The function and the range; of a mirrored table, its half from 0 on.
    table : Table
        The table, in real numbers.
    mirrored : bool
        Whether the table is for x >= 0, and reflected.
    continuous : bool
        Whether its lines join in the range.
    errors : Errors
        Errors of its lines in real numbers, exact on the whole range.
    worst : float
        Where the largest of these is.
    seams : (float, float)
        Steps of the value from the inside to the outside, at the left and the right end of the range; of a mirrored
        table, the left one is at 0, from the reflected half.
    unit, report : Unit, UnitReport or None
        The hardware unit of the table, and its errors over the input codes; None in real numbers.
    rows : tuple of AuditRow
        The rows in the range: of the unit, by its arithmetic, or in real numbers.
    best : float or None
        Smallest maximum error that was found for as many rows: joined where the table is continuous and in real
        numbers, else separate; with a format, in the same formats.
    lower_bound : float or None
        Proven: none can have a smaller one. None where that is not known.
    kept : float or None
        Smallest maximum error with the table's own breakpoints.
    enough : int or None
        Fewest rows of the same kind that reach the table's maximum error.
    notes : tuple of str
        What else is to be known, a sentence each.
    """

    activation: Activation
    interval: Interval
    table: Table
    mirrored: bool
    continuous: bool
    errors: Errors
    worst: float
    seams: tuple[float, float]
    unit: Unit | None = None
    report: UnitReport | None = None
    rows: tuple[AuditRow, ...]
    best: float | None
    lower_bound: float | None
    kept: float | None
    enough: int | None
    notes: tuple[str, ...] = ()

    @property
    def max_error(self) -> float:
        """The maximum error that counts: of the unit over its input codes, or in real numbers."""
        return self.errors.max if self.report is None else self.report.errors.max

    @property
    def gap(self) -> float | None:
        """By which share the maximum error is above the lower bound at most; None without a bound, or with one of 0."""
        return gap(self.max_error, self.lower_bound)

    @property
    def reversals(self) -> int:
        """Times that the value moves against the function in the range."""
        return sum(row.reversals for row in self.rows) if self.report is None else self.report.reversals

    def to_mend(self) -> list[int]:
        """Return the indices of the rows that lose most against what is possible on their part, at most three.

        A row that is no worse than the best possible of the whole table is left out, and so is a loss below 1 %.
        """
        enough, small = 1.01 * (self.best or 0.0), 0.01 * self.max_error
        worse = [k for k, row in enumerate(self.rows) if row.max_error > enough and row.loss > small]
        return sorted(worse, key=lambda k: -self.rows[k].loss)[:3]
