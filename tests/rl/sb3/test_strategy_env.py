"""Each episode is shown its strategy; those that are left take turns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pwlact.rl.sb3.strategy_env import StrategyVecEnv
from pwlact.rl.sb3.vec_env import SegmentPointsVecEnv
from pwlact.rl.task import Task

Make = Callable[..., Task]


def _told(seen: NDArray[np.float32], strategies: int) -> list[int]:
    assert np.all(seen[:, -strategies:].sum(axis=1) == 1)
    return seen[:, -strategies:].argmax(axis=1).tolist()


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
