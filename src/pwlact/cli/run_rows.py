"""Runs as rows of a table: one row for each, also for one without a result and for a damaged one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.cli.console import note, print_table
from pwlact.errors import InputError
from pwlact.runs.folder import CONFIG, RESULT
from pwlact.search.describe import number, objective_text, share
from pwlact.search.result import Result
from pwlact.search.result_json import load_result
from pwlact.settings.marks import Folder
from pwlact.settings.toml import read_toml

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
    """Return a row about a run folder or a result's file; a note on stderr says why a run is damaged.

    Errors are the unit's over its input codes where the run is of a unit, else those on the grid. A run without a
    result has status "unfinished", one whose result or settings are damaged "damaged"; both have no further keys.
    """
    folder, file = (path.parent, path) if path.is_file() else (path, path / RESULT)
    row: dict[str, Any] = {"run": str(folder if file.name == RESULT else file), "status": "unfinished"}
    try:
        if file.exists():
            return row | _figures(load_result(file))
        read_toml(folder / CONFIG)
    except InputError as fault:
        note(f"pwlact: damaged: {row['run']}: {fault}")
        return row | {"status": "damaged"}
    return row


def by_problem(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows grouped by problem, best objective first in each; those without a result come last."""
    rows = list(rows)
    problems = list(dict.fromkeys(row["problem"] for row in rows if "problem" in row))
    return sorted(
        rows, key=lambda row: (problems.index(row["problem"]), row["objective"]) if "problem" in row else LAST
    )


def print_rows(title: str, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    """Print rows as a table; its first column is the run, by the end of its path."""
    rows = list(rows)
    names = path_ends([row["run"] for row in rows])
    cells = [[name, *(_cell(row, column) for column in columns[1:])] for name, row in zip(names, rows, strict=True)]
    print_table(title, columns, cells, texts=TEXTS, drop=DROP)


def path_ends(paths: Sequence[str]) -> list[str]:
    """Return the last parts of each path: one, or the fewest by which different paths differ."""
    parts = [Path(path).parts for path in paths]
    longest = max(map(len, parts), default=1)
    counts = (n for n in range(1, longest) if len({words[-n:] for words in parts}) == len(set(parts)))
    count = next(counts, longest)
    return [str(Path(*words[-count:])) for words in parts]


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
