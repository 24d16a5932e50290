"""A Kolmogorov-Arnold network on tables: its splines replaced by 2, 4 and 8 segments a function.

python experiments/kan.py [--data digits breast_cancer] [--seeds 3] [--fast] [--out experiments/kan]

For each seed a small KAN is trained on a data set of scikit-learn; all its edges, each a function of one variable, are
one family of `pwlact.approximate_many`. The table tells accuracy and divergence on the test data, by the way segments
are placed, in real numbers. Then the functions go into number formats, and one Verilog unit holds those of a layer:
verified on every input of every function, with LUTs by Yosys. Written into --out: kan.md, kan.json, kan.png, edges.png.
It needs `pip install 'pwlact[models,sklearn]'`.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import tyro
from kan_data import DataName
from kan_draw_edges import draw_edges
from kan_measure import Row, row, row_of
from kan_methods import WAYS, Way
from kan_report import show_modules, show_rows, write_report
from kan_tables import Edge
from kan_trained import Trained, trained
from kan_units import Module, coded, input_format, module
from kept import Kept

from pwlact.cli.console import note
from pwlact.cli.counter import counter
from pwlact.cli.interrupts import INTERRUPTED, sigterm_as_interrupt

OUT = Path(__file__).with_name("kan")
CODED = ("dp", "dp, sensitivity")  # ways to place segments in number formats
HARDWARE = "dp, sensitivity"
DRAWN = 2  # segments of the edges in their figure
REAL = "real"


@dataclass(frozen=True)
class Study:
    """What to run."""

    data: tuple[DataName, ...] = ("digits", "breast_cancer")
    """Data sets that scikit-learn ships."""
    seeds: int = 3
    """Networks for each data set; a seed splits the data, and draws weights and batches."""
    segments: tuple[int, ...] = (2, 4, 8)
    """Segments a function."""
    bits: tuple[int, ...] = (6, 8, 10)
    """Bits of inputs in number formats; edges give two more."""
    coded_segments: int = 4
    """Segments a function in number formats."""
    module_bits: int = 8
    """Bits of the inputs of Verilog modules."""
    fast: bool = False
    """One network of the smallest data set, in two formats."""
    out: Path = OUT
    """Folder of what is written."""
    work: Path = Path("build/kan.json")
    """File of what is computed already; delete it to begin anew."""


def main() -> int:
    """Train, place, measure, verify, and write the report; return the exit code, 130 where a signal stopped it."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    study = tyro.cli(Study)
    if study.fast:
        study = replace(study, data=("iris",), seeds=1, segments=(2, 4), bits=(6, 8))
    try:
        with sigterm_as_interrupt():
            run(study)
    except KeyboardInterrupt:
        print(f"kan: interrupted: {study.work} was kept; the same command goes on", file=sys.stderr)
        return INTERRUPTED
    return 0


def run(study: Study) -> None:
    """Compute what is missing, print the tables, and write the report."""
    networks = {name: [trained(name, seed) for seed in range(study.seeds)] for name in study.data}
    kept, first = Kept(study.work), networks[study.data[0]][0]
    rows = list(counted_rows(study, kept, networks))
    show_rows(rows)
    modules = list(modules_of(study, kept, first))
    show_modules(modules)
    edges = {name: WAYS[name].place(first.edges, first.weights, DRAWN) for name in ("uniform", HARDWARE)}
    for path in write_report(rows, modules, draw_edges(first, edges), study.out):
        note(path)


def counted_rows(study: Study, kept: Kept, networks: dict[DataName, list[Trained]]) -> Iterator[Row]:
    """Yield the lines of all data sets, and show how many are done."""
    total = len(networks) * (len(study.segments) * len(WAYS) + len(study.bits) * len(CODED))
    with counter(total, "lines") as shown:
        rows = itertools.chain.from_iterable(lines(study, kept, own) for own in networks.values())
        for done, found in enumerate(rows, 1):
            kind = f"{found.data}, {found.format}, {found.segments} segments, {found.method}"
            shown(done, f"{kind}: accuracy {found.accuracy:.4f}")
            yield found


def lines(study: Study, kept: Kept, networks: Sequence[Trained]) -> Iterator[Row]:
    """Yield the lines of a data set: in real numbers by every way, then in number formats."""
    for segments, way in itertools.product(study.segments, WAYS.values()):
        yield line(kept, networks, way, segments, None)
    for bits, name in itertools.product(study.bits, CODED):
        yield line(kept, networks, WAYS[name], study.coded_segments, bits)


def line(kept: Kept, networks: Sequence[Trained], way: Way, segments: int, bits: int | None) -> Row:
    """Return the line of a way to place segments, in real numbers or in a format of as many bits."""
    name, format_ = networks[0].data.name, REAL if bits is None else input_format(bits)

    def compute() -> dict[str, Any]:
        exact = np.concatenate([one.right for one in networks])
        tables = (table_of(one, way, segments, bits) for one in networks)
        runs = [one.measured(table) for one, table in zip(networks, tables, strict=True)]
        return asdict(row(name, way.name, format_, segments, exact, runs))

    return row_of(kept.get(f"{name}, {len(networks)} networks, {way.name}, {format_}, {segments} segments", compute))


def table_of(one: Trained, way: Way, segments: int, bits: int | None) -> Edge:
    """Return the tables of a network's edges."""
    return way.place(one.edges, one.weights, segments) if bits is None else coded(one, way, segments, bits)


def modules_of(study: Study, kept: Kept, one: Trained) -> Iterator[Module]:
    """Yield the Verilog modules of a network: its last layer by the number of segments, and its first."""
    last = len(one.edges.sizes) - 2
    for layer, segments in (*((last, count) for count in study.segments), (0, study.coded_segments)):
        name = f"{one.data.name}: Verilog of layer {layer}, {segments} segments a function, {study.module_bits} bits"
        note(name)

        def compute(layer: int = layer, segments: int = segments) -> dict[str, Any]:
            return asdict(module(one, WAYS[HARDWARE], layer, segments, study.module_bits))

        yield Module(**kept.get(name, compute))


if __name__ == "__main__":
    sys.exit(main())
