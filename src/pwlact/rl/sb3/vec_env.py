"""Many episodes at once, natively vectorised for Stable-Baselines3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import gymnasium as gym
import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv
from stable_baselines3.common.vec_env.base_vec_env import VecEnvIndices, VecEnvStepReturn

from pwlact._types import Array
from pwlact.rl import dynamics
from pwlact.rl.dynamics import Task


@dataclass(slots=True)
class BestEpisode:
    """Best finished episode so far: its final reward and its points."""

    reward: float = -np.inf
    points: Array = field(default_factory=lambda: np.empty(0))
    episodes: int = 0

    def offer(self, finals: Array, points: Array) -> None:
        """Take in finished episodes: final rewards (n,) and points (n, P)."""
        self.episodes += finals.size
        if finals.size and finals.max() > self.reward:
            i = int(finals.argmax())
            self.reward = float(finals[i])
            self.points = points[i].copy()


class SegmentPointsVecEnv(VecEnv):
    """`pwlact/SegmentPoints-v0`, n times over, stepped by array operations.

    Episodes that end are begun anew at once, as Stable-Baselines3 expects. `best` keeps the best finished episode.
    """

    def __init__(self, task: Task, n: int) -> None:
        size = dynamics.observation_size(task)
        self.render_mode = None  # asked for by the base class
        super().__init__(
            n,
            gym.spaces.Box(-np.inf, np.inf, (size,), np.float32),
            gym.spaces.Box(-1.0, 1.0, (1,), np.float32),
        )
        self.task = task
        self.best = BestEpisode()
        self._state = dynamics.initial(task, n)
        self._action = np.zeros(n)

    def reset(self) -> NDArray[np.float32]:
        """Begin every episode anew and return the observations (n, d)."""
        self._state = dynamics.initial(self.task, self.num_envs)
        return dynamics.observation(self.task, self._state)

    def step_async(self, actions: NDArray[Any]) -> None:
        """Take the actions (n, 1) of the next step."""
        self._action = np.asarray(actions, dtype=np.float64).reshape(self.num_envs)

    def step_wait(self) -> VecEnvStepReturn:
        """Step every episode; return observations (n, d), rewards (n,), dones (n,) and infos."""
        task = self.task
        state = dynamics.transition(task, self._state, self._action)
        paid = dynamics.reward(task, state)
        done = dynamics.terminal(task, state)
        seen = dynamics.observation(task, state)
        infos: list[dict[str, Any]] = [{} for _ in range(self.num_envs)]
        if done.any():
            self._finish(state, paid, done, seen, infos)
            fresh = dynamics.initial(task, self.num_envs)
            keep = ~done
            state = dynamics.State(
                *(
                    np.where(keep if new.ndim == 1 else keep[:, None], old, new)
                    for old, new in zip(state, fresh, strict=True)
                )
            )
            seen = dynamics.observation(task, state)
        self._state = state
        return seen, paid.reward.astype(np.float32), done, infos

    def _finish(
        self,
        state: dynamics.State,
        paid: dynamics.Reward,
        done: NDArray[np.bool_],
        seen: NDArray[np.float32],
        infos: list[dict[str, Any]],
    ) -> None:
        """Fill the infos of the episodes that ended and offer them to `best`."""
        full = ~np.isnan(paid.final)
        self.best.offer(paid.final[full], paid.points[full])
        truncated = state.out & self.task.env.truncate
        for i in np.flatnonzero(done):
            infos[i] = {
                "terminal_observation": seen[i],
                "TimeLimit.truncated": bool(truncated[i]),
                "final_reward": float(paid.final[i]),
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
