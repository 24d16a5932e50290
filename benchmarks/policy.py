"""One policy for every function: gaps in J to the best known, beside other starts with as many evaluations.

    python benchmarks/policy.py [--fit lstsq best] [--segments 6 9 16 32 64] [--functions silu ...] [--json FILE]

18 functions of the catalogue on their own ranges, the paper's objective. Rivals of the policy's draws and further fits
get as many evaluations: a local search from equal curvature, and one from the best of as many random plans as there
were draws; the better of CMA-ES and of the policy's own polish. "Ahead" is the share of functions where the policy is
at least as near as both rivals. ms is a method's whole call, warm.
"""

from __future__ import annotations

import one_core  # noqa: F401  before numpy

# isort: split
import argparse
import itertools
import json
import math
import statistics
import time
from pathlib import Path
from typing import Any

import numpy as np
from cases import FUNCTIONS, SEGMENTS, Case
from references import reference_objective

from pwlact._types import Array
from pwlact.cli.console import print_table
from pwlact.files import write_text
from pwlact.search import Evaluator, LocalConfig, local_search, make_evaluator
from pwlact.search.coordinate import curvature_coordinate
from pwlact.search.general.refine import refine
from pwlact.search.methods import METHODS

DRAWS, FITS = 1_000, 2_000
SPREAD = 0.3  # of the random plans' log-gaps
POLICY = {"greedy": (0, 0), "draws": (DRAWS, 0), "draws + fits": (DRAWS, FITS)}
LIMITS = {"greedy": 0.05, "draws": 0.025, "draws + fits": 0.005}
SEARCHED = range(16, 65)  # segments for which the limit of further fits holds
RIVALS = ("equal curvature", "equal curvature + fits", "random + fits")
COLUMNS = ("segments", "equal curvature", *POLICY, *RIVALS[1:], "ahead", "ms greedy", "ms draws", "ms draws + fits")


def by_policy(evaluator: Evaluator, seed: int) -> dict[str, tuple[float, float]]:
    """Return J and the milliseconds of each use of the policy."""
    method, found = METHODS["policy"], {}
    for name, (draws, fits) in POLICY.items():
        config = method.config(draws=draws, polish=fits)
        method.search(evaluator, config, seed)  # warm
        started = time.perf_counter()
        placement = method.search(evaluator, config, seed)
        spent = 1e3 * (time.perf_counter() - started)
        found[name] = (float(evaluator.objectives(placement.points[None, :])[0]), spent)
    return found


def further(evaluator: Evaluator, starts: list[Array], fits: int, seed: int) -> float:
    """Return J after `fits` further fits, by the better of two local searches; the first start is the main one."""
    searches = (
        refine(evaluator, itertools.cycle(starts), fits, seed),
        local_search(evaluator, starts[0], LocalConfig(evaluations=fits), seed),
    )
    return min(outcome.objective for outcome in searches)


def by_rivals(evaluator: Evaluator, seed: int) -> dict[str, float]:
    """Return J of equal curvature, and of local searches from it and from the best random plans."""
    curvature = METHODS["curvature"]
    equal = curvature.search(evaluator, curvature.config(), seed).points
    generator = np.random.default_rng(seed)
    ends = np.cumsum(np.exp(SPREAD * generator.standard_normal((DRAWS, equal.size + 1))), axis=1)
    plans = curvature_coordinate(evaluator.samples, 0.02).to_x(ends[:, :-1] / ends[:, -1:])
    ranked = plans[np.argsort(evaluator.objectives(plans), kind="stable")]
    found = (
        float(evaluator.objectives(equal[None, :])[0]),
        further(evaluator, [equal, *plans], DRAWS + FITS, seed),
        further(evaluator, [*ranked], FITS, seed),
    )
    return dict(zip(RIVALS, found, strict=True))


def measure(case: Case, fit: str, seed: int) -> dict[str, Any]:
    """Return a case's gaps and milliseconds."""
    evaluator = make_evaluator(case.problem(fit))  # type: ignore[arg-type]
    reference, policy = reference_objective(case, fit), by_policy(evaluator, seed)
    objectives = by_rivals(evaluator, seed) | {name: objective for name, (objective, _) in policy.items()}
    return {
        "function": case.function,
        "segments": case.points + 1,
        "fit": fit,
        "gaps": {name: objective / reference - 1.0 for name, objective in objectives.items()},
        "ms": {name: spent for name, (_, spent) in policy.items()},
    }


def row(segments: int, found: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the line of a number of segments: medians over the functions."""

    def gap(name: str) -> str:
        middle = statistics.median(entry["gaps"][name] for entry in found)
        limited = name in LIMITS and (name != "draws + fits" or segments in SEARCHED)
        return f"{100 * middle:.2f} %{' missed' if limited and middle > LIMITS[name] else ''}"

    def ms(name: str) -> str:
        return f"{statistics.median(entry['ms'][name] for entry in found):.1f}"

    ahead = statistics.mean(
        entry["gaps"]["draws + fits"] <= min(entry["gaps"][name] for name in RIVALS) + 1e-9 for entry in found
    )
    gaps = (gap(name) for name in ("equal curvature", *POLICY, *RIVALS[1:]))
    return (str(segments), *gaps, f"{100 * ahead:.0f} %", *map(ms, POLICY))


def main() -> None:
    """Measure and print, a table for each kind of values."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fit", nargs="+", default=["lstsq", "best"], help="kinds of values")
    parser.add_argument("--segments", nargs="+", type=int, default=sorted(SEGMENTS))
    parser.add_argument("--functions", nargs="+", default=list(FUNCTIONS), choices=FUNCTIONS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, help="write everything to this file")
    options = parser.parse_args()
    measured = list[dict[str, Any]]()
    for fit in options.fit:
        rows = []
        for segments in options.segments:
            cases = [Case(function=name, points=segments - 1) for name in options.functions]
            found = [measure(case, fit, options.seed) for case in cases]
            measured += [entry for entry in found if math.isfinite(entry["gaps"]["greedy"])]
            rows.append(row(segments, found))
        title = f"fit {fit}: gap in J to the best known, medians of {len(options.functions)} functions"
        print_table(title, COLUMNS, rows)
    if options.json:
        write_text(options.json, json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
