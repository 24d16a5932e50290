"""The result of a training."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from pwlact.area.model import area_estimate
from pwlact.errors import RunError
from pwlact.rl.task import Task
from pwlact.rl.training import Training
from pwlact.search.bounds import lower_bound
from pwlact.search.chosen_range import range_details
from pwlact.search.evaluators import Candidate
from pwlact.search.local import LocalConfig, local_search
from pwlact.search.result import Result
from pwlact.search.reward import final_reward
from pwlact.search.versions import versions
from pwlact.settings.toml import without_none
from pwlact.settings.training import TrainConfig


def reward_of(task: Task, candidate: Candidate) -> float:
    """Return the final reward of a measured set of points, with the unit's area counted in where it counts."""
    objective = candidate.objective
    if task.area_penalty is not None and candidate.unit is not None:
        objective = task.area_penalty.apply_to_unit(objective, candidate.unit)
    return float(final_reward(task.reward, np.array([objective]))[0])


def training_result(task: Task, config: TrainConfig, seed: int, training: Training) -> Result:
    """Return the result of one training: its best episode, or the polished points where they earn more.

    Parameters
    ----------
    task : Task
        What was learned.
    config : TrainConfig
        Settings; with `polish`, a local search starts from the best episode.
    seed : int
        Seed of the training and of the local search.
    training : Training
        Its outcome. Best episode, best policy, final policy and the polished points go into the result's details.

    Raises
    ------
    RunError
        If no episode placed all its points.
    """
    if training.best_episode.points.size == 0:
        raise RunError(
            f"an episode must place all points, got none in {training.state.steps} steps; "
            "train longer or use the tuned preset"
        )
    answers = [task.evaluator.candidate(training.best_episode.points)]
    details: dict[str, Any] = {
        "best_episode": _report(task, training.best_episode.points),
        "best_policy": _report(task, training.best_policy),
        "final_policy": _report(task, training.final_policy.points if training.final_policy.complete else ()),
    }
    evaluations = training.state.episodes
    if config.polish:
        polished = local_search(task.evaluator, training.best_episode.points, _local(task, evaluations), seed)
        details["polished"] = _report(task, polished.points)
        evaluations += polished.evaluations
        answers.append(task.evaluator.candidate(polished.points))
    best = max(answers, key=lambda answer: reward_of(task, answer))
    return Result(
        problem=task.evaluator.problem,
        candidate=best,
        reward=reward_of(task, best),
        method=config.algorithm,
        parameters=_parameters(task, config, training.state.steps),
        seed=seed,
        evaluations=evaluations,
        seconds=round(training.state.seconds, 3),
        status="finished" if training.complete else "interrupted",
        versions=versions(),
        lower_bound=lower_bound(task.evaluator, best.objective),
        details={
            **details,
            **_area(task, best),
            **range_details(task.evaluator.problem.chosen, best.pwl, best.unit),
            **task.evaluator.details(best),
        },
    )


def _local(task: Task, episodes: int) -> LocalConfig:
    """Return the settings of the polish; where J does not follow from errors it is no longer than the training."""
    return LocalConfig() if task.evaluator.problem.objective.by_errors else LocalConfig(evaluations=episodes)


def _parameters(task: Task, config: TrainConfig, done: int) -> dict[str, Any]:
    """Return the settings that a result names; of a budget of time also the steps that were done."""
    steps = config.total_steps(task.evaluator.problem) if config.seconds is None else done
    own = config.algorithm
    kept = {key: without_none(dataclasses.asdict(getattr(config, key))) for key in ("env", "reward", "schedule", own)}
    budget = {"steps": steps} if config.seconds is None else {"seconds": config.seconds, "steps": steps}
    return {"preset": config.preset, "engine": config.engine, **budget, **kept}


def _report(task: Task, points: Sequence[float] | np.ndarray[Any, Any]) -> dict[str, Any] | None:
    """Return points, errors and reward as JSON; None where there are no points."""
    if len(points) == 0:
        return None
    candidate = task.evaluator.candidate(np.asarray(points, dtype=np.float64))
    return {
        "points": candidate.pwl.points.tolist(),
        "errors": dataclasses.asdict(candidate.errors),
        "reward": reward_of(task, candidate),
        **_area(task, candidate),
    }


def _area(task: Task, candidate: Candidate) -> dict[str, Any]:
    """Return the estimated area where it counts."""
    if task.area_penalty is None or candidate.unit is None:
        return {}
    return {"area": area_estimate(candidate.unit, task.area_penalty.target), "area_target": task.area_penalty.target}
