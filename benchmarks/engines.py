"""The two engines beside each other: start-up, steps a second, and 600,000 steps.

    python benchmarks/engines.py [--rounds 5] [--json FILE]

Each training is a process of its own, engines taking turns, each with its own tuned settings, and JAX with those of
Stable-Baselines3 too. "Start-up" is from the process's start to the end of the first update, choosing starts included;
the figures below it leave it out. "Cold" is without JAX's compiled programs. Medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pwlact.cli.console import print_table
from pwlact.files import write_text

STEPS = {"jax": 600_000, "sb3": 120_000}
TURNS = {"jax": ("jax", "jax"), "jax, settings of sb3": ("jax", "sb3"), "sb3": ("sb3", "sb3")}  # engine, settings
CHILD = "--training"


def child(engine: str, settings: str, started: float) -> None:
    """Train one agent, and print its phases, seconds since `started` and steps, as they were told."""
    from pwlact import functions
    from pwlact.rl.agent_config import AgentConfig
    from pwlact.rl.engine import train
    from pwlact.rl.presets import presets
    from pwlact.rl.status import TrainingStatus
    from pwlact.rl.task import make_task
    from pwlact.search import Problem

    told: list[tuple[str, float, int]] = []

    def watch(status: TrainingStatus) -> bool:
        told.append((status.phase, time.time() - started, status.steps))
        return True

    config = AgentConfig(engine=engine, steps=STEPS[engine], **presets("tuned", settings))  # type: ignore[arg-type]
    problem = Problem(activation=functions.get("gelu_tanh"), interval=(-8.0, 8.0), segments=9)
    with tempfile.TemporaryDirectory() as folder:
        train(make_task(problem, config.env, config.reward), config, int(started) % 1000, Path(folder), watch)
    print(json.dumps(told))


def measured(name: str, cache: str | None) -> dict[str, float]:
    """Return the figures of one training; `cache` is an empty folder for a cold start."""
    environment = os.environ | ({"XDG_CACHE_HOME": cache} if cache else {})
    words = [sys.executable, __file__, CHILD, *TURNS[name], repr(time.time())]
    said = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    told = json.loads(said.splitlines()[-1])
    rollouts = [(seconds, steps) for phase, seconds, steps in told if phase == "training" and steps]
    starts = [seconds for phase, seconds, _ in told if phase == "choosing starts"]
    (first, begun), (last, done) = rollouts[1], rollouts[-1]  # the second comes after the first update
    return {
        "start-up, seconds": first,
        "until starts, seconds": starts[0],
        "steps a second": (done - begun) / (last - first),
        "600,000 steps, seconds": 600_000 * (last - first) / (done - begun),
    }


def rounds(count: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of every process, engines taking turns; the first of each warms files up and is dropped."""
    for turn in range(count + 1):
        for name in TURNS:
            figures = measured(name, None)
            if turn:
                yield name, figures
        with tempfile.TemporaryDirectory() as empty:
            if turn:
                yield "jax, cold", measured("jax", empty)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    found: dict[str, list[dict[str, float]]] = {}
    for name, figures in rounds(options.rounds):
        found.setdefault(name, []).append(figures)
    medians = {
        name: {key: statistics.median(entry[key] for entry in entries) for key in entries[0]}
        for name, entries in found.items()
    }
    rows = [(key, *(f"{medians[name][key]:,.1f}" for name in medians)) for key in medians["jax"]]
    print_table("one training a process, medians", ("", *medians), rows)
    rates = {name: medians[name]["steps a second"] / medians["sb3"]["steps a second"] for name in TURNS}
    print(", ".join(f"{name}: {rate:.1f} times the steps of sb3" for name, rate in rates.items() if name != "sb3"))
    if options.json:
        write_text(options.json, json.dumps(found, indent=1))


if __name__ == "__main__":
    if sys.argv[1:2] == [CHILD]:
        child(sys.argv[2], sys.argv[3], float(sys.argv[4]))
    else:
        main()
