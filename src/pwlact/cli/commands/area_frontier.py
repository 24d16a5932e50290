"""`pwlact frontier FUNCTION --cost`: error against area, with the Pareto set."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pwlact.cli.console import err, out, print_table
from pwlact.cli.parse import parse
from pwlact.cli.settings import only
from pwlact.cli.show import number
from pwlact.cli.tables import TableOptions, figure_path, write_outputs
from pwlact.plots import cost
from pwlact.plots.draw import check_suffix
from pwlact.runs.folder import slug
from pwlact.settings.area_frontier import CostConfig
from pwlact.studies.area_frontier import CostFrontier, CostRow, compute_area_frontier

COLUMNS = ("unit", "segments", "max error", "ulp", "area", "LUTs", "carries", "DSPs", "depth", "Pareto")


@dataclass(frozen=True, kw_only=True)
class CostCommand(TableOptions, CostConfig):
    """Error against area of units: segments, formats, ways to find the piece; the Pareto set is marked."""


def run(words: Sequence[str]) -> int:
    """Run the command."""
    command = parse(CostCommand, words, "frontier --cost")
    if command.plot is not None:  # ahead of the work
        check_suffix(Path(command.plot))
    found = compute_area_frontier(only(CostConfig, command), lambda text: err.print(f"{text} ..."))
    return write_outputs(
        picture=figure_path(command, f"cost-{slug(found.activation.name)}.png"),
        figure=lambda: cost(found),
        csv=command.csv,
        rows=lambda: _csv(found),
        json=command.json,
        data=lambda: _json(found),
        show=lambda: _print(found),
    )


def _json(found: CostFrontier) -> dict[str, object]:
    return {
        "function": found.activation.name,
        "interval": list(found.interval),
        "target": found.target,
        "area_unit": found.unit,
        "tool": found.tool,
        "rows": [dataclasses.asdict(row) for row in found.rows],
    }


def _csv(found: CostFrontier) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in dataclasses.fields(CostRow)])
    writer.writeheader()
    writer.writerows(dataclasses.asdict(row) for row in found.rows)
    return text.getvalue()


def _print(found: CostFrontier) -> None:
    low, high = found.interval
    title = f"{found.activation.name} on [{low:g}, {high:g}]; area: {found.unit}; {found.tool}"
    print_table(title, COLUMNS, [_cells(row) for row in found.rows])
    for note in dict.fromkeys(row.note for row in found.rows if row.note):
        out.print(note)


def _cells(row: CostRow) -> tuple[str, ...]:
    counts = (row.luts, row.carries, row.dsps, row.depth)
    figures = (number(row.max_error, ".4g"), number(row.ulp, ".4g"), number(row.area, ".5g"))
    marked = "*" if row.pareto else ""
    return (f"{row.format} {row.scheme}", f"{row.segments}", *figures, *(number(n, "d") for n in counts), marked)
