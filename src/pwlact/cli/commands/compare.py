"""`pwlact compare`: all methods on one problem, in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pwlact.cli.console import note, print_table, say
from pwlact.cli.parse import parse
from pwlact.cli.settings import subset
from pwlact.cli.tables import check_outputs, write_outputs
from pwlact.runs.interrupt import is_interrupt
from pwlact.search.describe import GAP_MEANING, number, share
from pwlact.search.evaluators import make_evaluator
from pwlact.settings.comparison import CompareConfig
from pwlact.settings.marks import File
from pwlact.studies.comparison import compared, comparison_of
from pwlact.studies.comparison_record import Comparison, ComparisonRow, comparison_to_csv, comparison_to_json
from pwlact.studies.comparison_rows import Entry

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PLACES = {"exact": "on the whole range", "grid": "on the grid", "codes": "over all input codes", "data": "at the data"}
COLUMNS = ("method", "objective", "max", "mean", "MSE", "gap", "seconds", "evaluations")


@dataclass(frozen=True, kw_only=True)
class CompareCommand(CompareConfig):
    """Compare all methods, the agent and closed forms on one problem, best first.

    All are measured by the chosen objective, also methods that minimise another. The gap is to the largest lower bound
    that is proven, of the best possible values: a least-squares fit may not reach it.
    """

    csv: File | None = None
    """Write the table to this file."""
    plot: File | None = None
    """Draw the objectives and the bound to this .png, .svg or .pdf file."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(CompareCommand, argv, "compare")
    check_outputs(command.plot, command.csv)
    table, stopped = _compared(subset(CompareConfig, command))
    code = write_outputs(
        picture=None if command.plot is None else Path(command.plot),
        figure=lambda: _figure(table),
        csv=command.csv,
        rows=lambda: comparison_to_csv(table),
        json=command.json,
        data=lambda: comparison_to_json(table),
        show=lambda: _print(table),
    )
    if stopped:
        raise KeyboardInterrupt("the finished rows were kept, the others are missing; run it again for all")
    return code


def _compared(config: CompareConfig) -> tuple[Comparison, bool]:
    """Return the table of the finished rows, which are told as they finish, and whether an interrupt ended it."""
    evaluator = make_evaluator(config.problem())
    entries: list[Entry] = []
    try:
        for entry in compared(config, evaluator, lambda name: note(f"{name} ...")):
            entries.append(entry)
            note(_told(entry.row))
    except (KeyboardInterrupt, SystemError) as fault:
        if not is_interrupt(fault) or not entries:
            raise
        return comparison_of(config, evaluator, entries), True
    return comparison_of(config, evaluator, entries), False


def _told(row: ComparisonRow) -> str:
    if row.objective is None:
        return f"{row.name}: {row.note}"
    time = "" if row.seconds is None else f", {row.seconds:.3f} s"
    return f"{row.name}: objective {row.objective:.6g}{time}"


def _figure(table: Comparison) -> Figure:
    from pwlact.plots import comparison  # loads matplotlib

    return comparison(table)


def _print(table: Comparison) -> None:
    problem = table.problem
    low, high = problem.interval
    place = PLACES[problem.objective.measure]
    title = (
        f"{problem.activation.name} on [{low:g}, {high:g}], {problem.segments} segments, {problem.fit} values: "
        f"objective {table.objective}, best first, errors {place}"
    )
    after = ("rounded after",) if problem.spec is not None else ()
    rows = [_cells(row)[: len(COLUMNS) + len(after)] for row in table.rows]
    print_table(title, (*COLUMNS, *after), rows, drop=("evaluations", "MSE", "seconds", "mean"))
    say(f"lower bound of the objective: {number(table.lower_bound, '.7g')}")
    say(GAP_MEANING)
    for row in table.rows:
        if row.note:
            say(f"{row.name}: {row.note}")


def _cells(row: ComparisonRow) -> tuple[str, ...]:
    name = row.name if row.kind == "method" else f"{row.name} ({row.kind})"
    errors = ("-",) * 3
    if row.errors is not None:
        errors = (f"{row.errors.max:.6g}", f"{row.errors.mean:.6g}", f"{row.errors.mse:.3e}")
    count = "-" if row.evaluations is None else f"{row.evaluations:,}"
    return (
        name,
        number(row.objective),
        *errors,
        share(row.gap),
        number(row.seconds, ".3f"),
        count,
        number(row.rounded_after),
    )
