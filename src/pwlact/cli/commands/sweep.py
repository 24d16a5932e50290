"""`pwlact sweep`: many trainings or searches by a study's file, here or on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pwlact.cli.console import print_json, say
from pwlact.cli.parse import parse
from pwlact.cli.show_sweep import print_sweep
from pwlact.cli.sweep_progress import sweep_progress
from pwlact.files import output_file
from pwlact.runs.folder import check_name
from pwlact.settings.marks import File
from pwlact.settings.sweep import SweepConfig
from pwlact.settings.sweep_file import read_sweep
from pwlact.studies.sweeps.run import Place, Sweep
from pwlact.studies.sweeps.session import check_success, complete, sweep_in
from pwlact.studies.sweeps.storage import require_optuna
from pwlact.studies.sweeps.summary import sweep_to_json
from pwlact.studies.sweeps.table import check_table_file, write_table
from pwlact.studies.sweeps.trial import Row


@dataclass(frozen=True, kw_only=True)
class SweepCommand(SweepConfig):
    """Run many trainings or searches by a study's file, here or on a cluster.

    It needs the extra studies. Every trial is one of Optuna, and a row of the table. After Ctrl-C or a kill, the same
    command goes on.
    """

    table: File | None = None
    """Write the table to this .parquet or .csv file; by default to results.parquet in the sweep's folder."""
    json: bool = False
    """Print one JSON object, and nothing else."""
    figures: bool = True
    """Draw the sweep's figures into its folder."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(SweepCommand, argv, "sweep")
    file = read_sweep(Path(command.file), command.set)
    check_name(command.out, command.folder_name)
    folder = Path(command.out) / command.folder_name
    require_optuna()
    table = folder / "results.parquet" if command.table is None else output_file(command.table)
    check_table_file(table)
    place = Place(folder=folder, storage=command.storage, keep_runs=command.keep_runs)
    with sweep_in(file, place) as sweep:
        with sweep_progress(sweep) as watch:
            complete(sweep, command.jobs, command.cluster, watch)
        return _report(command, sweep, table)


def _report(command: SweepCommand, sweep: Sweep, table: Path) -> int:
    """Write table and figures, and print."""
    rows = sweep.rows()
    written = [write_table(rows, table), *(_draw(sweep, rows) if command.figures else [])]
    check_success(sweep)
    if command.json:
        print_json({**sweep_to_json(sweep, rows), "files": [str(path) for path in written]})
        return 0
    print_sweep(sweep, rows)
    for path in written:
        say(f"written  {path}")
    return 0


def _draw(sweep: Sweep, rows: list[Row]) -> list[Path]:
    from pwlact.plots.draw import save_figure
    from pwlact.plots.sweep import sweep_figures  # loads matplotlib

    folder = sweep.place.folder
    return [save_figure(figure, folder / f"{name}.png") for name, figure in sweep_figures(sweep, rows).items()]
