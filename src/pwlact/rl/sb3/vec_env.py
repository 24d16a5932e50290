"""The environment, natively vectorised for Stable-Baselines3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gymnasium as gym
import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv
from stable_baselines3.common.vec_env.base_vec_env import VecEnvIndices, VecEnvStepReturn

from pwlact.rl import dynamics, rewards
from pwlact.rl.task import Task
from pwlact.rl.training import BestEpisode


class SegmentPointsVecEnv(VecEnv):
    """`pwlact/SegmentPoints-v0`, n episodes side by side, stepped by array operations.

    An episode that ends starts anew at once, as Stable-Baselines3 expects.

    Parameters
    ----------
    task : Task
        What the agent learns.
    n : int
        Number of episodes side by side.
    best : BestEpisode, optional
        Record that finished episodes are offered to; by default a new one.
    """

    def __init__(self, task: Task, n: int, best: BestEpisode | None = None) -> None:
        size = dynamics.observation_size(task)
        self.render_mode = None  # asked for by the base class
        super().__init__(
            n,
            gym.spaces.Box(-np.inf, np.inf, (size,), np.float32),
            gym.spaces.Box(-1.0, 1.0, (1,), np.float32),
        )
        self.task = task
        self.best = BestEpisode() if best is None else best
        self.state = dynamics.initial(task, n)
        self._action = np.zeros(n)

    def reset(self) -> NDArray[np.float32]:
        """Start every episode anew and return the observations (n, d)."""
        self.state = dynamics.initial(self.task, self.num_envs)
        return dynamics.observation(self.task, self.state)

    def step_async(self, actions: NDArray[Any]) -> None:
        """Take the actions (n, 1) of the next step."""
        self._action = np.asarray(actions, dtype=np.float64).reshape(self.num_envs)

    def step_wait(self) -> VecEnvStepReturn:
        """Step every episode; return observations (n, d), rewards (n,), dones (n,) and infos."""
        task = self.task
        state = dynamics.transition(task, self.state, self._action)
        reward = rewards.reward(task, state)
        done = dynamics.terminal(task, state)
        seen = dynamics.observation(task, state)
        infos: list[dict[str, Any]] = [{} for _ in range(self.num_envs)]
        if done.any():
            self._finish(state, reward, done, seen, infos)
            fresh = dynamics.initial(task, self.num_envs)
            keep = ~done
            state = dynamics.State(
                *(
                    np.where(keep if new.ndim == 1 else keep[:, None], old, new)
                    for old, new in zip(state, fresh, strict=True)
                )
            )
            seen = dynamics.observation(task, state)
        self.state = state
        return seen, reward.reward.astype(np.float32), done, infos

    def _finish(
        self,
        state: dynamics.State,
        reward: rewards.Reward,
        done: NDArray[np.bool_],
        seen: NDArray[np.float32],
        infos: list[dict[str, Any]],
    ) -> None:
        """Fill the infos of the episodes that ended and offer them to `best`."""
        full = ~np.isnan(reward.final)
        self.best.offer(reward.final[full], reward.points[full])
        truncated = state.out & self.task.env.truncate
        for i in np.flatnonzero(done):
            infos[i] = {
                "terminal_observation": seen[i],
                "TimeLimit.truncated": bool(truncated[i]),
                "final_reward": float(reward.final[i]),
            }

    def close(self) -> None:
        """Nothing to close."""

    def get_attr(self, attr_name: str, indices: VecEnvIndices = None) -> list[Any]:
        """Return an attribute once for each environment."""
        return [getattr(self, attr_name)] * len(self._indices(indices))

    def set_attr(self, attr_name: str, value: Any, indices: VecEnvIndices = None) -> None:
        """Set an attribute, which all environments share."""
        setattr(self, attr_name, value)

    def env_method(self, method_name: str, *args: Any, indices: VecEnvIndices = None, **kwargs: Any) -> list[Any]:
        """Call a method once for each environment."""
        return [getattr(self, method_name)(*args, **kwargs) for _ in self._indices(indices)]

    def env_is_wrapped(
        self, wrapper_class: type[gym.Wrapper[Any, Any, Any, Any]], indices: VecEnvIndices = None
    ) -> list[bool]:
        """No environment is wrapped."""
        return [False] * len(self._indices(indices))

    def _indices(self, indices: VecEnvIndices) -> Sequence[int]:
        return list(self._get_indices(indices))
