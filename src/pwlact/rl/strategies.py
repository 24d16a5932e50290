"""Several strategies in one agent: where to put the points has many local optima, and a policy settles in one.

Each episode is told which strategy it follows, as a one-hot behind the observation; the policy keeps a mean and a
spread for each. Early in the training the weaker half is dropped time and again, until one is left (successive
halving: Jamieson & Talwalkar 2016, arXiv 1502.07943).
"""

from __future__ import annotations

from typing import Any

import gymnasium as gym
import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv, VecEnvWrapper
from stable_baselines3.common.vec_env.base_vec_env import VecEnvStepReturn

from pwlact.rl.dynamics import Task
from pwlact.rl.rollout import Episode, rollout

HALVING = 0.08  # share of the training between two halvings


class StrategyVecEnv(VecEnvWrapper):
    """Tells each episode its strategy; the living ones take turns."""

    def __init__(self, venv: VecEnv, strategies: int) -> None:
        size = venv.observation_space.shape[0] + strategies  # type: ignore[index]
        super().__init__(venv, gym.spaces.Box(-np.inf, np.inf, (size,), np.float32))
        self.strategies = strategies
        self.alive = list(range(strategies))
        self._followed = self._turns()

    def _turns(self) -> NDArray[np.int64]:
        return np.array([self.alive[i % len(self.alive)] for i in range(self.num_envs)])

    def reset(self) -> NDArray[np.float32]:
        """Begin every episode anew."""
        self._followed = self._turns()
        return with_strategy(np.asarray(self.venv.reset()), self._followed, self.strategies)

    def step_wait(self) -> VecEnvStepReturn:
        """Step every episode; those that ended begin anew with the strategy whose turn it is."""
        seen, rewards, dones, infos = self.venv.step_wait()
        ended = np.flatnonzero(dones)
        for i in ended:
            last = np.asarray(infos[i]["terminal_observation"])
            infos[i]["terminal_observation"] = with_strategy(last[None, :], self._followed[[i]], self.strategies)[0]
        self._followed[ended] = self._turns()[ended]
        return with_strategy(np.asarray(seen), self._followed, self.strategies), rewards, dones, infos


def with_strategy(seen: NDArray[np.float32], followed: NDArray[np.int64], strategies: int) -> NDArray[np.float32]:
    """Return observations (n, d) with the one-hot of each row's strategy behind them, (n, d + strategies)."""
    one_hot = np.zeros((followed.size, strategies), dtype=np.float32)
    one_hot[np.arange(followed.size), followed] = 1.0
    return np.concatenate((seen, one_hot), axis=1)


def play(task: Task, model: Any, strategies: int, strategy: int) -> Episode:
    """Play one strategy of a model without noise; `strategies` 0 means that the model knows of none."""

    def act(seen: NDArray[np.float32]) -> NDArray[np.float64]:
        told = with_strategy(seen, np.array([strategy]), strategies) if strategies else seen
        action, _ = model.predict(told, deterministic=True)
        return np.asarray(action, dtype=np.float64)

    return rollout(task, act)


def play_best(task: Task, model: Any, strategies: int) -> Episode:
    """Play every strategy without noise and return the best episode; a finished one before an unfinished."""
    episodes = [play(task, model, strategies, strategy) for strategy in range(max(strategies, 1))]
    return max(episodes, key=_value)


def _value(episode: Episode) -> float:
    return episode.final if episode.complete else -np.inf


def due(progress: float, strategies: int) -> int:
    """Return how many strategies shall live at this progress from 0 to 1."""
    return max(strategies >> int(progress / HALVING), 1)


def narrow(env: StrategyVecEnv, task: Task, model: Any, keep: int) -> None:
    """Let only the `keep` best strategies live, as played without noise."""
    if len(env.alive) > keep:
        value = {s: _value(play(task, model, env.strategies, s)) for s in env.alive}
        env.alive = sorted(sorted(env.alive, key=lambda s: -value[s])[:keep])
