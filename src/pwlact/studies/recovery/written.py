"""What a recovery trained, as files: a result for each table, and the network's weights."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from pwlact.files import write_atomically
from pwlact.models.budgets.compute import file_name
from pwlact.models.network import Network
from pwlact.models.recovery.record import Recovery
from pwlact.pwl import PWL
from pwlact.runs.folder import RESULT
from pwlact.search.evaluators import make_real_evaluator
from pwlact.search.problem import objective_named
from pwlact.search.result import Result
from pwlact.search.result_json import save_result
from pwlact.search.reward import RewardConfig, final_reward
from pwlact.settings.recovery import Training

METHOD = "recovery"
WEIGHTS = "weights.safetensors"


def write_trained(
    folder: Path, found: Recovery, starts: Mapping[str, Result], network: Network, training: Training
) -> None:
    """Write NAME/result.json for each table, NAME a function or a site, and the weights where they were trained.

    Parameters
    ----------
    folder : Path
        Where to.
    found : Recovery
        What was trained.
    starts : mapping of str to Result
        The table of each function before training.
    network : Network
        The network.
    training : Training
        How it was trained.
    """
    names = {site.function if training.share == "function" else site.name: site for site in network.sites}
    for name, site in names.items():
        result = trained_result(starts[site.function], found.tables[site.name], training, found.seconds)
        save_result(result, folder / file_name(name) / RESULT)
    if found.weights:
        write_atomically(folder / WEIGHTS, lambda path: _save(path, found.weights))


def trained_result(start: Result, pwl: PWL, training: Training, seconds: float) -> Result:
    """Return the result of a table that a recovery trained: its errors are measured anew, evenly over its range."""
    problem = dataclasses.replace(start.problem, interval=pwl.interval, density=None, chosen=None)
    candidate = make_real_evaluator(problem).candidate(pwl.points, pwl.values)
    paper = objective_named("paper").of(candidate.errors)
    return dataclasses.replace(
        start,
        problem=problem,
        candidate=dataclasses.replace(candidate, pwl=pwl),
        reward=float(final_reward(RewardConfig(), np.array([paper]))[0]),
        method=METHOD,
        parameters={field.name: getattr(training, field.name) for field in dataclasses.fields(Training)},
        seed=training.seed,
        evaluations=training.steps,
        seconds=seconds,
        lower_bound=None,
        details={"start": start.method},
    )


def _save(path: Path, weights: Mapping[str, Any]) -> None:
    from safetensors.numpy import save_file

    save_file({name: np.ascontiguousarray(part) for name, part in weights.items()}, path)
