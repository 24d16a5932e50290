"""Error against area as a record, as JSON and as CSV, with its Pareto set."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pwlact.data import stated_data
from pwlact.files import csv_text
from pwlact.functions import Activation, Interval
from pwlact.settings.area_frontier import SchemeName


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """One unit; None and a note where it cannot be made.

    Parameters
    ----------
    format : str
        Number format.
    scheme : str
        How it finds the piece and multiplies.
    segments : int
        Pieces inside the range.
    max_error, ulp : float or None
        Over all input codes in the range: the largest error, and in units of the output's last place.
    area : float or None
        What `AREAS` says.
    luts, carries, dsps, flipflops, depth, logic_cells : int or None
        As Yosys counts them; None where areas are estimated.
    pareto : bool
        Whether no other unit is as good and as small, and better at one.
    note : str
        Why it cannot be made.
    """

    format: str
    scheme: SchemeName
    segments: int
    max_error: float | None = None
    ulp: float | None = None
    area: float | None = None
    luts: int | None = None
    carries: int | None = None
    dsps: int | None = None
    flipflops: int | None = None
    depth: int | None = None
    logic_cells: int | None = None
    pareto: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFrontier:
    """What was found; `unit` says what areas are, `tool` who counted."""

    activation: Activation
    interval: Interval
    target: str
    unit: str
    tool: str
    rows: tuple[AreaRow, ...]

    @property
    def pareto(self) -> list[AreaRow]:
        """The rows of the Pareto set, the smallest first."""
        return sorted((row for row in self.rows if row.pareto), key=lambda row: (row.area or 0.0, row.segments))


def mark_pareto(rows: Sequence[AreaRow]) -> list[AreaRow]:
    """Return rows with those marked that no other matches in error and area and beats in one; of equals, the first."""
    order = sorted(
        (i for i, row in enumerate(rows) if row.area is not None and row.max_error is not None),
        key=lambda i: (rows[i].area, rows[i].max_error),
    )
    best, chosen = float("inf"), set()
    for i in order:
        error = rows[i].max_error
        if error is not None and error < best:
            best = error
            chosen.add(i)
    return [dataclasses.replace(row, pareto=i in chosen) for i, row in enumerate(rows)]


def area_frontier_to_json(found: AreaFrontier) -> dict[str, Any]:
    """Return error against area as a JSON object: function, target, tool, and a row for each unit."""
    return {
        "function": found.activation.name,
        **stated_data(found.activation.data),
        "interval": list(found.interval),
        "target": found.target,
        "area_unit": found.unit,
        "tool": found.tool,
        "rows": [dataclasses.asdict(row) for row in found.rows],
    }


def area_frontier_to_csv(found: AreaFrontier) -> str:
    """Return error against area as CSV text: a header, and a row for each unit."""
    columns = [field.name for field in dataclasses.fields(AreaRow)]
    return csv_text(columns, ([getattr(row, column) for column in columns] for row in found.rows))
