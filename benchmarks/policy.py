"""One policy for every function: gaps in J to the best known, beside other starts with as many evaluations.

    python benchmarks/policy.py [--fit lstsq best] [--segments 6 9 16 32 64] [--functions silu ...] [--json FILE]

18 functions of the catalogue on their own ranges, the paper's objective. Rivals of the policy's draws and further fits
get as many evaluations: a local search from equal curvature, and one from the best of as many random plans as there
were draws; by CMA-ES, and by the policy's own polish. "Ahead" is the share of functions where the policy is at least as
near as both rivals. ms is a method's whole call, warm.
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
RIVALS = {
    "CMA-ES": ("equal curvature, CMA-ES", "random, CMA-ES"),
    "polish": ("equal curvature, polish", "random, polish"),
}
SEARCHES = [name for pair in RIVALS.values() for name in pair]
AHEAD = [f"ahead of {name}" for name in RIVALS]
COLUMNS = ("segments", "equal curvature", *POLICY, *SEARCHES, *AHEAD, *(f"ms {name}" for name in POLICY))


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


def further(evaluator: Evaluator, starts: list[Array], fits: int, seed: int) -> tuple[float, float]:
    """Return J after `fits` further fits by CMA-ES from the first start, and by the policy's polish from all."""
    return (
        local_search(evaluator, starts[0], LocalConfig(evaluations=fits), seed).objective,
        refine(evaluator, itertools.cycle(starts), fits, seed).objective,
    )


def by_rivals(evaluator: Evaluator, seed: int) -> dict[str, float]:
    """Return J of equal curvature, and of local searches from it and from the best random plans."""
    curvature = METHODS["curvature"]
    equal = curvature.search(evaluator, curvature.config(), seed).points
    generator = np.random.default_rng(seed)
    ends = np.cumsum(np.exp(SPREAD * generator.standard_normal((DRAWS, equal.size + 1))), axis=1)
    plans = curvature_coordinate(evaluator.samples, 0.02).to_x(ends[:, :-1] / ends[:, -1:])
    ranked = plans[np.argsort(evaluator.objectives(plans), kind="stable")]
    from_equal = further(evaluator, [equal, *plans], DRAWS + FITS, seed)
    from_random = further(evaluator, [*ranked], FITS, seed)
    found = {"equal curvature": float(evaluator.objectives(equal[None, :])[0])}
    for pair, objectives in zip(RIVALS.values(), zip(from_equal, from_random, strict=True), strict=True):
        found |= dict(zip(pair, objectives, strict=True))
    return found


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

    def ahead(pair: tuple[str, ...]) -> str:
        reached = [(entry["gaps"]["draws + fits"], min(entry["gaps"][name] for name in pair)) for entry in found]
        return f"{100 * statistics.mean(own <= rival + 1e-9 for own, rival in reached):.0f} %"

    gaps = (gap(name) for name in ("equal curvature", *POLICY, *SEARCHES))
    return (str(segments), *gaps, *map(ahead, RIVALS.values()), *map(ms, POLICY))


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
