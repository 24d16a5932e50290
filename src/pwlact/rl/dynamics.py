"""The task of placing points, as pure functions on batches: initial, transition, observation, reward, terminal.

The gymnasium environment and the vectorised one are thin shells over these, so their trajectories are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.errors import BreakpointError, ConfigError
from pwlact.functions import curvature
from pwlact.rl.config import EnvConfig
from pwlact.search.codes.area_penalty import AreaPenalty, errors_and_areas
from pwlact.search.codes.fit import starts_at
from pwlact.search.coordinate import Coordinate, curvature_coordinate
from pwlact.search.evaluators import Evaluator, UnitEvaluator, make_evaluator, require_unit_evaluator
from pwlact.search.problem import Problem
from pwlact.search.reward import RewardConfig, final_reward


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """All that the dynamics need and that does not change. Make it with `make_task`."""

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


class State(NamedTuple):
    """A batch of n unfinished or finished placements."""

    points: Array  # (n, P) x of the placed points; the rest is 0
    u: Array  # (n, P) the same in the curvature's coordinate u
    placed: NDArray[np.int64]  # (n,) how many points
    out: NDArray[np.bool_]  # (n,) whether the last step left the range


class Reward(NamedTuple):
    """What a batch of transitions pays: reward, its part for curvature, and final reward.

    The final reward is nan before the end, and where points crowd too closely for a fit. `points` are those that it is
    for: where area counts, rounded ones.
    """

    reward: Array
    curvature: Array
    final: Array
    points: Array


def make_task(problem: Problem, env: EnvConfig, reward: RewardConfig) -> Task:
    """Sample the problem and find what the better of equal-curvature and equidistant points earns: the reward's unit.

    Raises
    ------
    BreakpointError
        If there is no point to place.
    ConfigError
        If the errors are so large that the exponential reward is 0, or area is to count and there is no unit.
    """
    if problem.points < 1:
        raise BreakpointError(f"an agent needs a point to place, got {problem.segments} segment; ask for two or more")
    evaluator = make_evaluator(problem)
    coordinate = curvature_coordinate(evaluator.samples, env.floor)
    uniform = np.arange(1, problem.points + 1) / (problem.points + 1)
    low, high = problem.interval
    plain = np.stack((coordinate.to_x(uniform), low + (high - low) * uniform))
    area_penalty = _pricing(evaluator, reward, plain)
    base = final_reward(reward, _objectives(evaluator, plain, area_penalty)[0]).max()
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


def _pricing(evaluator: Evaluator, reward: RewardConfig, plain: Array) -> AreaPenalty | None:
    """Return how area counts, the smaller of the plain units' areas being the base; None where it does not."""
    if reward.area_weight == 0.0:
        return None
    if not isinstance(evaluator, UnitEvaluator):
        raise ConfigError(
            f"area is of a unit in a number format, got area-weight {reward.area_weight:g} without; add --format q4.12"
        )
    starts = starts_at(evaluator.grid, plain)
    _, areas = errors_and_areas(evaluator.grid, starts, evaluator.problem.fit, reward.area_target)
    return AreaPenalty(weight=reward.area_weight, target=reward.area_target, base=float(areas.min()))


def _objectives(evaluator: Evaluator, points: Array, area_penalty: AreaPenalty | None) -> tuple[Array, Array]:
    """Return what counts of rows of points, and the points that it is of."""
    if area_penalty is None:
        return evaluator.objectives(points), points
    return require_unit_evaluator(evaluator).penalize(points, area_penalty)


def initial(task: Task, n: int) -> State:
    """Return n empty placements."""
    shape = (n, task.points)
    return State(np.zeros(shape), np.zeros(shape), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.bool_))


def transition(task: Task, state: State, action: Array) -> State:
    """Place the next point of each row; `action` (n,) is clipped to [-1, 1]."""
    action = np.clip(action, -1.0, 1.0)
    rows = np.arange(action.size)
    low, high = task.evaluator.problem.interval
    if task.env.action == "step":
        step = (action + 1.0) * ((high - low) * task.env.step_scale) + task.env.step_min
        x = last(state.points, state.placed, low) + step
        out = x >= high
        x = np.minimum(x, high)
        u_next = task.coordinate.to_u(x)
    else:
        before = last(state.u, state.placed, 0.0)
        gap = task.env.spread**action / (task.points + 1)
        u_next = before + np.minimum(gap, task.env.reach * (1.0 - before))
        x = task.coordinate.to_x(u_next)
        out = np.zeros(action.size, dtype=np.bool_)
    points, u = state.points.copy(), state.u.copy()
    points[rows, state.placed] = x
    u[rows, state.placed] = u_next
    return State(points, u, state.placed + 1, out)


