"""Error, ULP, cells, LUT4 and depth of units for four functions at 8, 16 and 32 segments in q4.12 and fp16.

python experiments/hardware.py [--csv hardware.csv] [--target ice40]

Each unit is the exact search's: the smallest maximum error over all input codes. Its Verilog, latency 3, is mapped by
Yosys (`pip install 'pwlact[rtl]'`). "packed" are logic cells of an iCE40, which hold a LUT and a carry each. ULPs are
of the output format at f(x), and in fp16 large near zeros of f.
"""

from __future__ import annotations

import argparse
import csv
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pwlact import functions
from pwlact.cli.console import print_table
from pwlact.export.from_result import design_of
from pwlact.files import write_text
from pwlact.rtl import unit_verilog
from pwlact.rtl.synthesis.synth import Cost, synthesise
from pwlact.search.methods import METHODS
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result import Result
from pwlact.search.solve import solve
from pwlact.settings.unit import UnitChoice, unit_spec

FUNCTIONS = ("sigmoid", "tanh", "silu", "gelu")
SEGMENTS = (8, 16, 32)
FORMATS = ("q4.12", "fp16")
COLUMNS = ("function", "format", "segments", "max error", "ulp", "cells", "LUT4", "carries", "DSPs", "packed", "depth")


def search(function: str, text: str, segments: int) -> Result:
    """Return the unit with the smallest maximum error."""
    spec = unit_spec(text, UnitChoice())
    activation = functions.get(function)
    problem = Problem(
        activation=activation,
        interval=activation.interval,
        segments=segments,
        fit="minimax",
        objective=objective_named("max", spec),
        spec=spec,
    )
    return solve(problem, METHODS["minimax"], METHODS["minimax"].config(), 0)


def cost(result: Result, target: str) -> Cost:
    """Return what a result's Verilog costs."""
    design = design_of([result])
    return synthesise(unit_verilog(design), design.name, target)


def row(result: Result, spent: Cost) -> tuple[str, ...]:
    """Return a line of the table."""
    problem, report = result.problem, result.candidate.unit_report
    assert report is not None
    assert problem.spec is not None
    cells = sum(spent.cells.values())
    packed = "-" if spent.logic_cells is None else spent.logic_cells
    counts = (cells, spent.luts, spent.carries, spent.dsps, packed, spent.depth)
    figures = (f"{report.errors.max:.3e}", f"{report.ulp:.4g}", *map(str, counts))
    return (problem.activation.name, problem.spec.input.name, str(problem.segments), *figures)


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--csv", help="write the table to this file")
    parser.add_argument("--target", default="ice40", help="what Yosys maps to")
    options = parser.parse_args()
    results = [search(f, text, segments) for text in FORMATS for f in FUNCTIONS for segments in SEGMENTS]
    with ThreadPoolExecutor(2) as pool:
        costs = list(pool.map(lambda result: cost(result, options.target), results))
    rows = [row(result, spent) for result, spent in zip(results, costs, strict=True)]
    print_table(f"units of the exact search, latency 3, {options.target}, {costs[0].tool}", COLUMNS, rows)
    if options.csv:
        text = io.StringIO()
        csv.writer(text).writerows([COLUMNS, *rows])
        write_text(Path(options.csv), text.getvalue())


if __name__ == "__main__":
    main()
