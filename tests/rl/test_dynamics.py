"""The dynamics: where an action puts a point, what is observed, and when an episode ends."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from placements import play

from pwlact.rl import dynamics, rewards
from pwlact.rl.task import Task

Make = Callable[..., Task]


@given(st.lists(st.floats(-1.5, 1.5), min_size=1, max_size=8))
def test_the_papers_action_is_a_step_in_x(make: Make, actions: list[float]) -> None:
    task = make("paper")
    x = -8.0
    for action, (state, _) in zip(actions, play(task, actions), strict=False):
        x += (float(np.clip(action, -1, 1)) + 1) * 16 / 4 + 0.1
        assert bool(state.out[0]) == (x >= 8)
        if x < 8:
            assert state.points[0, state.placed[0] - 1] == pytest.approx(x)


def test_out_of_range_costs_ten_and_ends(make: Make) -> None:
    task = make("paper")
    first, second = play(task, [1.0, 1.0, 1.0])
    assert not first[0].out[0]
    assert second[0].out[0]
    assert dynamics.terminal(task, second[0])[0]
    assert second[1].reward[0] == -10.0
    assert np.isnan(second[1].final[0])


@given(st.lists(st.floats(-1, 1), min_size=8, max_size=8))
def test_in_the_curvatures_coordinate_every_episode_finishes_in_order(make: Make, actions: list[float]) -> None:
    task = make("tuned")
    state, earned = play(task, actions)[-1]
    assert state.placed[0] == 8
    assert not state.out[0]
    assert np.all(np.diff(state.points[0]) >= 0)
    assert state.points[0, 0] > -8
    assert state.points[0, -1] <= 8
    assert np.isnan(earned.final[0]) == np.isinf(task.evaluator.objectives(state.points)[0])


def test_equal_gaps_are_the_zero_action_and_earn_one(make: Make) -> None:
    task = make("tuned")
    state, earned = play(task, [0.0] * 8)[-1]
    assert state.u[0] == pytest.approx(np.arange(1, 9) / 9)
    assert earned.reward[0] == pytest.approx(1.0)  # the base is what these points earn
    assert earned.final[0] == pytest.approx(task.base_reward)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=4))
def test_the_plain_observation_is_points_left_position_and_space(make: Make, actions: list[float]) -> None:
    task = make("paper", segments=5)
    state = play(task, actions)[-1][0]
    seen = dynamics.observation(task, state)[0]
    count = int(state.placed[0])
    x = state.points[0, count - 1]
    assert seen == pytest.approx([(4 - count) / 4, x / 8, (8 - x) / 16], abs=1e-6)
    start = dynamics.observation(task, dynamics.initial(task, 1))[0]
    assert start.tolist() == [1.0, -1.0, 1.0]


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=4))
def test_the_one_hot_observation(make: Make, actions: list[float]) -> None:
    task = make("tuned", segments=5)
    state = play(task, actions)[-1][0]
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
def test_rows_of_a_batch_are_independent(make: Make, preset: str) -> None:
    task = make(preset, segments=4)
    actions = np.random.default_rng(0).uniform(-1, -0.3, (3, 16))
    batch = dynamics.initial(task, 16)
    alone = [dynamics.initial(task, 1) for _ in range(16)]
    for action in actions:
        batch = dynamics.transition(task, batch, action)
        earned, seen = rewards.reward(task, batch), dynamics.observation(task, batch)
        for i in range(16):
            alone[i] = dynamics.transition(task, alone[i], action[i : i + 1])
            one = rewards.reward(task, alone[i])
            assert batch.points[i].tolist() == alone[i].points[0].tolist()
            assert earned.reward[i] == one.reward[0]
            assert np.array_equal(earned.final[i], one.final[0], equal_nan=True)
            assert seen[i].tolist() == dynamics.observation(task, alone[i])[0].tolist()


def test_a_transition_does_not_change_its_state(make: Make) -> None:
    task = make("tuned", segments=3)
    state = dynamics.initial(task, 1)
    dynamics.transition(task, state, np.array([0.3]))
    assert state.points.tolist() == [[0.0, 0.0]]
    assert state.placed.tolist() == [0]
