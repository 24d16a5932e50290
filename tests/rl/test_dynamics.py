"""The task's rules: where an action puts a point, what is seen, what is paid and when it ends."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact import functions
from pwlact.errors import BreakpointError, ConfigError
from pwlact.functions import curvature
from pwlact.rl import dynamics, rewards
from pwlact.rl.config import EnvConfig
from pwlact.rl.dynamics import State
from pwlact.rl.presets import presets
from pwlact.rl.rewards import Reward
from pwlact.rl.task import Task
from pwlact.search.reward import RewardConfig

Make = Callable[..., Task]


def _play(task: Task, actions: Sequence[float]) -> list[tuple[State, Reward]]:
    """Play one episode's actions up to its end."""
    state = dynamics.initial(task, 1)
    steps = []
    for action in actions:
        state = dynamics.transition(task, state, np.array([action]))
        steps.append((state, rewards.reward(task, state)))
        if dynamics.terminal(task, state)[0]:
            break
    return steps


def _action_for(step: float, task: Task) -> float:
    """Return the paper's action that makes a step in x."""
    low, high = task.evaluator.problem.interval
    return (step - task.env.step_min) * 4 / (high - low) - 1


@given(st.lists(st.floats(-1.5, 1.5), min_size=1, max_size=8))
def test_the_papers_step(make: Make, actions: list[float]) -> None:
    task = make("paper")
    x = -8.0
    for action, (state, _) in zip(actions, _play(task, actions), strict=False):
        x += (float(np.clip(action, -1, 1)) + 1) * 16 / 4 + 0.1
        assert bool(state.out[0]) == (x >= 8)
        if x < 8:
            assert state.points[0, state.placed[0] - 1] == pytest.approx(x)


def test_out_of_range_costs_ten_and_ends(make: Make) -> None:
    task = make("paper")
    first, second = _play(task, [1.0, 1.0, 1.0])
    assert not first[0].out[0]
    assert second[0].out[0]
    assert dynamics.terminal(task, second[0])[0]
    assert second[1].reward[0] == -10.0
    assert np.isnan(second[1].final[0])


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
    actions = [_action_for(step, fined) for step in steps]
    assert [float(paid.reward[0]) for _, paid in _play(fined, actions)] == penalties


def test_crowding_goes_by_its_settings(make: Make) -> None:
    paper = dataclasses.replace(presets("paper")["reward"], curvature_weight=0.0, crowding=-2.0)
    task = make("paper", reward=dataclasses.replace(paper, crowding_span=0.7, crowding_first=0.0))
    actions = [_action_for(step, task) for step in (0.3, 0.3, 0.5, 0.15)]
    assert [float(paid.reward[0]) for _, paid in _play(task, actions)] == [0.0, -2.0, 0.0, -2.0]


def test_curvature_is_paid_where_the_point_falls(make: Make) -> None:
    task = make("paper", reward=dataclasses.replace(presets("paper")["reward"], curvature_weight=2.0))
    for state, paid in _play(task, [0.2, -0.3, -0.6]):
        x = state.points[0, state.placed[0] - 1]
        there = curvature(task.evaluator.problem.activation, np.array([np.round(x, 3)]))
        assert paid.curvature[0] == pytest.approx(2 * there[0], rel=1e-6)
        assert paid.reward[0] == paid.curvature[0]


@pytest.mark.parametrize(("points", "bonus"), [((-4.0, -1.0, 2.0), 1.0), ((-4.0, 1.0, 2.0), 0.0)])
def test_two_points_left_of_the_middle_are_worth_one(
    make: Make, points: tuple[float, float, float], bonus: float
) -> None:
    paper = presets("paper")["reward"]
    task = make("paper", segments=4, reward=dataclasses.replace(paper, curvature_weight=0.0))
    steps = np.diff(np.array([-8.0, *points]))
    state, paid = _play(task, [_action_for(step, task) for step in steps])[-1]
    assert state.points[0] == pytest.approx(points)
    candidate = task.evaluator.candidate(state.points[0])
    assert paid.final[0] == pytest.approx(1 / (candidate.objective + 1e-4), rel=1e-9)
    assert paid.reward[0] == pytest.approx(paid.final[0] + bonus, rel=1e-12)


def test_the_middle_is_the_ranges(make: Make) -> None:
    paper = dataclasses.replace(presets("paper")["reward"], curvature_weight=0.0)
    task = make("paper", segments=3, interval=(0, 10), reward=paper)
    actions = [_action_for(2.0, task)] * 2
    assert _play(task, actions)[-1][1].reward[0] == pytest.approx(_play(task, actions)[-1][1].final[0] + 1.0)


@given(st.lists(st.floats(-1, 1), min_size=8, max_size=8))
def test_in_the_curvatures_coordinate_every_episode_finishes_in_order(make: Make, actions: list[float]) -> None:
    task = make("tuned")
    state, paid = _play(task, actions)[-1]
    assert state.placed[0] == 8
    assert not state.out[0]
    assert np.all(np.diff(state.points[0]) >= 0)
    assert state.points[0, 0] > -8
    assert state.points[0, -1] <= 8
    assert np.isnan(paid.final[0]) == np.isinf(task.evaluator.objectives(state.points)[0])


