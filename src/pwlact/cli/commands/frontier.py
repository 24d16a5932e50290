"""`pwlact frontier`: error against segments, with the lower bound."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.cli.commands import area_frontier as cost_frontier
from pwlact.cli.console import err, out, print_table
from pwlact.cli.parse import parse
from pwlact.cli.settings import only
from pwlact.cli.show import number, share
from pwlact.cli.tables import TableOptions, figure_path, write_outputs
from pwlact.plots import frontier
from pwlact.plots.draw import check_suffix
from pwlact.runs.folder import slug
from pwlact.studies.frontier import Frontier, FrontierConfig, trace

COST = "--cost"


@dataclass(frozen=True, kw_only=True)
class FrontierCommand(TableOptions, FrontierConfig):
    """Error against segments for chosen methods, with the proven lower bound; fewest segments for 8 to 16 bits.

    With --cost: error against area of hardware units; `pwlact frontier --cost --help` shows its options.
    """


def run(words: Sequence[str]) -> int:
    """Run the command."""
    if COST in words:
        return cost_frontier.run([word for word in words if word != COST])
    command = parse(FrontierCommand, words, "frontier")
    if command.plot is not None:  # ahead of the work
        check_suffix(Path(command.plot))
    found = trace(only(FrontierConfig, command), lambda text: err.print(f"{text} ..."))
    return write_outputs(
        picture=figure_path(command, f"frontier-{slug(found.problem.activation.name)}.png"),
        figure=lambda: frontier(found),
        csv=command.csv,
        rows=lambda: _csv(found),
        json=command.json,
        data=lambda: _json(found),
        show=lambda: _print(found),
    )


def _json(found: Frontier) -> dict[str, Any]:
    problem = found.problem
    return {
        "function": problem.activation.name,
        "interval": list(problem.interval),
        "fit": problem.fit,
        "pins": list(problem.pins),
        "density": None if problem.density is None else problem.density.text,
        "objective": found.objective,
        "segments": list(found.counts),
        "lower_bounds": list(found.lower_bounds),
        "asymptote": {"constant": found.constant, "order": found.order},
        "rows": [dataclasses.asdict(row) for row in found.rows],
        "fewest": [dataclasses.asdict(row) | {"max_error": 2.0**-row.bits} for row in found.fewest],
    }


def _csv(found: Frontier) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("method", "segments", found.objective, "lower_bound", "gap", "seconds"))
    writer.writerows(
        (row.method, row.segments, row.objective, row.lower_bound, row.gap, row.seconds) for row in found.rows
    )
    return text.getvalue()


def _print(found: Frontier) -> None:
    low, high = found.problem.interval
    methods = list(dict.fromkeys(row.method for row in found.rows))
    rows = []
    for i, count in enumerate(found.counts):
        errors = [number(found.of(method)[i].objective, ".5g") for method in methods]
        best = min((row.gap for row in found.rows if row.segments == count and row.gap is not None), default=None)
        bound, limit = number(found.lower_bounds[i], ".5g"), number(found.asymptote(count), ".5g")
        rows.append((f"{count}", *errors, bound, share(best), limit))
    title = f"{found.problem.activation.name} on [{low:g}, {high:g}], {found.problem.fit} fit: {found.objective}"
    print_table(title, ("segments", *methods, "lower bound", "smallest gap", "asymptote"), rows)
    fewest = [(f"{row.bits}", f"{2.0**-row.bits:.4g}", number(row.segments, "d")) for row in found.fewest]
    print_table("fewest segments by maximum error", ("bits", "max error", "segments"), fewest)
    notes = [row.note for row in found.rows] + [row.note for row in found.fewest]
    for note in dict.fromkeys(filter(None, notes)):
        out.print(note)
