"""The task of an agent: a problem, how its actions become points, and what it is rewarded for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.errors import BreakpointError, ConfigError
from pwlact.functions import curvature
from pwlact.rl.config import EnvConfig
from pwlact.search.codes.area_penalty import AreaPenalty, errors_and_areas
from pwlact.search.codes.fit import starts_at
from pwlact.search.coordinate import Coordinate
from pwlact.search.evaluators import Evaluator, UnitEvaluator, make_evaluator, require_unit_evaluator
from pwlact.search.problem import Problem
from pwlact.search.reward import RewardConfig, final_reward


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """What the dynamics need and do not change; `make_task` makes it.

    Parameters
    ----------
    evaluator : Evaluator
        Measures finished placements.
    coordinate : Coordinate
        Maps x to u, in which equal gaps mean equal error, and back.
    curvature : ndarray, shape (samples,)
        Curvature |f''| / (1 + f'^2)^1.5 on the sampling grid.
    env : EnvConfig
        How an action becomes a point, and what the agent sees.
    reward : RewardConfig
        What the agent is rewarded for.
    base_reward : float
        Final reward of the better of equal-curvature and equidistant points.
    area_penalty : AreaPenalty or None
        How the unit's area counts; None where it does not.
    """

    evaluator: Evaluator
    coordinate: Coordinate
    curvature: Array
    env: EnvConfig
    reward: RewardConfig
    base_reward: float
    area_penalty: AreaPenalty | None

    @property
    def points(self) -> int:
        """Number of points to place, the length of a full episode."""
        return self.evaluator.problem.points


def make_task(problem: Problem, env: EnvConfig, reward: RewardConfig, evaluator: Evaluator | None = None) -> Task:
    """Return the task of placing a problem's points.

    Parameters
    ----------
    problem : Problem
        Function, range, number of segments, and the unit's formats if any.
    env : EnvConfig
        How an action becomes a point, and what the agent sees.
    reward : RewardConfig
        What the agent is rewarded for.
    evaluator : Evaluator, optional
        Measures the problem's placements; by default by their errors.

    Raises
    ------
    BreakpointError
        If there is no point to place.
    ConfigError
        If the errors are so large that the exponential reward is 0, area counts without a number format, or constraints
        are to be kept.
    """
    check_playable(problem)
    evaluator = make_evaluator(problem) if evaluator is None else evaluator
    coordinate = evaluator.coordinate(env.floor)
    uniform = np.arange(1, problem.points + 1) / (problem.points + 1)
    low, high = problem.interval
    plain = np.stack((coordinate.to_x(uniform), low + (high - low) * uniform))
    area_penalty = _area_penalty(evaluator, reward, plain)
    base = final_reward(reward, objectives(evaluator, plain, area_penalty)[0]).max()
    if base == 0.0:
        raise ConfigError(f"the final reward must tell fits apart, got 0 for all with rate {reward.rate:g}; lower it")
    return Task(
        evaluator=evaluator,
        coordinate=coordinate,
        curvature=curvature(problem.activation, evaluator.samples.x),
        env=env,
        reward=reward,
        base_reward=float(base),
        area_penalty=area_penalty,
    )


def check_playable(problem: Problem) -> None:
    """Check that an agent can place a problem's points.

    Raises
    ------
    BreakpointError
        If there is no point to place.
    ConfigError
        If constraints are to be kept.
    """
    if problem.points < 1:
        raise BreakpointError(f"an agent needs a point to place, got {problem.segments} segment; ask for two or more")
    if problem.constraints:
        raise ConfigError(
            f"constraints are kept by method minimax and at points of `pwlact fit`, got {problem.constraints.text} for "
            "an agent; leave them out, or search with --method minimax"
        )


def _area_penalty(evaluator: Evaluator, reward: RewardConfig, plain: Array) -> AreaPenalty | None:
    """Return how area counts, relative to the smaller area of the plain placements (2, P); None where it does not."""
    if reward.area_weight == 0.0:
        return None
    if not isinstance(evaluator, UnitEvaluator):
        raise ConfigError(
            f"area-weight needs a unit in a number format, got {reward.area_weight:g} without; add --format q4.12"
        )
    starts = starts_at(evaluator.grid, plain)
    _, areas = errors_and_areas(evaluator.grid, starts, evaluator.problem.fit, reward.area_target)
    return AreaPenalty(weight=reward.area_weight, target=reward.area_target, base=float(areas.min()))


def objectives(evaluator: Evaluator, points: Array, area_penalty: AreaPenalty | None) -> tuple[Array, Array]:
    """Return the objectives (n,) of points (n, P), area counted in, and the points that they are of (n, P).

    An objective is inf where points are too close for a fit. The points are rounded to codes where area counts.

    Parameters
    ----------
    evaluator : Evaluator
        Measures the points.
    points : ndarray, shape (n, P)
        Interior points, ascending.
    area_penalty : AreaPenalty or None
        How the area of the unit counts.
    """
    if area_penalty is None:
        return evaluator.objectives(points), points
    return require_unit_evaluator(evaluator).penalize(points, area_penalty)
