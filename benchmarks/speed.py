"""Speed: fits, the vectorised environment and start-up, each beside its rival where there is one.

    python benchmarks/speed.py [--json FILE]

Everything runs on one core, and rivals run in turn with what they are compared to, since machines are noisy.
"""

from __future__ import annotations

import one_core  # noqa: F401  before numpy and torch

# isort: split
import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rival import fit_with_errors

from pwlact import functions
from pwlact.cli.console import print_table
from pwlact.fit import best_batch, best_reference, curve_of, lstsq, lstsq_batch, minimax_batch, minimax_values, sample
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.sb3.vec_env import SegmentPointsVecEnv
from pwlact.rl.task import make_task
from pwlact.search import Objective, Problem
from pwlact.search.coordinate import curvature_coordinate
from pwlact.search.versions import versions

INTERVAL = (-8.0, 8.0)
SEGMENTS = 9
BATCH = 1024
ROUNDS = 5


def rate(work: Callable[[], object], count: int, repeats: int) -> float:
    """Return pieces of work a second: `repeats` calls, each with `count` pieces."""
    started = time.perf_counter()
    for _ in range(repeats):
        work()
    return count * repeats / (time.perf_counter() - started)


def fits() -> dict[str, float]:
    """Return median fits with errors a second: the rival's, one at a time, batched."""
    samples = sample(functions.get("gelu_tanh"), INTERVAL)
    inner = np.sort(np.random.default_rng(0).uniform(*INTERVAL, (BATCH, SEGMENTS - 1)), axis=1)
    ends = np.ones((BATCH, 1))
    sets = np.ascontiguousarray(np.hstack((INTERVAL[0] * ends, inner, INTERVAL[1] * ends)))
    _, worst, mean = fit_with_errors(samples.x, samples.y, sets[0])
    ours = lstsq(samples, sets[0])
    if abs(worst - ours.max_error) > 1e-9 or abs(mean - ours.mean_error) > 1e-9:
        raise SystemExit("the rival and the kernel disagree: the comparison means nothing")
    lstsq_batch(samples, sets)
    rounds = [
        (
            rate(lambda: fit_with_errors(samples.x, samples.y, sets[0]), 1, 4),
            rate(lambda: lstsq(samples, sets[0]), 1, 20_000),
            rate(lambda: lstsq_batch(samples, sets), BATCH, 40),
        )
        for _ in range(ROUNDS)
    ]
    plain, single, batched = (statistics.median(column) for column in zip(*rounds, strict=True))
    return {"rival": plain, "one at a time": single, "batched": batched}


def minimax_fits() -> dict[str, float]:
    """Return median minimax fits a second near good points: by linear programming, one at a time, batched."""
    activation = functions.get("gelu")
    samples, curve = sample(activation, INTERVAL), curve_of(activation, INTERVAL)
    good = curvature_coordinate(samples, 0.02).to_x(np.arange(1, SEGMENTS) / SEGMENTS)
    sets = np.tile(np.concatenate((INTERVAL[:1], good, INTERVAL[1:])), (BATCH, 1))
    sets[:, 1:-1] += np.random.default_rng(0).normal(0.0, 0.05, (BATCH, SEGMENTS - 1))
    _, error = minimax_values(activation, sets[0])
    if abs(error - minimax_batch(curve, samples, sets).max_error[0]) > 1e-8:
        raise SystemExit("linear program and kernel disagree: the comparison means nothing")
    rounds = [
        (
            rate(lambda: minimax_values(activation, sets[0]), 1, 2),
            rate(lambda: minimax_batch(curve, samples, sets[:1]), 1, 5_000),
            rate(lambda: minimax_batch(curve, samples, sets), BATCH, 10),
        )
        for _ in range(ROUNDS)
    ]
    names = ("minimax fits, linear program", "minimax fits, one at a time", "minimax fits, batched")
    return {name: statistics.median(column) for name, column in zip(names, zip(*rounds, strict=True), strict=True)}


