"""`pwlact models evaluate`: what a network loses where tables stand in for its activations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pwlact.cli.evaluation_progress import evaluation_progress
from pwlact.cli.parse import parse
from pwlact.cli.settings import subset
from pwlact.cli.show_evaluation import print_evaluation
from pwlact.cli.tables import check_outputs, write_outputs
from pwlact.runs.interrupt import is_interrupt
from pwlact.settings.evaluation import EvaluationConfig
from pwlact.settings.marks import File
from pwlact.studies.evaluation.compute import EvaluationRun
from pwlact.studies.evaluation.record import Evaluation, EvaluationRow
from pwlact.studies.evaluation.text import evaluation_to_csv, evaluation_to_json

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True)
class ModelsEvaluateCommand(EvaluationConfig):
    """Measure what a network loses where tables stand in for its activations.

    One table for each function stands at all of its sites. Intervals are of 95 %, by a bootstrap. Rows that are done
    are kept in --out, where the tables are too; the same command goes on.
    """

    csv: File | None = None
    """Write the table to this file."""
    plot: File | None = None
    """Draw loss against segments to this .png, .svg or .pdf file."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(ModelsEvaluateCommand, argv, "models evaluate")
    check_outputs(command.plot, command.csv)
    work = EvaluationRun(subset(EvaluationConfig, command))
    rows, stopped = _rows(work)
    found = work.evaluation(rows)
    work.keep(found)
    code = write_outputs(
        picture=None if command.plot is None else Path(command.plot),
        figure=lambda: _figure(found),
        csv=command.csv,
        rows=lambda: evaluation_to_csv(found),
        json=command.json,
        data=lambda: evaluation_to_json(found),
        show=lambda: print_evaluation(found),
    )
    if stopped:
        missing = f"{len(rows)} of {len(work.tasks)} rows were kept in {work.folder}"
        raise KeyboardInterrupt(f"{missing}; the same command goes on")
    return code


def _rows(work: EvaluationRun) -> tuple[list[EvaluationRow], bool]:
    """Return the rows, and whether an interrupt ended them."""
    rows: list[EvaluationRow] = []
    try:
        with evaluation_progress(len(work.tasks), work.network.divergence_name) as observe:
            for row in work.rows():
                rows.append(row)
                observe(row)
    except (KeyboardInterrupt, SystemError) as fault:
        if not is_interrupt(fault) or not rows:
            raise
        return rows, True
    return rows, False


def _figure(found: Evaluation) -> Figure:
    from pwlact.plots import evaluation  # loads matplotlib

    return evaluation(found)
