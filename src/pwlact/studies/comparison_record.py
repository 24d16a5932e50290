"""What a comparison finds, as a record, as JSON and as CSV."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from pwlact.data import stated_data
from pwlact.files import csv_text
from pwlact.metrics import Errors
from pwlact.search.problem import ObjectiveName, Problem

Kind = Literal["method", "agent", "closed form"]
CSV_COLUMNS = ("method", "kind", "max", "mean", "mse", "objective", "gap", "seconds", "evaluations", "rounded_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One line of the comparison.

    Parameters
    ----------
    name, kind : str
        A method, the agent, or a closed form with no segments to choose.
    errors : Errors or None
        Where the objective takes them: on the grid, or on the whole range; of a closed form always on the grid.
    objective : float or None
        What the comparison is by.
    gap : float or None
        objective / lower bound - 1; None for a closed form, which no bound on segments holds.
    seconds, evaluations : float, int or None
        What it took.
    points : tuple of float or None
        Interior points.
    rounded_after : float or None
        Of a unit: the objective when the method works in real numbers, and all is rounded afterwards.
    note : str
        Why there is nothing, where there is nothing.
    """

    name: str
    kind: Kind = "method"
    errors: Errors | None = None
    objective: float | None = None
    gap: float | None = None
    seconds: float | None = None
    evaluations: int | None = None
    points: tuple[float, ...] | None = None
    rounded_after: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All rows, best first, with the largest lower bound that is proven."""

    problem: Problem
    objective: ObjectiveName
    lower_bound: float | None
    rows: tuple[ComparisonRow, ...]


def comparison_to_json(table: Comparison) -> dict[str, Any]:
    """Return a comparison as a JSON object: the problem, the lower bound, and a row for each method."""
    problem = table.problem
    return {
        "function": problem.activation.name,
        **stated_data(problem.activation.data),
        "interval": list(problem.interval),
        "segments": problem.segments,
        "fit": problem.fit,
        "pins": list(problem.pins),
        "format": None if problem.spec is None else problem.spec.input.name,
        "density": None if problem.density is None else problem.density.text,
        "objective": table.objective,
        "lower_bound": table.lower_bound,
        "rows": [dataclasses.asdict(row) for row in table.rows],
    }


def comparison_to_csv(table: Comparison) -> str:
    """Return a comparison as CSV text: a header, and a row for each method."""
    return csv_text(CSV_COLUMNS, map(_cells, table.rows))


def _cells(row: ComparisonRow) -> tuple[Any, ...]:
    errors = (None,) * 3 if row.errors is None else (row.errors.max, row.errors.mean, row.errors.mse)
    return (row.name, row.kind, *errors, row.objective, row.gap, row.seconds, row.evaluations, row.rounded_after)