def last(placed: Array, count: NDArray[np.int64], start: float, back: int = 1) -> Array:
    """Return the place `back` points ago in each row (n,); `start` where there is none."""
    index = count - back
    return np.where(index >= 0, placed[np.arange(count.size), np.maximum(index, 0)], start)


def terminal(task: Task, state: State) -> NDArray[np.bool_]:
    """Tell which episodes are over (n,): all points placed, or out of range."""
    return np.asarray((state.placed == task.points) | state.out)


def observation_size(task: Task) -> int:
    """Return the length of an observation."""
    return 3 if task.env.observation == "plain" else task.points + 5


def observation(task: Task, state: State) -> NDArray[np.float32]:
    """Return what the agent sees, (n, observation_size).

    plain: points left / points; last point, the range scaled to [-1, 1]; space to the end / range.
    one-hot: points left as one-hot (none when done), then in u, with mean gap g = 1 / (points + 1): offset of the
    last point from its uniform place / g, last gap / g - 1, the gap before that / g - 1, last point, and mean gap
    that is left / g - 1.
    """
    total, count = task.points, state.placed
    if task.env.observation == "plain":
        low, high = task.evaluator.problem.interval
        space = (high - last(state.points, count, low)) / (high - low)
        return np.stack((1.0 - count / total, 1.0 - 2.0 * space, space), axis=1).astype(np.float32)
    gaps = total + 1
    seen = np.zeros((count.size, total + 5), dtype=np.float32)
    open_rows = np.flatnonzero(count < total)
    seen[open_rows, count[open_rows]] = 1.0
    u, before, earlier = (last(state.u, count, 0.0, back) for back in (1, 2, 3))
    seen[:, total] = u * gaps - count
    seen[:, total + 1] = (u - before) * gaps - (count > 0)
    seen[:, total + 2] = (before - earlier) * gaps - (count > 1)
    seen[:, total + 3] = u
    seen[:, total + 4] = (1.0 - u) * gaps / (gaps - count) - 1.0
    return seen


def reward(task: Task, state: State) -> Reward:
    """Return what arriving in `state` (n placements with at least one point) pays."""
    config = task.reward
    n = state.placed.size
    paid = np.zeros(n)
    final = np.full(n, np.nan)
    bonus = np.zeros(n)
    if config.curvature_weight:
        low, step = task.evaluator.samples.interval[0], task.evaluator.samples.step
        nearest = np.rint((last(state.points, state.placed, low) - low) / step).astype(np.int64)
        paid = np.where(state.out, 0.0, config.curvature_weight * task.curvature[nearest])
    if config.crowding:
        bonus += np.where(~state.out & _crowded(task, state), config.crowding, 0.0)
    bonus += np.where(state.out, config.out_of_range, 0.0)
    done = (state.placed == task.points) & ~state.out
    points = state.points
    if done.any():
        objective, reached = _objectives(task.evaluator, state.points[done], task.area_penalty)
        if task.area_penalty is not None:
            points = points.copy()
            points[done] = reached
        final[done] = np.where(np.isfinite(objective), final_reward(config, objective), np.nan)
        bonus[done] += np.nan_to_num(_training_reward(task, final[done]))
        if config.balance:
            low, high = task.evaluator.problem.interval
            left = (state.points < 0.5 * (low + high)).sum(axis=1)
            bonus += np.where(done & (left >= 2), config.balance, 0.0)
    return Reward(paid + bonus, paid, final, points)


def _training_reward(task: Task, final: Array) -> Array:
    if task.reward.reward_power == 0.0:
        return final
    return np.asarray((final / task.base_reward) ** task.reward.reward_power)


def _crowded(task: Task, state: State) -> NDArray[np.bool_]:
    """Tell whose last two steps span too little, or whose first or second step is too short (the paper's rule)."""
    low = task.evaluator.problem.interval[0]
    here, before, earlier = (last(state.points, state.placed, low, back) for back in (1, 2, 3))
    pair = (state.placed >= 2) & (here - earlier < task.reward.crowding_span)
    early = (state.placed <= 2) & (here - before < task.reward.crowding_first)
    return np.asarray(pair | early)
