"""Quality of the agent: 22 cases by several seeds, beside the best objectives known (`references.json`).

    python benchmarks/quality.py [--jobs 2] [--seeds 5] [--fit lstsq best] [--only paper|named] [--json FILE]

`--only paper` takes the paper's three results, `--only named` the cases for which a reward is the goal.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import statistics
import tempfile
from pathlib import Path
from typing import Any

from cases import Case, agent_cases
from joblib import Parallel, delayed
from references import reference_objective

from pwlact.cli.console import print_table
from pwlact.cli.interrupts import sigterm_as_interrupt
from pwlact.files import write_text

SEED = 100  # the first; lower ones were used to choose settings
SHARE = 0.005  # of a reference, by which a median may be behind
GELU, SILU, SIGMOID = (Case(function=name, points=8) for name in ("gelu_tanh", "silu", "sigmoid"))
PUBLISHED = {GELU: 103.9, SILU: 77.6, SIGMOID: 208.1}  # the paper's
GOALS = {
    "lstsq": {
        GELU: 109.1,
        SILU: 81.0,
        SIGMOID: 211.7,
        Case(function="mish", points=12): 213.0,
        Case(function="silu", points=16): 312.5,
        Case(function="gelu", points=32): 1620.0,
    },
    "best": {GELU: 152.5, SILU: 117.0, SIGMOID: 282.0},
}
COLUMNS = ("function", "points", "reference", "median", "least", "most", "gap", "final policy", "seconds", "steps")


def train_case(case: Case, fit: str, seed: int, engine: str) -> dict[str, Any]:
    """Train one case in a run folder that is thrown away."""
    from pwlact.runs.training import run_training

    with tempfile.TemporaryDirectory() as out:
        settings = case.settings(fit=fit, seed=seed, engine=engine, out=out)
        folder, result = run_training(settings, lambda *_: None)
        passed = passed_after(folder / "monitor.csv", PUBLISHED.get(case, math.inf))
    best, final = result.details["best_episode"], result.details["final_policy"]
    return {
        "seed": seed,
        "best_episode": best["reward"],
        "final_policy": final["reward"] if final else 0.0,
        "seconds": result.seconds,
        "steps": result.parameters["steps"],
        "published_after": passed,
    }


def passed_after(monitor: Path, reward: float) -> float:
    """Return the seconds until an episode earned a reward, inf where none did."""
    lines = [line.split(",") for line in monitor.read_text(encoding="utf-8").splitlines()[1:]]
    t, final = lines[0].index("t"), lines[0].index("final_reward")
    return next((float(line[t]) for line in lines[1:] if float(line[final]) >= reward), math.inf)


def measure(case: Case, fit: str, seeds: range, engine: str) -> dict[str, Any]:
    """Measure one case: its reference, its goal, and its trainings one after the other."""
    runs = [train_case(case, fit, seed, engine) for seed in seeds]
    return {
        "case": dataclasses.asdict(case),
        "fit": fit,
        "reference": 1.0 / (reference_objective(case, fit) + 1e-4),
        "goal": GOALS[fit].get(case),
        "runs": runs,
    }


def median(measured: dict[str, Any], key: str) -> float:
    """Return the median of a figure over the seeds."""
    return float(statistics.median(run[key] for run in measured["runs"]))


def row(measured: dict[str, Any]) -> tuple[str, ...]:
    """Return a case's line in the table; seconds and the final policy's distance are medians."""
    reference, reached = measured["reference"], median(measured, "best_episode")
    case, best = Case(**measured["case"]), [run["best_episode"] for run in measured["runs"]]
    missed = reached < max(reference * (1.0 - SHARE), measured["goal"] or 0.0)
    return (
        case.name,
        str(case.points),
        *(f"{reward:.2f}" for reward in (reference, reached, min(best), max(best))),
        f"{100 * (reached / reference - 1):+.2f} %{' missed' if missed else ''}",
        f"{100 * (median(measured, 'final_policy') / reached - 1):+.2f} %",
        f"{median(measured, 'seconds'):.1f}",
        f"{median(measured, 'steps'):,.0f}",
    )


def published_line(measured: list[dict[str, Any]]) -> str:
    """Return after how many seconds of training the paper's rewards were passed."""
    passed = [(entry["case"], median(entry, "published_after")) for entry in measured]
    parts = [f"{case['function']} {seconds:.2f}" for case, seconds in passed if Case(**case) in PUBLISHED]
    return f"published rewards passed after seconds: {', '.join(parts)}"


def selected(only: str | None, fit: str) -> list[Case]:
    """Return the cases that `--only` asks for."""
    if only == "named":
        return list(GOALS[fit])
    return list(PUBLISHED) if only == "paper" else agent_cases()


def main() -> None:
    """Measure and print, a table for each kind of values."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2, help="processes, a core each")
    parser.add_argument("--seeds", type=int, default=5, help=f"trainings of each case, from seed {SEED}")
    parser.add_argument("--fit", nargs="+", default=["lstsq", "best"], help="kinds of values")
    parser.add_argument("--engine", default="auto", choices=("auto", "jax", "sb3"))
    parser.add_argument("--only", choices=("paper", "named"), help="some cases")
    parser.add_argument("--json", type=Path, help="write everything to this file, after each case")
    options = parser.parse_args()
    seeds, measured = range(SEED, SEED + options.seeds), list[dict[str, Any]]()
    for fit in options.fit:
        work = Parallel(n_jobs=options.jobs, return_as="generator")
        cases = selected(options.only, fit)
        for entry in work(delayed(measure)(case, fit, seeds, options.engine) for case in cases):
            measured.append(entry)
            if options.json:
                write_text(options.json, json.dumps(measured, indent=1))
        found = [entry for entry in measured if entry["fit"] == fit]
        title = f"fit {fit}, best episodes of {options.seeds} seeds: reward 1/(0.2 mean + 0.8 max + 1e-4)"
        print_table(title, COLUMNS, map(row, found))
        if fit == "lstsq":
            print(published_line(found))


if __name__ == "__main__":
    with sigterm_as_interrupt():  # which ends the workers too
        main()
