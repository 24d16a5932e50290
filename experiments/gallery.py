"""The gallery: 24 functions by 8, 16 and 32 segments, in real numbers, q4.12 and fp16, with bounds and cells.

python experiments/gallery.py [--functions silu ...] [--jobs 2] [--page FILE.md] [--kept FILE.json]

Every approximation has the smallest maximum error, proven. Every unit's Verilog is simulated on every input by Icarus
and mapped to an iCE40 by Yosys. It goes on where it was stopped; delete the kept file to begin anew.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from gallery_page import write_page
from kept import Kept
from rich.progress import track

import pwlact

FUNCTIONS = (
    "sigmoid", "tanh", "silu", "gelu", "gelu_tanh", "mish", "hardswish", "softplus", "logsigmoid", "elu", "selu",
    "softsign", "tanhshrink", "erf", "arctan", "exp", "exp2", "log", "log2", "reciprocal", "rsqrt", "sqrt", "sin",
    "cos",
)  # fmt: skip
"""The catalogue without those that a few pieces meet exactly, and celu, which is elu."""
OUTPUTS = dict.fromkeys(("softplus", "logsigmoid", "selu"), "q5.11")
"""Outputs of q4.12's units where the function leaves that format."""
SEGMENTS = (8, 16, 32)
FORMATS = ("q4.12", "fp16")
TARGET = "ice40"


def name_of(function: str, segments: int, text: str | None) -> str:
    """Return the name under which an entry is kept."""
    return f"{function} {segments} {text or 'real'}"


def entry(function: str, segments: int, text: str | None) -> dict[str, Any]:
    """Return the figures of one approximation; of a unit, also what its simulation and its mapping gave."""
    unit = {"output": OUTPUTS[function]} if text == "q4.12" and function in OUTPUTS else None
    result = pwlact.approximate(function, segments=segments, format=text, unit=unit)
    found = {"max": result.objective, "bound": result.lower_bound, "gap": result.gap}
    if text is None:
        return found | {"breakpoints": result.pwl.breakpoints.tolist(), "values": result.pwl.values.tolist()}
    report = result.candidate.unit_report
    assert report is not None
    assert result.unit is not None
    (cost,) = result.synth(TARGET)
    checked = result.verify()
    counts = {
        "output": result.unit.spec.output.name,
        "luts": cost.luts,
        "carries": cost.carries,
        "dsps": cost.dsps,
        "cells": cost.logic_cells,
    }
    return found | counts | {"ulp": report.ulp, "inputs": checked.inputs, "mismatches": checked.mismatches}


def compute(kept: Kept, functions: tuple[str, ...], jobs: int) -> None:
    """Compute what is not kept yet."""
    asked = [(f, n, text) for f in functions for n in SEGMENTS for text in (None, *FORMATS)]
    with ThreadPoolExecutor(jobs) as pool:
        futures = {pool.submit(entry, *one): name_of(*one) for one in asked if name_of(*one) not in kept.found}
        try:
            for future in track(_done(futures), "gallery", total=len(futures)):
                kept.get(futures[future], future.result)
        finally:
            pool.shutdown(cancel_futures=True)


def _done(futures: dict[Future[dict[str, Any]], str]) -> Iterator[Future[dict[str, Any]]]:
    yield from as_completed(futures)


def main() -> None:
    """Compute the gallery and write its page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--functions", nargs="+", default=FUNCTIONS, help="functions of the catalogue")
    parser.add_argument("--jobs", type=int, default=2, help="simulations and mappings at once")
    parser.add_argument(
        "--page", default="docs/gallery.md", help="page to write; its pictures go to images/gallery beside it"
    )
    parser.add_argument("--kept", default="experiments/gallery.json", help="file of what is computed")
    options = parser.parse_args()
    kept = Kept(Path(options.kept))
    compute(kept, tuple(options.functions), options.jobs)
    write_page(Path(options.page), kept.found, tuple(options.functions), SEGMENTS, FORMATS)


if __name__ == "__main__":
    main()
