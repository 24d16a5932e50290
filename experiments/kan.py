"""A Kolmogorov-Arnold network on tables: its splines replaced by 2, 4 and 8 segments a function.

python experiments/kan.py [--data digits breast_cancer] [--seeds 3] [--fast] [--out experiments/kan]

For each seed a small KAN is trained on a data set of scikit-learn; all its edges, each a function of one variable, are
one family of `pwlact.approximate_many`. The table tells accuracy and divergence on the test data, by the way segments
are placed, in real numbers. Then the functions go into number formats, and one Verilog unit holds those of a layer:
verified on every input of every function, with LUTs by Yosys. Written into --out: kan.md, kan.json, kan.csv, kan.png.
It needs `pip install 'pwlact[models,sklearn]'`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tyro
from kan_data import DataName
from kan_measure import Row, row
from kan_methods import METHODS
from kan_report import show, write_report
from kan_trained import Trained, trained

from pwlact.cli.console import note
from pwlact.cli.counter import counter

OUT = Path(__file__).with_name("kan")
SMALLEST: DataName = "iris"


@dataclass(frozen=True)
class Study:
    """What to run."""

    data: tuple[DataName, ...] = ("digits", "breast_cancer")
    """Data sets that scikit-learn ships."""
    seeds: int = 3
    """Networks for each data set; a seed splits the data, and draws weights and batches."""
    segments: tuple[int, ...] = (2, 4, 8)
    """Segments a function."""
    fast: bool = False
    """One seed, of the smallest data set alone."""
    out: Path = OUT
    """Folder of what is written."""


def main() -> int:
    """Train, place, measure, and write the report."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    study = tyro.cli(Study)
    rows = list(rows_of(study))
    show(rows)
    for path in write_report(rows, study.out):
        note(path)
    return 0


def rows_of(study: Study) -> Iterator[Row]:
    """Yield a line for each data set, number of segments and way to place them."""
    names, seeds = ((SMALLEST,), 1) if study.fast else (study.data, study.seeds)
    total = len(names) * len(study.segments) * len(METHODS)
    with counter(total, "ways") as show_done:
        done = 0
        for name in names:
            networks = [trained(name, seed) for seed in range(seeds)]
            for found in lines(name, networks, study.segments):
                done += 1
                show_done(done, f"{name}, {found.segments} segments, {found.method}: {found.accuracy:.4f}")
                yield found


def lines(name: str, networks: Sequence[Trained], segments: Sequence[int]) -> Iterator[Row]:
    """Yield the lines of a data set."""
    exact = np.concatenate([one.exact.argmax(axis=1) == one.data.test_labels for one in networks]).astype(float)
    for count in segments:
        for method, place in METHODS.items():
            runs = [one.family_measured(place(one.edges, one.weights, count)) for one in networks]
            yield row(name, method, count, exact, runs)


if __name__ == "__main__":
    sys.exit(main())
