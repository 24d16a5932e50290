"""Strategies: each episode follows one, and the weaker half is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pwlact.rl.agent_config import PPOConfig
from pwlact.rl.rollout import Act
from pwlact.rl.strategies import play, play_best, prune, survivors, with_strategy
from pwlact.rl.task import Task

Make = Callable[..., Task]


def _fixed(actions: list[float], observed: int) -> Act:
    """Return a policy in which strategy s always plays its own action."""
    return lambda seen: np.array([[actions[int(row.argmax())]] for row in seen[:, observed:]])


def test_survivors_halve_at_equal_shares_of_the_training() -> None:
    eight, one, five = (PPOConfig(strategies=count) for count in (8, 1, 5))
    assert [survivors(k * eight.drop_every + 1e-9, eight) for k in range(5)] == [8, 4, 2, 1, 1]
    assert survivors(1.0, eight) == survivors(1.0, one) == survivors(0.0, one) == 1
    assert survivors(five.drop_every + 1e-9, five) == 2


@given(strategies=st.integers(1, 200), progress=st.floats(0, 1))
def test_halves_are_what_shifts_gave(strategies: int, progress: float) -> None:
    assert survivors(progress, PPOConfig(strategies=strategies)) == max(strategies >> int(progress / 0.08), 1)


def test_none_is_dropped_before_its_time() -> None:
    late = PPOConfig(strategies=8, drop_from=0.5, drop_every=0.1)
    assert [survivors(progress, late) for progress in (0.0, 0.59, 0.61, 0.71, 0.81, 1.0)] == [8, 8, 4, 2, 1, 1]


def test_a_tenth_is_dropped_at_a_time() -> None:
    gentle = PPOConfig(strategies=100, drop_share=0.1, drop_every=0.01)
    left = [survivors(k * 0.01 + 1e-9, gentle) for k in range(101)]
    assert left[:5] == [100, 90, 81, 72, 65]
    assert left == sorted(left, reverse=True)
    assert left[50:] == [1] * 51


def test_the_one_hot_stands_behind_the_observation() -> None:
    seen = with_strategy(np.ones((2, 3), dtype=np.float32), np.array([1, 0]), 2)
    assert seen.tolist() == [[1, 1, 1, 0, 1], [1, 1, 1, 1, 0]]
    assert seen.dtype == np.float32


def test_the_weaker_half_is_dropped(make: Make) -> None:
    task = make("tuned", segments=4)
    act = _fixed([0.9, 0.0, -0.9, 0.1], observed=8)
    value = [episode.final for episode in play(task, act, 4)]
    ranked = sorted(range(4), key=lambda s: -value[s])
    assert prune(range(4), task, act, 4, keep=4) == [0, 1, 2, 3]
    assert prune(range(4), task, act, 4, keep=2) == sorted(ranked[:2])
    assert prune(sorted(ranked[:2]), task, act, 4, keep=1) == ranked[:1]
    assert prune(ranked[:1], task, act, 4, keep=1) == ranked[:1]
    assert play_best(task, act, 4).final == value[ranked[0]]


def test_a_strategy_without_an_end_is_the_weakest(make: Make) -> None:
    task = make("tuned", segments=33)
    act = _fixed([1.0, 0.0], observed=37)  # the first crowds all points at the right end
    assert [episode.complete for episode in play(task, act, 2)] == [False, True]
    assert prune([0, 1], task, act, 2, keep=1) == [1]
    assert play_best(task, act, 2).complete


@pytest.mark.parametrize("strategies", [0, 1])
def test_a_policy_may_be_without_strategies(make: Make, strategies: int) -> None:
    task = make("tuned", segments=3)

    def act(seen: NDArray[Any]) -> NDArray[Any]:
        assert seen.shape == (1, 7 + strategies)
        return np.zeros((1, 1))

    assert play_best(task, act, strategies).final == pytest.approx(task.base_reward)
