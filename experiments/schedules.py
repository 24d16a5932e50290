"""The paper's study of schedules: how the learning rate's course and size decide what the agent reaches.

    python experiments/schedules.py [--seeds 3] [--steps 600000] [--jobs 2] [--out runs/schedules]

Three functions, five schedules, six learning rates, and each training with several seeds, in one engine. Every finished
training appends a line to `trainings.jsonl` in the folder --out; the same command goes on after a kill. At the end it
prints the table and draws `schedules.png`. Values are least squares, as published.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from schedules_report import FUNCTIONS, PUBLISHED, RATES, SCHEDULES, draw, show

from pwlact import functions
from pwlact.cli.interrupts import INTERRUPTED, sigterm_as_interrupt
from pwlact.files import append_text, is_file, read_text
from pwlact.plots.draw import save_figure
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.engine import train
from pwlact.rl.presets import presets
from pwlact.rl.schedules import ScheduleConfig
from pwlact.rl.task import make_task
from pwlact.search import Problem

POINTS, INTERVAL = 8, (-8.0, 8.0)
EXPONENTIAL_END = 0.01  # the others fall to 0
PERCENTILES = (50.0, 75.0, 90.0, 95.0, 99.0, 99.9)
BINS = np.linspace(0.0, 1.1, 111)  # of an episode's reward, as a share of the published one


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One training of the study."""

    function: str
    schedule: str
    rate: float
    seed: int
    steps: int
    engine: str

    def config(self) -> AgentConfig:
        """Return the tuned agent of 75,000 episodes with this schedule."""
        preset = presets("tuned")
        preset["ppo"] = replace(preset["ppo"], learning_rate=self.rate)
        end = EXPONENTIAL_END if self.schedule == "exponential" else 0.0
        course = ScheduleConfig(kind=self.schedule, end=end)  # type: ignore[arg-type]
        return AgentConfig(steps=self.steps, engine=self.engine, schedule=course, **preset)  # type: ignore[arg-type]


def run(trial: Trial) -> dict[str, Any]:
    """Train, and return what the table and the figure need."""
    config = trial.config()
    problem = Problem(activation=functions.get(trial.function), interval=INTERVAL, segments=POINTS + 1)
    with tempfile.TemporaryDirectory() as folder:
        done = train(make_task(problem, config.env, config.reward), config, trial.seed, Path(folder), lambda _: True)
        finals = _episode_rewards(Path(folder) / "monitor.csv")
    counts, _ = np.histogram(finals / PUBLISHED[trial.function], BINS)
    return {
        **asdict(trial),
        "best_episode": done.best_episode.reward,
        "final_policy": done.final_policy.final if done.final_policy.complete else 0.0,
        "seconds": round(done.state.seconds, 3),
        "percentiles": np.percentile(finals, PERCENTILES).tolist(),
        "histogram": counts.tolist(),
    }


def _episode_rewards(monitor: Path) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the rewards of all finished episodes; 0 for one that left the range."""
    lines = monitor.read_text(encoding="utf-8").splitlines()
    column = lines[1].split(",").index("final_reward")
    rewards = np.array([float(line.split(",")[column]) for line in lines[2:]])
    return np.where(np.isfinite(rewards), np.maximum(rewards, 0.0), 0.0)


def finished(path: Path) -> dict[Trial, dict[str, Any]]:
    """Return the trainings that a file holds; a last line cut by a kill counts for nothing."""
    text = read_text(path) if is_file(path) else ""
    entries = [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
    if text and not text.endswith("\n"):
        path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    fields = Trial.__dataclass_fields__
    return {Trial(**{key: entry[key] for key in fields}): entry for entry in entries}


@contextmanager
def progress(total: int, done: int) -> Iterator[Any]:
    """Show a bar of trainings on stderr, with the rate and the best rewards; yields what takes in an entry."""
    columns = (TextColumn("trainings"), BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn("{task.description}"))
    started, steps, best = time.monotonic(), 0, dict[str, float]()
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True, highlight=False)) as bar:
        task = bar.add_task("", total=total, completed=done)

        def take(entry: dict[str, Any]) -> None:
            nonlocal steps
            steps += entry["steps"]
            best[entry["function"]] = max(best.get(entry["function"], 0.0), entry["best_episode"])
            rewards = ", ".join(f"{name} {reward:.2f}" for name, reward in best.items())
            rate = steps / (time.monotonic() - started)
            bar.update(task, advance=1, description=f"{rate:,.0f} steps/s, best {rewards}")

        yield take


def carry_out(trials: list[Trial], path: Path, jobs: int) -> list[dict[str, Any]]:
    """Run the trials that the file lacks, each appended when it ends; return the entries of all."""
    known = finished(path)
    missing = [trial for trial in trials if trial not in known]
    with progress(len(trials), len(trials) - len(missing)) as take:
        work = Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1)
        for entry in work(delayed(run)(trial) for trial in missing):
            append_text(path, json.dumps(entry) + "\n")
            take(entry)
    known = finished(path)
    return [known[trial] for trial in trials]


def main() -> int:
    """Train what is missing, print and draw; return the exit code, 130 where a signal stopped it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--functions", nargs="+", default=list(FUNCTIONS), choices=FUNCTIONS)
    parser.add_argument("--schedules", nargs="+", default=list(SCHEDULES), choices=SCHEDULES)
    parser.add_argument("--rates", nargs="+", type=float, default=list(RATES), help="peak learning rates")
    parser.add_argument("--seeds", type=int, default=3, help="trainings of each")
    parser.add_argument("--steps", type=int, default=600_000, help="points that each agent places in all")
    parser.add_argument("--engine", default="jax", choices=("jax", "sb3"))
    parser.add_argument("--jobs", type=int, default=2, help="processes, a core each")
    parser.add_argument("--out", type=Path, default=Path("runs/schedules"), help="folder of the results")
    options = parser.parse_args()
    product = itertools.product(range(options.seeds), options.functions, options.schedules, options.rates)
    trials = [
        Trial(function=function, schedule=schedule, rate=rate, seed=seed, steps=options.steps, engine=options.engine)
        for seed, function, schedule, rate in product
    ]
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "trainings.jsonl"
    try:
        with sigterm_as_interrupt():
            entries = carry_out(trials, path, options.jobs)
    except KeyboardInterrupt:
        print(f"schedules: interrupted: {path} was kept; the same command goes on", file=sys.stderr)
        return INTERRUPTED
    show(entries)
    save_figure(draw(entries, BINS, PERCENTILES), options.out / "schedules.png")
    print(options.out / "schedules.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
