"""Strategies: each episode follows one, and the weaker half is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from pwlact.rl.dynamics import Task
from pwlact.rl.sb3.vec_env import SegmentPointsVecEnv
from pwlact.rl.strategies import HALVING, StrategyVecEnv, due, narrow, play, play_best, with_strategy

Make = Callable[..., Task]


class Fixed:
    """A stand-in for a model: strategy s always plays its own action."""

    def __init__(self, actions: list[float], observed: int) -> None:
        self.actions, self.observed = actions, observed

    def predict(self, seen: NDArray[Any], deterministic: bool) -> tuple[NDArray[Any], None]:
        """Play what the one-hot behind the observation says."""
        assert deterministic
        told = seen[:, self.observed :]
        return np.array([[self.actions[int(row.argmax())]] for row in told]), None


def _told(seen: NDArray[np.float32], strategies: int) -> list[int]:
    assert np.all(seen[:, -strategies:].sum(axis=1) == 1)
    return seen[:, -strategies:].argmax(axis=1).tolist()


def test_halves_time_and_again() -> None:
    assert [due(k * HALVING + 1e-9, 8) for k in range(5)] == [8, 4, 2, 1, 1]
    assert due(1.0, 8) == due(1.0, 1) == due(0.0, 1) == 1
    assert due(HALVING + 1e-9, 5) == 2


def test_the_one_hot_stands_behind_the_observation() -> None:
    seen = with_strategy(np.ones((2, 3), dtype=np.float32), np.array([1, 0]), 2)
    assert seen.tolist() == [[1, 1, 1, 0, 1], [1, 1, 1, 1, 0]]
    assert seen.dtype == np.float32


def test_the_living_take_turns_and_keep_theirs_to_the_end(make: Make) -> None:
    env = StrategyVecEnv(SegmentPointsVecEnv(make("tuned", segments=4), 6), 4)
    assert _told(env.reset(), 4) == [0, 1, 2, 3, 0, 1]
    assert env.observation_space.shape == (12,)
    env.alive = [1, 3]
    for _ in range(2):
        seen, _, dones, _ = env.step(np.zeros((6, 1)))
        assert not dones.any()
        assert _told(np.asarray(seen), 4) == [0, 1, 2, 3, 0, 1]
    seen, _, dones, infos = env.step(np.zeros((6, 1)))
    assert dones.all()
    assert _told(np.asarray(seen), 4) == [1, 3, 1, 3, 1, 3]
    last = np.stack([info["terminal_observation"] for info in infos])
    assert _told(last, 4) == [0, 1, 2, 3, 0, 1]


def test_the_weaker_half_is_dropped(make: Make) -> None:
    task = make("tuned", segments=4)
    env = StrategyVecEnv(SegmentPointsVecEnv(task, 4), 4)
    model = Fixed([0.9, 0.0, -0.9, 0.1], observed=8)
    value = [play(task, model, 4, s).final for s in range(4)]
    ranked = sorted(range(4), key=lambda s: -value[s])
    narrow(env, task, model, 4)
    assert env.alive == [0, 1, 2, 3]
    narrow(env, task, model, 2)
    assert env.alive == sorted(ranked[:2])
    narrow(env, task, model, 1)
    assert env.alive == ranked[:1]
    narrow(env, task, model, 1)
    assert env.alive == ranked[:1]
    assert play_best(task, model, 4).final == value[ranked[0]]


def test_a_strategy_without_an_end_is_the_weakest(make: Make) -> None:
    task = make("tuned", segments=33)
    env = StrategyVecEnv(SegmentPointsVecEnv(task, 2), 2)
    model = Fixed([1.0, 0.0], observed=37)  # the first crowds all points at the right end
    assert not play(task, model, 2, 0).complete
    narrow(env, task, model, 1)
    assert env.alive == [1]
    assert play_best(task, model, 2).complete


@pytest.mark.parametrize("strategies", [0, 1])
def test_a_model_may_know_of_none(make: Make, strategies: int) -> None:
    task = make("tuned", segments=3)

    class Plain:
        def predict(self, seen: NDArray[Any], deterministic: bool) -> tuple[NDArray[Any], None]:
            assert seen.shape == (1, 7 + strategies)
            return np.zeros((1, 1)), None

    assert play_best(task, Plain(), strategies).final == pytest.approx(task.base_reward)
