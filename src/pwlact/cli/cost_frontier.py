"""`pwlact frontier FUNCTION --cost`: error against area, with the Pareto set."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pwlact.cli.console import err, out, print_json, print_table
from pwlact.cli.parse import parse
from pwlact.cli.report import number
from pwlact.cli.settings import only
from pwlact.files import write_text
from pwlact.plots import cost, save_figure
from pwlact.plots.draw import check_suffix
from pwlact.runs.cost_config import CostConfig
from pwlact.runs.cost_frontier import CostFrontier, CostRow, trace_cost
from pwlact.runs.folder import slug

COLUMNS = ("unit", "segments", "max error", "ulp", "area", "LUTs", "carries", "DSPs", "depth", "Pareto")


@dataclass(frozen=True, kw_only=True)
class CostCommand(CostConfig):
    """Error against area of units: segments, formats, ways to find the piece; the Pareto set is marked."""

    csv: str | None = None
    """Write the table to this file."""
    plot: str | None = None
    """Draw to this file: .png, .svg or .pdf; by default to cost-NAME.png in --out."""
    figures: bool = True
    """Draw the figure."""
    out: str = "runs"
    """Folder that the figure goes to."""
    json: bool = False
    """Print one JSON object and nothing else to stdout."""


def run(words: Sequence[str]) -> int:
    """Run the command."""
    command = parse(CostCommand, words, "frontier --cost")
    if command.plot is not None:  # ahead of the work
        check_suffix(Path(command.plot))
    found = trace_cost(only(CostConfig, command), lambda text: err.print(f"{text} ..."))
    written = []
    if command.figures or command.plot is not None:
        default = Path(command.out) / f"cost-{slug(found.activation.name)}.png"
        written.append(save_figure(cost(found), Path(command.plot) if command.plot else default))
    if command.csv is not None:
        write_text(Path(command.csv), _csv(found))
        written.append(Path(command.csv))
    if command.json:
        print_json(_json(found))
        return 0
    _print(found)
    for place in written:
        out.print(f"written  {place}")
    return 0


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
