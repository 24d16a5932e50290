"""`pwlact frontier`: error against segments, with the lower bound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pwlact.cli.commands import area_frontier
from pwlact.cli.console import note, print_table, say, say_each
from pwlact.cli.parse import parse
from pwlact.cli.settings import subset
from pwlact.cli.tables import TableOptions, check_outputs, figure_path, write_outputs
from pwlact.files import check_writable
from pwlact.runs.folder import slug
from pwlact.search.describe import GAP_MEANING, number, share
from pwlact.settings.frontier import FrontierConfig
from pwlact.studies.frontier import CRITERIA, Frontier, FrontierRow, compute_frontier, frontier_to_csv, frontier_to_json

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COST = "--cost"  # the earlier name of `pwlact cost`


@dataclass(frozen=True, kw_only=True)
class FrontierCommand(TableOptions, FrontierConfig):
    """Show error against segments, with the proven lower bound, and the fewest segments for 8 to 16 bits."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    if COST in argv:
        return area_frontier.run([word for word in argv if word != COST])
    command = parse(FrontierCommand, argv, "frontier")
    check_outputs(command.plot, command.csv)
    place = figure_path(command, "frontier.png")
    if place is not None:
        check_writable(place)
    found = compute_frontier(subset(FrontierConfig, command), lambda text: note(f"{text} ..."))
    return write_outputs(
        picture=figure_path(command, f"frontier-{slug(found.problem.activation.name)}.png"),
        figure=lambda: _figure(found),
        csv=command.csv,
        rows=lambda: frontier_to_csv(found),
        json=command.json,
        data=lambda: frontier_to_json(found),
        show=lambda: _print(found),
    )


def _figure(found: Frontier) -> Figure:
    from pwlact.plots import frontier  # loads matplotlib

    return frontier(found)


def _print(found: Frontier) -> None:
    low, high = found.problem.interval
    methods = list(dict.fromkeys(row.method for row in found.rows))
    rows = []
    for i, count in enumerate(found.counts):
        errors = [number(found.of(method)[i].objective, ".5g") for method in methods]
        best = min((row.gap for row in found.rows if row.segments == count and row.gap is not None), default=None)
        bound, limit = number(found.lower_bounds[i], ".5g"), number(found.asymptote(count) or None, ".5g")
        rows.append((f"{count}", *errors, bound, share(best), limit))
    title = f"{found.problem.activation.name} on [{low:g}, {high:g}], {found.problem.fit} values: {found.objective}"
    print_table(
        title,
        ("segments", *methods, "lower bound", "smallest gap", "asymptote"),
        rows,
        drop=("asymptote", "smallest gap"),
    )
    say(GAP_MEANING)
    _print_criteria(found)
    fewest = [(f"{row.bits}", f"{2.0**-row.bits:.4g}", number(row.segments, "d")) for row in found.fewest]
    if fewest:
        print_table("fewest segments by maximum error", ("bits", "max error", "segments"), fewest)
    say_each([*(row.note for row in found.rows), *(row.note for row in found.fewest)])


def _print_criteria(found: Frontier) -> None:
    """Print what information criteria say of noisy data, the least of each method marked by an asterisk."""
    rows = [row for row in found.rows if row.bic is not None]
    least = {(row.method, name): min(_value(other, name) for other in found.of(row.method) if other.bic is not None)
             for row in rows for name in CRITERIA}  # fmt: skip
    cells = [
        (row.method, f"{row.segments}", *(_marked(_value(row, name), least[row.method, name]) for name in CRITERIA))
        for row in rows
    ]
    if cells:
        print_table("criteria, the least of a method marked *", ("method", "segments", "BIC", "AICc"), cells)


def _value(row: FrontierRow, name: str) -> float:
    value = getattr(row, name)
    return math.inf if value is None else float(value)


def _marked(value: float, least: float) -> str:
    return f"{value:.6g} {'*' if value == least else ' '}"
