"""Runs as rows of a table: one row for each, also for one without a result and for a damaged one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.cli.console import note, print_table
from pwlact.errors import InputError
from pwlact.runs.folder import RESULT
from pwlact.search.describe import number, objective_text, share
from pwlact.search.result import Result
from pwlact.search.result_json import load_result
from pwlact.settings.marks import Folder

TEXTS = ("status", "function", "format", "method")
LAST = (math.inf, 0.0)  # behind every problem
DROP = ("seconds", "reward", "mean", "objective", "format", "method", "segments")


@dataclass(frozen=True, kw_only=True)  # no slots: a mixin
class RunsOptions:
    """Where runs are, and how they are printed."""

    out: Folder = "runs"
    """Folder of the run folders, where names are looked up."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run_row(path: Path) -> dict[str, Any]:
    """Return a row about a run folder or a result.json; a note on stderr names a damaged one.

    Errors are the unit's over its input codes where the run is of a unit, else those on the grid. A run without a
    result has status "unfinished", a damaged one "damaged"; both have no further keys.
    """
    file = path if path.is_file() else path / RESULT
    row: dict[str, Any] = {"run": str(path.parent if path.is_file() else path), "status": "unfinished"}
    if not file.exists():
        return row
    try:
        return row | _figures(load_result(file))
    except InputError as fault:
        note(f"pwlact: left out {row['run']}: {fault}")
        return row | {"status": "damaged"}


def by_problem(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows grouped by problem, best objective first in each; those without a result come last."""
    rows = list(rows)
    problems = list(dict.fromkeys(row["problem"] for row in rows if "problem" in row))
    return sorted(
        rows, key=lambda row: (problems.index(row["problem"]), row["objective"]) if "problem" in row else LAST
    )


def print_rows(title: str, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    """Print rows as a table."""
    print_table(title, columns, [[_cell(row, column) for column in columns] for row in rows], texts=TEXTS, drop=DROP)


def _figures(result: Result) -> dict[str, Any]:
    problem, unit = result.problem, result.unit
    low, high = problem.interval
    errors = result.errors.grid if unit is None else result.errors.codes
    assert errors is not None
    format_ = None if unit is None else unit.spec.input.name
    where = "" if format_ is None else f", {format_}"
    objective = objective_text(problem.objective)
    return {
        "status": result.status,
        "problem": f"{problem.activation.name} on [{low:g}, {high:g}], {problem.segments} segments{where}: {objective}",
        "function": problem.activation.name,
        "interval": list(problem.interval),
        "segments": problem.segments,
        "format": format_,
        "method": result.method,
        "seed": result.seed,
        "reward": result.reward,
        "objective": result.objective,
        "gap": result.gap,
        "max": errors.max,
        "mean": errors.mean,
        "seconds": result.seconds,
    }


def _cell(row: dict[str, Any], column: str) -> str:
    value = row.get(column)
    if column == "gap":
        return share(value)
    return number(value) if isinstance(value, float) else "-" if value is None else str(value)
