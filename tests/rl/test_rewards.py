"""The rewards of a step: penalties, curvature, final reward and bonus."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from placements import action_for, play

from pwlact.functions import curvature
from pwlact.rl.presets import presets
from pwlact.rl.task import Task
from pwlact.search.reward import RewardConfig

Make = Callable[..., Task]


@pytest.mark.parametrize(
    ("steps", "penalties"),
    [
        ([0.3, 0.3, 0.3, 0.3], [0, 0, 0, 0]),
        ([0.105, 0.3, 0.3, 0.3], [-5, 0, 0, 0]),  # the first step is short
        ([0.3, 0.105, 0.3, 0.3], [0, -5, 0, 0]),  # the second is
        ([0.3, 0.3, 0.3, 0.102], [0, 0, 0, 0]),  # a later one alone is not minded
        ([0.3, 0.3, 0.102, 0.102], [0, 0, 0, -5]),  # two together are
        ([0.105, 0.104, 0.3, 0.3], [-5, -5, 0, 0]),  # once for two reasons
    ],
)
def test_crowding_is_fined(make: Make, steps: list[float], penalties: list[float]) -> None:
    fined = make("paper", reward=dataclasses.replace(presets("paper")["reward"], curvature_weight=0.0))
    actions = [action_for(step, fined) for step in steps]
    assert [float(earned.reward[0]) for _, earned in play(fined, actions)] == penalties


def test_crowding_has_its_spans_from_the_settings(make: Make) -> None:
    paper = dataclasses.replace(presets("paper")["reward"], curvature_weight=0.0, crowding=-2.0)
    task = make("paper", reward=dataclasses.replace(paper, crowding_span=0.7, crowding_first=0.0))
    actions = [action_for(step, task) for step in (0.3, 0.3, 0.5, 0.15)]
    assert [float(earned.reward[0]) for _, earned in play(task, actions)] == [0.0, -2.0, 0.0, -2.0]


def test_curvature_is_rewarded_where_the_point_falls(make: Make) -> None:
    task = make("paper", reward=dataclasses.replace(presets("paper")["reward"], curvature_weight=2.0))
    for state, earned in play(task, [0.2, -0.3, -0.6]):
        x = state.points[0, state.placed[0] - 1]
        there = curvature(task.evaluator.problem.activation, np.array([np.round(x, 3)]))
        assert earned.curvature[0] == pytest.approx(2 * there[0], rel=1e-6)
        assert earned.reward[0] == earned.curvature[0]


@pytest.mark.parametrize(("points", "bonus"), [((-4.0, -1.0, 2.0), 1.0), ((-4.0, 1.0, 2.0), 0.0)])
def test_two_points_left_of_the_middle_earn_a_bonus(
    make: Make, points: tuple[float, float, float], bonus: float
) -> None:
    paper = presets("paper")["reward"]
    task = make("paper", segments=4, reward=dataclasses.replace(paper, curvature_weight=0.0))
    steps = np.diff(np.array([-8.0, *points]))
    state, earned = play(task, [action_for(step, task) for step in steps])[-1]
    assert state.points[0] == pytest.approx(points)
    candidate = task.evaluator.candidate(state.points[0])
    assert earned.final[0] == pytest.approx(1 / (candidate.objective + 1e-4), rel=1e-9)
    assert earned.reward[0] == pytest.approx(earned.final[0] + bonus, rel=1e-12)


def test_the_middle_of_the_bonus_is_the_middle_of_the_range(make: Make) -> None:
    paper = dataclasses.replace(presets("paper")["reward"], curvature_weight=0.0)
    task = make("paper", segments=3, interval=(0, 10), reward=paper)
    actions = [action_for(2.0, task)] * 2
    assert play(task, actions)[-1][1].reward[0] == pytest.approx(play(task, actions)[-1][1].final[0] + 1.0)


def test_the_agent_learns_from_a_power_of_the_final_reward(make: Make) -> None:
    for reward_power in (0.0, 1.0, 3.0):
        task = make("tuned", reward=RewardConfig(reward_power=reward_power))
        _, earned = play(task, [0.1, -0.2, 0.3, 0, 0, 0.2, -0.1, 0])[-1]
        final = float(earned.final[0])
        expected = (final / task.base_reward) ** reward_power if reward_power else final
        assert earned.reward[0] == pytest.approx(expected, rel=1e-12)


def test_the_exponential_form_is_earned_at_the_end(make: Make) -> None:
    config = RewardConfig(form="exponential", scale=50.0, rate=3.0, reward_power=0.0)
    task = make("tuned", reward=config)
    state, earned = play(task, [0.0] * 8)[-1]
    assert earned.final[0] == pytest.approx(50 * np.exp(-3 * task.evaluator.objectives(state.points)[0]))


def test_points_too_close_for_a_fit_earn_nothing(make: Make) -> None:
    task = make("tuned", segments=33)
    state, earned = play(task, [1.0] * 32)[-1]  # all at the right end
    assert np.isinf(task.evaluator.objectives(state.points)[0])
    assert np.isnan(earned.final[0])
    assert earned.reward[0] == 0.0
