"""Carrying out a search: from settings to a result and a run folder."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from pwlact.files import write_text
from pwlact.runs.folder import CONFIG, create_run, write_outcome
from pwlact.runs.provenance import versions
from pwlact.runs.search_config import SearchConfig
from pwlact.runs.stopwatch import stopwatch
from pwlact.runs.toml import to_toml
from pwlact.search.bounds import lower_bound
from pwlact.search.evaluate import evaluator
from pwlact.search.methods import Method, Placement, judged
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result import Result
from pwlact.search.rl.config import RewardConfig
from pwlact.search.rl.dynamics import final_reward


def start_search(config: SearchConfig) -> tuple[Path, Result]:
    """Search in a new run folder; return the folder and the result.

    Raises
    ------
    InputError
        If the settings are bad; nothing is left then.
    RunError
        If the method fails, or no number of segments up to the limit is enough.
    """
    method, settings, tolerance = config.chosen(), config.settings(), config.tolerance()
    evaluator(config.problem(1 if tolerance is not None else None))  # may refuse
    folder = create_run(config.out, config.name, config.activation().name)
    with _removed_if_failed(folder):
        write_text(folder / CONFIG, to_toml(config))
        segments = None if tolerance is None else fewest(config.problem(1), tolerance, config.max_segments)
        result = solve(config.problem(segments), method, settings, config.seed, mirror=config.mirror)
        write_outcome(folder, result)
    return folder, result


def fewest(problem: Problem, max_error: float, limit: int) -> int:
    """Return the fewest segments whose maximum error is at most `max_error`; the problem's own number is passed over.

    Raises
    ------
    RunError
        If more than `limit` are needed; it says the best that can be reached.
    """
    from pwlact.search.methods.minimax import fewest_segments

    return fewest_segments(evaluator(dataclasses.replace(problem, segments=1)), max_error, limit)


def solve(problem: Problem, method: Method, config: Any, seed: int, *, mirror: bool = False) -> Result:
    """Place a problem's points by a method, and judge them.

    Parameters
    ----------
    problem : Problem
        What is asked.
    method : Method
        How the points are placed.
    config : dataclass
        The method's settings.
    seed : int
        The same seed gives the same points.
    mirror : bool
        Place them on half of a symmetric function, and reflect them.
    """
    with stopwatch() as watch:
        judge = evaluator(problem)
        halved = mirror and judge.codes is None  # a unit's table is halved by its grid
        placement = _mirrored(problem, method, config, seed) if halved else method.place(judge, config, seed)
        candidate = judged(judge, placement)
        seconds = watch.seconds
    known = placement.lower_bound
    bounds = [known] if known is not None and judge.codes is not None else [known, lower_bound(judge)]
    return Result(
        problem=problem,
        candidate=candidate,
        reward=float(final_reward(RewardConfig(), np.array([objective_named("paper", problem.spec).of(candidate.errors)]))[0]),
        method=method.name,
        parameters={**dataclasses.asdict(config), **({"mirror": True} if mirror else {})},
        seed=seed,
        evaluations=placement.evaluations,
        seconds=seconds,
        status="finished",
        versions=versions(),
        lower_bound=max((bound for bound in bounds if bound is not None), default=None),
        details=placement.details,
    )


def _mirrored(problem: Problem, method: Method, config: Any, seed: int) -> Placement:
    """Place the points of half the problem and reflect them; a bound of the half is none of the whole."""
    from pwlact.search.mirror import half_problem, reflected

    half = evaluator(half_problem(problem))
    placement = method.place(half, config, seed)
    pwl = reflected(problem.activation, half.candidate(placement.points, placement.values).pwl, problem.segments)
    return dataclasses.replace(placement, points=pwl.points, values=pwl.values, lower_bound=None)


@contextlib.contextmanager
def _removed_if_failed(folder: Path) -> Iterator[None]:
    """Remove a new run folder where its search fails: there is nothing to resume."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
