"""The tables of KANs on tables: printed, as Markdown and as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kan_draw import draw
from kan_measure import Row
from kan_units import TARGETS, Module
from matplotlib.figure import Figure

from pwlact.cli.console import print_table
from pwlact.files import write_text
from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.plots import save_figure

COLUMNS = ("placed by", "format", "segments", "accuracy", "change (95 %)", "KL", "same", "max error", "RMS error")
MODULE_COLUMNS = ("layer", "functions", "segments", "format", "inputs", "mismatches", *TARGETS)
INTRO = """# A Kolmogorov-Arnold network on tables

`python experiments/kan.py` made this. Every edge of a small KAN, a cubic spline plus SiLU, is replaced by a
piecewise-linear table; all edges are one family. The networks have one hidden layer, inputs and hidden sums lie in
[-1, 1]. All figures are of test data, over all seeds: accuracy, its change from the exact network's with the 95 %
interval of a paired bootstrap, the mean KL divergence from the exact network's predictions, the share of predictions
that are the same, the largest error of any edge and the root mean square error of all, even on the range.
"""
METHODS = """`uniform` has segments of equal width. `minimax` minimises each edge's maximum error, `dp` its mean square
error; `density` weights that by the training data's inputs, `sensitivity` by their squared gradients of the loss.
`shared` shares the same number of segments in all out among the edges.
"""
FORMATS = """In number formats edges take inputs of that format and give two more fraction bits; sums are exact, then
rounded and saturated to the next layer's inputs: the network computes in integers.
"""
MODULES = """## Verilog

One module for all edges of a layer, with the edge's number as an input: simulated on every input code of every
number, and mapped by Yosys: lookup tables / multipliers / block RAMs.
"""


def show_rows(rows: Sequence[Row]) -> None:
    """Print a table for each data set."""
    for own in by_data(rows):
        print_table(title(own), COLUMNS, [cells(row) for row in own], texts=COLUMNS[1:2], drop=COLUMNS[:5:-1])


def show_modules(modules: Sequence[Module]) -> None:
    """Print a table of Verilog modules."""
    title = f"{modules[0].data}: one Verilog module for a layer; LUTs / multipliers / block RAMs"
    print_table(title, MODULE_COLUMNS, map(module_cells, modules), texts=TARGETS)


def write_report(rows: Sequence[Row], modules: Sequence[Module], edges: Figure, folder: Path) -> list[Path]:
    """Write kan.json, kan.md, kan.png and edges.png; return them."""
    record, page = folder / "kan.json", folder / "kan.md"
    data = {"rows": list(map(dataclasses.asdict, rows)), "modules": list(map(dataclasses.asdict, modules))}
    write_text(record, json.dumps(data, indent=1) + "\n")
    write_text(page, markdown(rows, modules))
    figures = {"kan.png": draw(rows), "edges.png": edges}
    return [record, page, *(save_figure(figure, folder / name) for name, figure in figures.items())]


def by_data(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the lines of each data set."""
    return [[row for row in rows if row.data == name] for name in dict.fromkeys(row.data for row in rows)]


def title(rows: Sequence[Row]) -> str:
    """Return the heading of a data set: its exact accuracy."""
    return f"{rows[0].data}: accuracy {rows[0].accuracy - rows[0].change.value:.4f} exact"


def cells(row: Row) -> tuple[str, ...]:
    """Return a line as text."""
    return (
        row.method,
        row.format,
        str(row.segments),
        f"{row.accuracy:.4f}",
        interval(row.change),
        f"{row.divergence.value:.2e}",
        f"{row.same:.4f}",
        f"{row.max_error:.3g}",
        f"{row.rms_error:.3g}",
    )


def interval(found: Estimate) -> str:
    """Return a change with its interval."""
    return f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})"


def module_cells(found: Module) -> tuple[str, ...]:
    """Return a module as text."""
    numbers = (found.layer, found.functions, found.segments)
    cells = (found.cells[target] for target in TARGETS)
    return (*map(str, numbers), found.format, f"{found.inputs:,}", str(found.mismatches), *cells)


def markdown(rows: Sequence[Row], modules: Sequence[Module]) -> str:
    """Return the report."""
    parts = [INTRO, METHODS, FORMATS]
    for own in by_data(rows):
        parts += [f"## {title(own)}\n", *_table(COLUMNS, map(cells, own)), ""]
    return "\n".join([*parts, MODULES, *_table(MODULE_COLUMNS, map(module_cells, modules)), ""])


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
