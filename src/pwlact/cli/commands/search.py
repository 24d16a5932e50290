"""`pwlact search`: place the points by any other method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pwlact._types import Rare
from pwlact.cli.counter import counts
from pwlact.cli.interrupts import check_drawn
from pwlact.cli.settings import read_settings, subset
from pwlact.cli.show import report
from pwlact.cli.tables import check_outputs
from pwlact.export.pieces import pieces_csv
from pwlact.files import write_text
from pwlact.runs.searching import run_search
from pwlact.search.methods import METHODS
from pwlact.settings.marks import File
from pwlact.settings.search import SearchConfig, SearchSettings, with_methods

QUICK = ("approximation", "error", "residuals", "unit")
"""Figures that are drawn by default: the approximation and its error, or a unit's, or the residuals of noisy data."""


@dataclass(frozen=True, kw_only=True)
class SearchOptions(SearchConfig):
    __doc__ = "Place the points by a method, with a proven bound, and leave a run folder.\n\nMethods:\n" + "\n".join(
        f"  {method.name:<11}{method.title}" for method in METHODS.values()
    )

    config: File | None = None
    """TOML file of settings, such as a run's config.toml. Options on the command line override it."""
    csv: Rare[File | None] = None
    """Write a row for each piece, tails included, to this file: start, stop, slope, intercept and beta."""
    json: bool = False
    """Print the result as one JSON object, and nothing else."""
    figures: bool = True
    """Draw the approximation and the error. `pwlact plot RUN` draws the rest."""


SearchCommand = with_methods(SearchOptions)


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = read_settings(SearchCommand, argv, "search", lambda _table: SearchCommand())
    check_outputs(None, command.csv)
    with counts() as watch:
        folder, result = run_search(subset(SearchSettings, command), watch)
    if command.csv is not None:
        write_text(Path(command.csv), pieces_csv(result))
    report(folder, result, command.json, QUICK if command.figures else None)
    check_drawn(folder, result, command.bootstrap)
    return 0
