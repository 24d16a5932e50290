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
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import tyro
from kan_data import DataName
from kan_measure import Row, row
from kan_methods import WAYS
from kan_report import show_modules, show_rows, write_report
from kan_trained import Trained, trained
from kan_units import Module, coded, input_format, module

from pwlact.cli.console import note
from pwlact.cli.counter import counter

OUT = Path(__file__).with_name("kan")
CODED = ("dp", "dp, sensitivity")  # ways to place segments in number formats
HARDWARE = "dp, sensitivity"
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


def main() -> int:
    """Train, place, measure, verify, and write the report."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    study = tyro.cli(Study)
    if study.fast:
        study = replace(study, data=("iris",), seeds=1, segments=(2, 4), bits=(6, 8))
    networks = {name: [trained(name, seed) for seed in range(study.seeds)] for name in study.data}
    rows = list(counted_rows(study, networks))
    show_rows(rows)
    modules = list(modules_of(study, networks[study.data[0]][0]))
    show_modules(modules)
    for path in write_report(rows, modules, study.out):
        note(path)
    return 0


def counted_rows(study: Study, networks: dict[DataName, list[Trained]]) -> Iterator[Row]:
    """Yield the lines of all data sets, and show how many are done."""
    total = len(networks) * (len(study.segments) * len(WAYS) + len(study.bits) * len(CODED))
    with counter(total, "lines") as shown:
        rows = itertools.chain.from_iterable(lines(study, own) for own in networks.values())
        for done, found in enumerate(rows, 1):
            shown(
                done, f"{found.data}, {found.format}, {found.segments} segments, {found.method}: {found.accuracy:.4f}"
            )
            yield found


def lines(study: Study, networks: Sequence[Trained]) -> Iterator[Row]:
    """Yield the lines of a data set: in real numbers by every method, then in number formats."""
    name, exact = networks[0].data.name, np.concatenate([one.right for one in networks])
    for count, way in itertools.product(study.segments, WAYS.values()):
        runs = [one.measured(way.place(one.edges, one.weights, count)) for one in networks]
        yield row(name, way.name, REAL, count, exact, runs)
    for bits, method in itertools.product(study.bits, CODED):
        runs = [one.measured(coded(one, WAYS[method], study.coded_segments, bits)) for one in networks]
        yield row(name, method, input_format(bits), study.coded_segments, exact, runs)


def modules_of(study: Study, one: Trained) -> Iterator[Module]:
    """Yield the Verilog modules of a network: its last layer by the number of segments, and its first."""
    last = len(one.edges.sizes) - 2
    for layer, segments in (*((last, count) for count in study.segments), (0, study.coded_segments)):
        note(f"{one.data.name}: Verilog of layer {layer}, {segments} segments a function")
        yield module(one, WAYS[HARDWARE], layer, segments, study.module_bits)


if __name__ == "__main__":
    sys.exit(main())
