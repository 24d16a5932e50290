"""Quality of the agent beside long multi-start local search, on many functions, ranges and numbers of points.

    python benchmarks/quality.py [--jobs 2] [--seeds 1] [--paper] [--json FILE]

`--paper` takes the paper's three results only; with `--seeds 5` it gives the medians that the README states.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed

from pwlact.cli.console import print_table
from pwlact.cli.interrupts import sigterm_as_interrupt
from pwlact.search import Evaluator, LocalConfig, make_evaluator, multistart
from pwlact.settings.training import TrainConfig

HERE = Path(__file__).parent
STARTS = 12  # of each step size; 60,000 fits each at most
SIGMAS = (0.05, 0.4)
PAPER = 3  # the first cases are the paper's


def settings(case: dict[str, Any], seed: int, out: str) -> TrainConfig:
    """Return the training of a case: nothing but the question is set."""
    interval = tuple(case["range"]) if "range" in case else None
    return TrainConfig(
        function=case.get("function"),
        expr=case.get("expr"),
        range=interval,  # type: ignore[arg-type]
        segments=case["points"] + 1,
        seed=seed,
        out=out,
    )


def yardstick(evaluator: Evaluator) -> float:
    """Return the best reward that multi-start CMA-ES finds."""
    found = [multistart(evaluator, LocalConfig(sigma=sigma, evaluations=60_000), STARTS, seed=0) for sigma in SIGMAS]
    return 1.0 / (min(outcome.objective for outcome in found) + 1e-4)


def train_case(case: dict[str, Any], seed: int) -> dict[str, Any]:
    """Train one case in a run folder that is thrown away."""
    from pwlact.runs.training import run_training

    with tempfile.TemporaryDirectory() as out:
        folder, result = run_training(settings(case, seed, out), lambda *_: None)
        rows = (folder / "evaluations.csv").read_text(encoding="utf-8").splitlines()[1:]
    best, final = result.details["best_episode"], result.details["final_policy"]
    return {
        "case": case,
        "seed": seed,
        "best_episode": best["reward"],
        "final_policy": final["reward"] if final else 0.0,
        "seconds": result.seconds,
        "steps": result.parameters["steps"],
        "course": [tuple(float(cell) for cell in row.split(",")[:3]) for row in rows],
    }


def measure(case: dict[str, Any], seeds: int) -> dict[str, Any]:
    """Measure one case: the yardstick, and the agent's seeds one after the other."""
    evaluator = make_evaluator(settings(case, 0, "").problem())
    return {"yardstick": yardstick(evaluator), "runs": [train_case(case, seed) for seed in range(seeds)]}


def row(measured: dict[str, Any]) -> tuple[str, ...]:
    """Return a case's line in the table; medians over the seeds."""
    runs = measured["runs"]
    case, steps = runs[0]["case"], runs[0]["steps"]
    best = statistics.median(run["best_episode"] for run in runs)
    final = statistics.median(run["final_policy"] / run["best_episode"] - 1 for run in runs)
    low, high = case.get("range", ("", ""))
    name = f"{case.get('function') or case['expr']} {f'[{low:g}, {high:g}]' if low != '' else ''}".strip()
    return (
        name,
        str(case["points"]),
        f"{measured['yardstick']:.2f}",
        f"{best:.2f}",
        f"{100 * (best / measured['yardstick'] - 1):+.2f} %",
        f"{100 * final:+.2f} %",
        f"{statistics.median(run['seconds'] for run in runs):.0f}",
        f"{steps:,}",
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2, help="processes, a core each")
    parser.add_argument("--seeds", type=int, default=1, help="trainings of each case")
    parser.add_argument("--paper", action="store_true", help="the paper's three results only")
    parser.add_argument("--json", type=Path, help="write everything to this file")
    options = parser.parse_args()
    cases = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["cases"]
    cases = cases[:PAPER] if options.paper else cases
    measured = Parallel(n_jobs=options.jobs)(delayed(measure)(case, options.seeds) for case in cases)
    columns = ("function", "points", "local search", "best episode", "gap", "final policy", "seconds", "steps")
    print_table("reward 1/(0.2 mean + 0.8 max + 1e-4), higher is better", columns, map(row, measured))
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1), encoding="utf-8")


if __name__ == "__main__":
    with sigterm_as_interrupt():  # which ends the workers too
        main()
