"""`pwlact runs list`: the runs, one a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pwlact.cli.console import print_json, say
from pwlact.cli.parse import parse
from pwlact.cli.run_rows import RunsOptions, by_problem, print_rows, run_row
from pwlact.runs.folder import list_runs
from pwlact.search.describe import GAP_MEANING

COLUMNS = (
    "run", "status", "function", "segments", "format", "method", "reward", "objective", "max", "mean", "gap", "seconds",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RunsListCommand(RunsOptions):
    """List the runs."""

    sort: Literal["newest", "problem"] = "newest"
    """Order: newest first, or by problem and best first within it."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(RunsListCommand, argv, "runs list")
    rows = [run_row(folder) for folder in list_runs(command.out)]
    if command.sort == "problem":
        rows = by_problem(rows)
    if command.json:
        print_json({"runs": rows})
    elif rows:
        print_rows(f"runs in {command.out}", COLUMNS, rows)
        say(GAP_MEANING)
    else:
        say(f"no runs in {command.out}")
    return 0
