"""Plans to begin from: equal gaps first, then the best of many deformed ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pwlact.rl import plans as chosen
from pwlact.rl.agent_config import PPOConfig
from pwlact.rl.plans import first_plans
from pwlact.rl.rollout import Episode, rollout
from pwlact.rl.task import Task

Make = Callable[..., Task]


def _episode(task: Task, actions: np.ndarray) -> Episode:
    rest = iter(actions)
    return rollout(task, lambda seen: np.array([[next(rest)]]))


def _final(task: Task, actions: np.ndarray) -> float:
    return _episode(task, actions).final


def test_the_first_plan_is_equal_gaps_and_the_others_earn_more(make: Make) -> None:
    task = make("tuned")
    plans = first_plans(task, PPOConfig(strategies=4), seed=0)
    assert plans.shape == (8, 4)
    assert plans[:, 0].tolist() == [0.0] * 8
    finals = [_final(task, plan) for plan in plans.T]
    assert finals[0] == pytest.approx(task.base_reward)
    assert min(finals[1:]) > finals[0]
    assert np.abs(plans[:, 1]).max() < np.abs(plans[:, 3]).max() <= 1.0


def test_their_gaps_fill_the_range(make: Make) -> None:
    plans = first_plans(make("tuned"), PPOConfig(strategies=8), seed=0)
    gaps = 4.0**plans / 9
    assert np.all(gaps.sum(axis=0) < 1.0)


@pytest.mark.parametrize("starts", ["gaps", "lobes"])
def test_the_same_seed_gives_the_same_plans(make: Make, starts: Any) -> None:
    task = make("tuned", segments=4)
    plans = [first_plans(task, PPOConfig(strategies=3, starts=starts), seed).tolist() for seed in (1, 1, 2)]
    assert plans[0] == plans[1] != plans[2]


def test_one_strategy_is_equal_gaps(make: Make) -> None:
    assert first_plans(make("tuned", segments=3), PPOConfig(strategies=1), 0).tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize("starts", ["gaps", "lobes"])
def test_a_plan_without_a_fit_is_never_the_best(make: Make, starts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "TRIES", 500)
    monkeypatch.setattr(chosen, "LOBE_TRIES", 4000)
    tight = make("tuned", segments=200, interval=(0, 1))  # 1,001 samples: many tries are too crowded
    plans = first_plans(tight, PPOConfig(strategies=3, starts=starts), seed=0)
    assert all(np.isfinite(_final(tight, plan)) for plan in plans.T)


LOBES = PPOConfig(strategies=12, starts="lobes", start_spread=0.5)


def _counts(task: Task, plans: np.ndarray) -> list[tuple[int, ...]]:
    """Return how many points of each plan lie left of, between and right of SiLU's two inflections."""
    played = [np.asarray(_episode(task, plan).points) for plan in plans.T]
    return [tuple(np.histogram(points, [-8.0, -2.3994, 2.3994, 8.0])[0].tolist()) for points in played]


def test_the_first_plans_by_lobes_share_out_the_points_in_as_many_ways(make: Make) -> None:
    task = make("tuned", function="silu")
    plans = first_plans(task, LOBES, seed=0)
    counts, finals = _counts(task, plans), [_final(task, plan) for plan in plans.T]
    ways = list(dict.fromkeys(counts))
    assert counts[: len(ways)] == ways  # the best of each way first
    assert counts[len(ways) : 2 * len(ways)] != ways[:1] * len(ways)
    assert {(2, 5, 1), (1, 6, 1)} <= set(ways)  # of the best placement known, and of the usual local optimum
    assert min(finals) > 0.6 * finals[0] == 0.6 * max(finals)
    assert finals[0] > task.base_reward


def test_of_best_values_some_are_tried_by_least_squares(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "SCREENED", 64)
    task = make("tuned", function="silu", fit="best")
    plans = first_plans(task, LOBES, seed=0)
    assert plans.shape == (8, 12)
    finals = [_final(task, plan) for plan in plans.T]
    assert max(finals) == finals[0] > task.base_reward


def test_with_one_lobe_the_best_plans_are_taken(make: Make) -> None:
    finals = [_final(task, plan) for task in [make("tuned", function="exp", interval=(-4, 0))]
              for plan in first_plans(task, LOBES, seed=0).T]  # fmt: skip
    assert finals == sorted(finals, reverse=True)


def test_allocations_count_the_points_of_each_run(make: Make) -> None:
    task = make("tuned", function="silu", segments=4)
    points = np.array([[-5.0, 0.0, 1.0], [-4.0, -1.0, 2.0], [-5.0, -4.0, 0.0], [-1.0, 0.0, 5.0]])
    group = chosen._allocations(task, points)
    assert group[0] == group[1]
    assert len(set(group.tolist())) == 3


def test_plans_are_taken_in_turn_from_their_groups() -> None:
    value = np.array([6.0, 9.0, 8.0, -np.inf, 6.5, 7.0, -np.inf, 3.0, 1.0])
    group = np.array([0, 1, 1, 2, 0, 1, 0, 3, 3])
    assert chosen._in_turn(value, group).tolist() == [1, 4, 2, 0, 5, 7, 8, 3, 6]  # group 3 is weak


def test_choosing_reports_its_parts(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "LOBE_TRIES", 1000)
    monkeypatch.setattr(chosen, "BATCH", 300)
    told: list[tuple[int, int]] = []
    task = make("tuned", segments=3)
    assert first_plans(task, LOBES, 0, lambda *done: told.append(done)).shape == (2, 12)
    assert told == [(0, 1000), (300, 1000), (600, 1000), (900, 1000)]
