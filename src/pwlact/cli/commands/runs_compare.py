"""`pwlact runs compare`: runs of each problem, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tyro.conf import Positional

from pwlact.cli.console import print_json, say
from pwlact.cli.parse import parse
from pwlact.cli.run_rows import RunsOptions, by_problem, print_rows, run_row
from pwlact.runs.folder import RESULT, find_result, list_runs
from pwlact.search.describe import GAP_MEANING

COLUMNS = ("run", "method", "seed", "reward", "objective", "max", "mean", "gap", "seconds")


@dataclass(frozen=True, kw_only=True)
class RunsCompareCommand(RunsOptions):
    """Compare runs, best first within each problem; without RUN, all of them."""

    runs: Positional[tuple[str, ...]] = ()
    """Run folders, their names, or result.json files."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(RunsCompareCommand, argv, "runs compare")
    paths = [find_result(name, command.out) for name in command.runs]
    if not paths:
        paths = [folder / RESULT for folder in list_runs(command.out) if (folder / RESULT).is_file()]
    rows = by_problem(run_row(path) for path in paths)
    if command.json:
        print_json({"runs": rows})
        return 0
    for k, (problem, group) in enumerate(groupby(rows, lambda row: row.get("problem", "damaged"))):
        if k:
            say("")
        print_rows(problem, COLUMNS, group)
    say(GAP_MEANING if rows else f"no runs in {command.out}")
    return 0
