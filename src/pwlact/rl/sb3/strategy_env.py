"""A vectorised environment whose episodes follow strategies."""

from __future__ import annotations

import gymnasium as gym
import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv, VecEnvWrapper
from stable_baselines3.common.vec_env.base_vec_env import VecEnvStepReturn

from pwlact.rl.strategies import with_strategy


class StrategyVecEnv(VecEnvWrapper):
    """Shows each episode its strategy behind the observation; the strategies `alive` take turns.

    Parameters
    ----------
    venv : VecEnv
        Environment with observations (n, d); those of the wrapper are (n, d + strategies).
    strategies : int
        Number of strategies.
    """

    def __init__(self, venv: VecEnv, strategies: int) -> None:
        size = venv.observation_space.shape[0] + strategies  # type: ignore[index]
        super().__init__(venv, gym.spaces.Box(-np.inf, np.inf, (size,), np.float32))
        self.strategies = strategies
        self.alive = list(range(strategies))
        self.followed = self._turns()

    def _turns(self) -> NDArray[np.int64]:
        return np.array([self.alive[i % len(self.alive)] for i in range(self.num_envs)])

    def reset(self) -> NDArray[np.float32]:
        """Start every episode anew."""
        self.followed = self._turns()
        return with_strategy(np.asarray(self.venv.reset()), self.followed, self.strategies)

    def step_wait(self) -> VecEnvStepReturn:
        """Step every episode; an episode that ended starts anew with the strategy whose turn it is."""
        seen, rewards, dones, infos = self.venv.step_wait()
        ended = np.flatnonzero(dones)
        for i in ended:
            last = np.asarray(infos[i]["terminal_observation"])
            infos[i]["terminal_observation"] = with_strategy(last[None, :], self.followed[[i]], self.strategies)[0]
        self.followed[ended] = self._turns()[ended]
        return with_strategy(np.asarray(seen), self.followed, self.strategies), rewards, dones, infos
