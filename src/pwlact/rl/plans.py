"""Plans: actions fixed beforehand, with which the strategies of an agent start."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.rl import dynamics, rewards
from pwlact.rl.agent_config import OnPolicyConfig
from pwlact.rl.task import Task
from pwlact.search.evaluators import RealEvaluator, UnitEvaluator

TRIES, LOBE_TRIES = 4096, 65_536  # of each strategy; of all together
UNIT_TRIES, UNIT_LOBE_TRIES = 512, 8_192  # a unit is evaluated over all its inputs, a hundred times slower
SCREENED = 4096  # plans that are left by least squares
MANY = 32  # points from which plans become fewer
BATCH = 1024  # plans played side by side
WEAK = 0.6  # of the best plan's reward: an allocation below that is none that matters

Report = Callable[[int, int], None]


def first_plans(task: Task, learner: OnPolicyConfig, seed: int, report: Report = lambda _done, _total: None) -> Array:
    """Return the first actions of the strategies, shape (points, strategies), by what the evaluator screens with.

    Parameters
    ----------
    task : Task
        What is played.
    learner : OnPolicyConfig
        Number of strategies; how their plans are chosen, `starts`; and how much gaps vary, `start_spread`.
    seed : int
        The same seed gives the same plans.
    report : callable, optional
        Called with the work done and the work in all, before each further part.
    """
    plans = {"gaps": _gap_plans, "lobes": _lobe_plans}[learner.starts]
    task = dataclasses.replace(task, evaluator=task.evaluator.screen)
    return plans(task, learner, np.random.default_rng(seed), report)


def _gap_plans(task: Task, learner: OnPolicyConfig, generator: np.random.Generator, report: Report) -> Array:
    """Start strategy 0 with equal gaps, and each other one with the best of 4,096 random plans (512 for a unit).

    The spread d of their gaps grows in equal steps up to `start_spread`.
    """
    strategies = learner.strategies
    count = UNIT_TRIES if isinstance(task.evaluator, UnitEvaluator) else TRIES
    plans = np.zeros((task.points, strategies))
    for strategy in range(1, strategies):
        report(strategy, strategies)
        spread = np.full((count, 1), learner.start_spread * strategy / (strategies - 1))
        tries = _random_plans(task, generator, spread)
        plans[:, strategy] = tries[int(_play(task, tries)[0].argmax())]
    return plans


def _lobe_plans(task: Task, learner: OnPolicyConfig, generator: np.random.Generator, report: Report) -> Array:
    """Group 65,536 random plans (8,192 for a unit) by how many points fall on each run between inflections and kinks.

    Above 32 points there are fewer, in proportion.

    Taken are the best plan of each group, groups by their best, then the second best of each, and so on; weak groups
    come last. The spread d of each plan's gaps is uniform in [0, `start_spread`]; the first plan has equal gaps. Where
    other values than least squares are asked for, which take longer, 4,096 plans are left by least squares first.
    """
    tries = UNIT_LOBE_TRIES if isinstance(task.evaluator, UnitEvaluator) else LOBE_TRIES
    count = tries * MANY // max(task.points, MANY)
    spread = learner.start_spread * generator.random((count, 1))
    spread[0] = 0.0
    plans = _random_plans(task, generator, spread)
    if isinstance(task.evaluator, RealEvaluator) and task.evaluator.problem.fit != "lstsq":
        plans = _best_of(_least_squares(task, task.evaluator), plans, SCREENED, report)
    return _best_of(task, plans, learner.strategies, report).T


def _best_of(task: Task, plans: Array, keep: int, report: Report) -> Array:
    """Return `keep` of the plans (n, P), in turn from the groups."""
    n = plans.shape[0]
    final, points = np.empty(n), np.empty((n, task.points))
    for begin in range(0, n, BATCH):
        report(begin, n)
        batch = slice(begin, begin + BATCH)
        final[batch], points[batch] = _play(task, plans[batch])
    return np.asarray(plans[_in_turn(final, _allocations(task, points))[:keep]])


def _least_squares(task: Task, evaluator: RealEvaluator) -> Task:
    """Return the task with least-squares values."""
    problem = dataclasses.replace(evaluator.problem, fit="lstsq")
    return dataclasses.replace(task, evaluator=dataclasses.replace(evaluator, problem=problem))


def _random_plans(task: Task, generator: np.random.Generator, spread: Array) -> Array:
    """Return plans (n, P) with gaps exp(Normal(0, d)), normalised, d = `spread` (n, 1), as actions."""
    gaps = np.exp(spread * generator.standard_normal((spread.size, task.points + 1)))
    relative = gaps / gaps.mean(axis=1, keepdims=True)
    return np.asarray(np.clip(np.log(relative[:, :-1]) / math.log(task.env.spread), -1.0, 1.0))


def _play(task: Task, actions: Array) -> tuple[Array, Array]:
    """Return final rewards (n,) and points (n, P) of plans (n, P); -inf where one leaves the range or crowds."""
    state = dynamics.initial(task, actions.shape[0])
    for step in range(task.points):
        state = dynamics.transition(task, state, actions[:, step])
    return np.nan_to_num(rewards.reward(task, state).final, nan=-np.inf), state.points


def _allocations(task: Task, points: Array) -> NDArray[np.int64]:
    """Return a number (n,) for how rows of points (n, P) are shared out between the convex runs, equal where that is.

    Source: a run is a lobe of f'', between two of its zeros or kinks; each allocation has local optima of its own.
    """
    samples = task.evaluator.samples
    ends = samples.x[samples.convex_runs[1:-1]]
    left = np.stack([(points < end).sum(axis=1) for end in ends] or [np.zeros(points.shape[0], dtype=np.int64)], axis=1)
    return np.asarray(np.unique(left, axis=0, return_inverse=True)[1].reshape(-1))


def _in_turn(value: Array, group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return indices by rank within their group, ties by value: the best of each group, then the second best of each.

    Groups come last where their best is below `WEAK` times the best of all.
    """
    order = np.argsort(-value, kind="stable")
    by_group = order[np.argsort(group[order], kind="stable")]
    size = np.bincount(group)
    rank = np.empty(value.size, dtype=np.int64)
    rank[by_group] = np.arange(value.size) - np.repeat(np.cumsum(size) - size, size)
    best = np.full(size.size, -np.inf)
    np.maximum.at(best, group, value)
    rank[best[group] < WEAK * value.max()] += value.size
    rank[~np.isfinite(value)] = 2 * value.size
    return order[np.argsort(rank[order], kind="stable")]
