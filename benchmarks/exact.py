"""The exact searches: smallest errors with their proofs, fewest segments, and the agent on the exact fit.

    python benchmarks/exact.py [--agent] [--jobs 2] [--seeds 3]

Seconds are medians of five searches, problem set-up and final measurement included, on one core; `--agent` trains in
--jobs processes, a core each.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time

from joblib import Parallel, delayed

from pwlact import functions
from pwlact.cli.console import print_table
from pwlact.cli.interrupts import sigterm_as_interrupt
from pwlact.search import Problem, Result, make_evaluator
from pwlact.search.methods import METHODS
from pwlact.search.methods.minimax import fewest_segments
from pwlact.search.problem import OBJECTIVES
from pwlact.search.solve import solve
from pwlact.settings.training import TrainConfig

INTERVAL = (-8.0, 8.0)
NAMES = ("sigmoid", "tanh", "gelu", "silu")
AGENT_NAMES = ("gelu", "silu", "sigmoid")
ROUNDS = 5


def problem(name: str, segments: int, objective: str) -> Problem:
    """Return a problem on [-8, 8]."""
    return Problem(
        activation=functions.get(name),
        interval=INTERVAL,
        segments=segments,
        fit="minimax" if objective == "max" else "lstsq",
        objective=OBJECTIVES[objective],  # type: ignore[index]
    )


def searched(name: str, segments: int, method: str) -> tuple[Result, float]:
    """Return a method's result and its median seconds."""
    chosen = METHODS[method]
    asked = problem(name, segments, chosen.objective)
    found = [solve(asked, chosen, chosen.config(), 0) for _ in range(ROUNDS)]
    return found[0], statistics.median(result.seconds for result in found)


def minimax_row(name: str, segments: int) -> tuple[str, ...]:
    """Return the line of a smallest maximum error."""
    result, seconds = searched(name, segments, "minimax")
    max_error, cover = result.candidate.objective, result.details["cover_bound"]
    gap = result.gap or 0.0
    above = f"{100 * (max_error / cover - 1):.3f} %"
    return name, f"{segments}", f"{cover:.7f}", f"{max_error:.7f}", above, f"{gap:.1e}", f"{1e3 * seconds:.0f}"


def square_row(name: str, segments: int) -> tuple[str, ...]:
    """Return the line of a least mean square error."""
    result, seconds = searched(name, segments, "dp")
    return (name, f"{segments}", f"{result.lower_bound:.4e}", f"{result.candidate.objective:.4e}",
            f"{100 * (result.gap or 0.0):.2f} %", f"{1e3 * seconds:.0f}")  # fmt: skip


def fewest_row(name: str) -> tuple[str, ...]:
    """Return the line of fewest segments for tolerances, and the time of the three searches."""
    evaluator = make_evaluator(problem(name, 1, "max"))
    started = time.perf_counter()
    counts = [fewest_segments(evaluator, 2.0**-bits, 256) for bits in (8, 9, 11)]
    return (name, *(f"{count}" for count in counts), f"{1e3 * (time.perf_counter() - started):.0f}")


def trained(name: str, seed: int) -> tuple[float, float, float]:
    """Return a default training's best and final maximum error on the exact fit, and its seconds."""
    from pwlact.runs.training import run_training

    with tempfile.TemporaryDirectory() as out:
        config = TrainConfig(function=name, segments=9, fit="minimax", objective="max", seed=seed, out=out)
        _, result = run_training(config, lambda *_: None)
    final = result.details["final_policy"]
    return result.candidate.objective, final["errors"]["exact"]["max"] if final else float("inf"), result.seconds


def agent_row(name: str, found: list[tuple[float, float, float]]) -> tuple[str, ...]:
    """Return the line of an agent's medians over its seeds."""
    bound = searched(name, 9, "minimax")[0].lower_bound
    assert bound is not None
    best, final, seconds = (statistics.median(column) for column in zip(*found, strict=True))
    worst = max(error for error, _, _ in found)
    gaps = (f"{100 * (error / bound - 1):.3f} %" for error in (best, worst, final))
    return (name, f"{bound:.7f}", f"{best:.7f}", *gaps, f"{seconds:.0f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--agent", action="store_true", help="train the agent too")
    parser.add_argument("--jobs", type=int, default=2, help="trainings side by side")
    parser.add_argument("--seeds", type=int, default=3, help="trainings of each function")
    options = parser.parse_args()
    rows = [minimax_row(name, segments) for name in NAMES for segments in (9, 16, 64)]
    columns = ("function", "segments", "cover bound", "max error", "continuity costs", "gap", "ms")
    print_table("smallest maximum error (minimax)", columns, rows)
    print_table("fewest segments", ("function", "2^-8", "2^-9", "2^-11", "ms"), map(fewest_row, NAMES))
    rows = [square_row(name, segments) for name in NAMES for segments in (9, 16, 32)]
    print_table("least mean square error (dp)", ("function", "segments", "bound", "MSE", "gap", "ms"), rows)
    if options.agent:
        seeds = range(options.seeds)
        tasks = [(name, seed) for name in AGENT_NAMES for seed in seeds]
        found = dict(zip(tasks, Parallel(n_jobs=options.jobs)(delayed(trained)(*task) for task in tasks), strict=True))
        rows = [agent_row(name, [found[name, seed] for seed in seeds]) for name in AGENT_NAMES]
        columns = ("function", "bound", "max error", "gap", "worst seed", "final policy", "seconds")
        print_table(f"the agent on the exact fit, medians of {options.seeds} seeds", columns, rows)


if __name__ == "__main__":
    with sigterm_as_interrupt():  # which ends the workers too
        main()