def best_fits() -> dict[str, float]:
    """Return median best fits a second near good points: by linear programming, one at a time, batched, proven."""
    samples = sample(functions.get("gelu_tanh"), INTERVAL)
    good = curvature_coordinate(samples, 0.02).to_x(np.arange(1, SEGMENTS) / SEGMENTS)
    sets = np.tile(np.concatenate((INTERVAL[:1], good, INTERVAL[1:])), (BATCH, 1))
    sets[:, 1:-1] += np.random.default_rng(0).normal(0.0, 0.05, (BATCH, SEGMENTS - 1))
    weights = Objective().mean_weight, Objective().max_weight
    started = time.perf_counter()
    _, least = best_reference(samples.x, samples.y, sets[0], *weights)
    seconds = time.perf_counter() - started
    proven = best_batch(samples, sets[:1], *weights, exact=True)
    if abs(weights[0] * proven.mean_error[0] + weights[1] * proven.max_error[0] - least) > 1e-8 * least:
        raise SystemExit("linear program and kernel disagree: the comparison means nothing")
    rounds = [
        (
            rate(lambda: best_batch(samples, sets[:1], *weights), 1, 2_000),
            rate(lambda: best_batch(samples, sets, *weights), BATCH, 4),
            rate(lambda: best_batch(samples, sets[:64], *weights, exact=True), 64, 1),
        )
        for _ in range(ROUNDS)
    ]
    names = ("best fits, one at a time", "best fits, batched", "best fits, proven")
    found = {name: statistics.median(column) for name, column in zip(names, zip(*rounds, strict=True), strict=True)}
    return {"best fits, linear program": 1.0 / seconds, **found}


def environment(envs: int) -> float:
    """Return median steps a second of the default environment with `envs` episodes side by side, actions at random."""
    config = AgentConfig()
    problem = Problem(activation=functions.get("gelu_tanh"), interval=INTERVAL, segments=SEGMENTS)
    env = SegmentPointsVecEnv(make_task(problem, config.env, config.reward), envs)
    actions = np.random.default_rng(1).uniform(-0.3, 0.3, (SEGMENTS - 1, envs, 1)).astype(np.float32)
    env.reset()

    def episode() -> None:
        for action in actions:
            env.step(action)

    episode()
    repeats = max(400_000 // (envs * len(actions)), 1)
    return statistics.median(rate(episode, envs * len(actions), repeats) for _ in range(ROUNDS))


def process_seconds(*words: str) -> float:
    """Return the median wall time of a fresh Python process."""
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def import_seconds() -> float:
    """Return the median time of `import pwlact` itself, in fresh processes that must not load torch."""
    code = (
        "import time, sys; t = time.perf_counter(); import pwlact; "
        "print(time.perf_counter() - t, 'torch' in sys.modules)"
    )
    seconds = []
    for _ in range(ROUNDS):
        said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
        if said[1] != "False":
            raise SystemExit("`import pwlact` loaded torch")
        seconds.append(float(said[0]))
    return statistics.median(seconds)


def machine() -> dict[str, object]:
    """Return the processor, its cores, and the versions that figures depend on."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.processor() or platform.machine()
    return {"processor": model, "cores": os.cpu_count(), "versions": versions()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    figures: dict[str, float] = {f"fits, {name}": value for name, value in fits().items()}
    figures |= minimax_fits()
    figures |= best_fits()
    figures |= {f"environment steps, {envs} side by side": environment(envs) for envs in (64, 1024, 4096)}
    figures["import pwlact, seconds"] = import_seconds()
    figures["pwlact fit, seconds"] = process_seconds("-m", "pwlact.cli", "fit", "gelu", "-P", "-1", "0", "1")
    plain = figures["fits, rival"]
    rows = [
        (
            name,
            f"{value:,.3f}" if value < 100 else f"{value:,.0f}",
            f"{value / plain:,.0f}" if name.startswith("fits") else "",
        )
        for name, value in figures.items()
    ]
    print_table(f"one core, Python {platform.python_version()}", ("", "a second", "times the rival"), rows)
    if options.json:
        options.json.write_text(json.dumps({"machine": machine(), "figures": figures}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
