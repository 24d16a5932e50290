"""Plans to begin from: equal gaps first, then the best of many deformed ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pwlact.rl.plans import first_plans
from pwlact.rl.rollout import rollout
from pwlact.rl.task import Task

Make = Callable[..., Task]


def _final(task: Task, actions: np.ndarray) -> float:
    rest = iter(actions)
    return rollout(task, lambda seen: np.array([[next(rest)]])).final


def test_the_first_plan_is_equal_gaps_and_the_others_earn_more(make: Make) -> None:
    task = make("tuned")
    plans = first_plans(task, strategies=4, start_spread=0.2, seed=0)
    assert plans.shape == (8, 4)
    assert plans[:, 0].tolist() == [0.0] * 8
    finals = [_final(task, plan) for plan in plans.T]
    assert finals[0] == pytest.approx(task.base_reward)
    assert min(finals[1:]) > finals[0]
    assert np.abs(plans[:, 1]).max() < np.abs(plans[:, 3]).max() <= 1.0


def test_their_gaps_fill_the_range(make: Make) -> None:
    plans = first_plans(make("tuned"), strategies=8, start_spread=0.2, seed=0)
    gaps = 4.0**plans / 9
    assert np.all(gaps.sum(axis=0) < 1.0)


def test_the_same_seed_gives_the_same_plans(make: Make) -> None:
    task = make("tuned", segments=4)
    plans = [first_plans(task, 3, 0.2, seed).tolist() for seed in (1, 1, 2)]
    assert plans[0] == plans[1] != plans[2]


def test_one_strategy_is_equal_gaps(make: Make) -> None:
    assert first_plans(make("tuned", segments=3), 1, 0.2, 0).tolist() == [[0.0], [0.0]]


def test_a_plan_without_a_fit_is_never_the_best(make: Make) -> None:
    tight = make("tuned", segments=200, interval=(0, 1))  # 1,001 samples: many tries are too crowded
    plans = first_plans(tight, strategies=3, start_spread=0.2, seed=0)
    assert all(np.isfinite(_final(tight, plan)) for plan in plans.T)
