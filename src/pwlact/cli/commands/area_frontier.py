"""`pwlact cost`: error against area, with the Pareto set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pwlact.cli.console import note, print_table, say_each
from pwlact.cli.parse import parse
from pwlact.cli.settings import subset
from pwlact.cli.tables import TableOptions, check_outputs, figure_path, write_outputs
from pwlact.files import check_writable
from pwlact.runs.folder import slug
from pwlact.search.describe import number
from pwlact.settings.area_frontier import AreaFrontierConfig
from pwlact.studies.area_frontier import compute_area_frontier
from pwlact.studies.area_record import AreaFrontier, AreaRow, area_frontier_to_csv, area_frontier_to_json

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = ("unit", "segments", "max error", "ulp", "area", "LUTs", "carries", "DSPs", "depth", "Pareto")


@dataclass(frozen=True, kw_only=True)
class CostCommand(TableOptions, AreaFrontierConfig):
    """Compare hardware units by error and area: segments, formats and schemes. The Pareto set is marked."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(CostCommand, argv, "cost")
    check_outputs(command.plot, command.csv)
    place = figure_path(command, "cost.png")
    if place is not None:
        check_writable(place)
    found = compute_area_frontier(subset(AreaFrontierConfig, command), lambda text: note(f"{text} ..."))
    return write_outputs(
        picture=figure_path(command, f"cost-{slug(found.activation.name)}.png"),
        figure=lambda: _figure(found),
        csv=command.csv,
        rows=lambda: area_frontier_to_csv(found),
        json=command.json,
        data=lambda: area_frontier_to_json(found),
        show=lambda: _print(found),
    )


def _figure(found: AreaFrontier) -> Figure:
    from pwlact.plots import cost  # loads matplotlib

    return cost(found)


def _print(found: AreaFrontier) -> None:
    low, high = found.interval
    title = f"{found.activation.name} on [{low:g}, {high:g}]; area: {found.unit}; {found.tool}"
    print_table(title, COLUMNS, [_cells(row) for row in found.rows], drop=("carries", "DSPs", "depth", "ulp", "LUTs"))
    say_each(row.note for row in found.rows)


def _cells(row: AreaRow) -> tuple[str, ...]:
    counts = (row.luts, row.carries, row.dsps, row.depth)
    figures = (number(row.max_error, ".4g"), number(row.ulp, ".4g"), number(row.area, ".5g"))
    marked = "*" if row.pareto else ""
    return (f"{row.format} {row.scheme}", f"{row.segments}", *figures, *(number(n, "d") for n in counts), marked)