def test_equal_gaps_are_the_zero_action_and_earn_one(make: Make) -> None:
    task = make("tuned")
    state, paid = _play(task, [0.0] * 8)[-1]
    assert state.u[0] == pytest.approx(np.arange(1, 9) / 9)
    assert paid.reward[0] == pytest.approx(1.0)  # the base is what these points earn
    assert paid.final[0] == pytest.approx(task.base_reward)


def test_the_base_is_the_better_of_equal_curvature_and_equidistant(make: Make) -> None:
    task = make("tuned", function="softsign", segments=3)
    u = np.array([1, 2]) / 3
    both = np.stack((task.coordinate.to_x(u), -8 + 16 * u))
    rewards = 1 / (task.evaluator.objectives(both) + 1e-4)
    assert task.base_reward == pytest.approx(rewards.max())


def test_sharpness_rewards_by_a_power(make: Make) -> None:
    for reward_power in (0.0, 1.0, 3.0):
        task = make("tuned", reward=RewardConfig(reward_power=reward_power))
        _, paid = _play(task, [0.1, -0.2, 0.3, 0, 0, 0.2, -0.1, 0])[-1]
        final = float(paid.final[0])
        expected = (final / task.base_reward) ** reward_power if reward_power else final
        assert paid.reward[0] == pytest.approx(expected, rel=1e-12)


def test_the_exponential_reward(make: Make) -> None:
    config = RewardConfig(form="exponential", scale=50.0, rate=3.0, reward_power=0.0)
    task = make("tuned", reward=config)
    state, paid = _play(task, [0.0] * 8)[-1]
    assert paid.final[0] == pytest.approx(50 * np.exp(-3 * task.evaluator.objectives(state.points)[0]))


def test_an_exponential_reward_of_nothing_is_refused(make: Make) -> None:
    with pytest.raises(ConfigError, match="rate 5; lower it"):
        make("tuned", function="exp", interval=(0, 30), segments=3, reward=RewardConfig(form="exponential"))


def test_points_too_close_for_a_fit_earn_nothing(make: Make) -> None:
    task = make("tuned", segments=33)
    state, paid = _play(task, [1.0] * 32)[-1]  # all at the right end
    assert np.isinf(task.evaluator.objectives(state.points)[0])
    assert np.isnan(paid.final[0])
    assert paid.reward[0] == 0.0


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=4))
def test_the_plain_observation(make: Make, actions: list[float]) -> None:
    task = make("paper", segments=5)
    state = _play(task, actions)[-1][0]
    seen = dynamics.observation(task, state)[0]
    count = int(state.placed[0])
    x = state.points[0, count - 1]
    assert seen == pytest.approx([(4 - count) / 4, x / 8, (8 - x) / 16], abs=1e-6)
    start = dynamics.observation(task, dynamics.initial(task, 1))[0]
    assert start.tolist() == [1.0, -1.0, 1.0]


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=4))
def test_the_one_hot_observation(make: Make, actions: list[float]) -> None:
    task = make("tuned", segments=5)
    state = _play(task, actions)[-1][0]
    seen = dynamics.observation(task, state)[0]
    count = int(state.placed[0])
    u = [0.0, 0.0, *state.u[0, :count]]
    one_hot = [float(k == count) for k in range(4)]
    gaps = [5 * (u[-1] - u[-2]) - 1, 5 * (u[-2] - u[-3]) - (count > 1)]
    rest = [5 * u[-1] - count, *gaps, u[-1], 5 * (1 - u[-1]) / (5 - count) - 1]
    assert seen == pytest.approx(one_hot + rest, abs=1e-5)
    assert seen.dtype == np.float32
    assert seen.shape == (dynamics.observation_size(task),)


@pytest.mark.parametrize("preset", ["paper", "tuned"])
def test_rows_of_a_batch_do_not_meet(make: Make, preset: str) -> None:
    task = make(preset, segments=4)
    actions = np.random.default_rng(0).uniform(-1, -0.3, (3, 16))
    batch = dynamics.initial(task, 16)
    alone = [dynamics.initial(task, 1) for _ in range(16)]
    for action in actions:
        batch = dynamics.transition(task, batch, action)
        paid, seen = rewards.reward(task, batch), dynamics.observation(task, batch)
        for i in range(16):
            alone[i] = dynamics.transition(task, alone[i], action[i : i + 1])
            one = rewards.reward(task, alone[i])
            assert batch.points[i].tolist() == alone[i].points[0].tolist()
            assert paid.reward[i] == one.reward[0]
            assert np.array_equal(paid.final[i], one.final[0], equal_nan=True)
            assert seen[i].tolist() == dynamics.observation(task, alone[i])[0].tolist()


def test_a_transition_leaves_its_state_alone(make: Make) -> None:
    task = make("tuned", segments=3)
    state = dynamics.initial(task, 1)
    dynamics.transition(task, state, np.array([0.3]))
    assert state.points.tolist() == [[0.0, 0.0]]
    assert state.placed.tolist() == [0]


@pytest.mark.parametrize("segments", [1, 0, -1, 4001])
def test_zero_or_too_many_segments_are_refused(make: Make, segments: int) -> None:
    with pytest.raises(BreakpointError):
        make("tuned", segments=segments)


@pytest.mark.parametrize("text", ["2*x + 1", "abs(x)", "sin(5*x)"])
def test_any_expression_makes_a_task(make: Make, text: str) -> None:
    task: Any = make("tuned", function=functions.from_expression(text), env=EnvConfig(), segments=4)
    assert np.isfinite(_play(task, [0.0] * 3)[-1][1].reward[0])
