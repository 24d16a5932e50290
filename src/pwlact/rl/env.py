"""The task as a gymnasium environment, `pwlact/SegmentPoints-v0`."""

from __future__ import annotations

from typing import Any

import gymnasium as gym
import numpy as np
from numpy.typing import NDArray

from pwlact import functions
from pwlact.datapath import UnitSpec
from pwlact.errors import require
from pwlact.functions import Activation, Interval
from pwlact.rl import dynamics, rewards
from pwlact.rl.config import EnvConfig
from pwlact.rl.presets import PresetName, presets
from pwlact.rl.render import Window, frame
from pwlact.rl.task import make_task
from pwlact.search.describe import problem_lines
from pwlact.search.problem import Objective, Problem
from pwlact.search.reward import RewardConfig


class SegmentPointsEnv(gym.Env[NDArray[np.float32], NDArray[np.float32]]):
    """Place the interior breakpoints of a piecewise-linear approximation from left to right.

    Description
    -----------
    An activation function f on a range is approximated by `segments` linear pieces. The agent places the
    segments - 1 points between them, one a step; then the values are fitted by least squares and measured.
    Source: the paper (ISOCC 2023).

    Action Space
    ------------
    `Box(-1, 1, (1,), float32)`, a. With `env.action` "curvature" the next point lies spread**a mean gaps further in
    the coordinate u in which equal gaps mean equal error (`search.coordinate`); with "step" it lies
    (a + 1) * range * step_scale + step_min further in x.

    Observation Space
    -----------------
    `Box(-inf, inf, (d,), float32)`.

    | `env.observation` | index | meaning |
    |---|---|---|
    | plain, d = 3 | 0 | points left / points |
    | | 1 | last point, range scaled to [-1, 1] |
    | | 2 | space to the end / range |
    | one-hot, d = points + 5 | 0 .. points - 1 | points placed so far, one-hot; all zero when done |
    | | points | offset of the last point from its uniform coordinate, in mean gaps of u |
    | | points + 1, points + 2 | last gap and the one before, in mean gaps, minus 1 |
    | | points + 3 | last point in u |
    | | points + 4 | mean gap that remains, in mean gaps, minus 1 |

    Rewards
    -------
    At each point `curvature_weight` times the curvature |f''| / (1 + f'^2)^1.5 there, and the crowding penalty; at the
    end the final reward of J = mean_weight * E_mean + max_weight * E_max (see `RewardConfig`). For a unit in a number
    format (`spec`) errors are its own over all its inputs, and its area may count. `info` of the last step
    holds `final_reward` and `points`; `info` of each step holds `point` and `curvature_reward`.

    Starting State
    --------------
    No point placed; always the same.

    Episode End
    -----------
    Terminated when all points are placed. A step that leaves the range terminates too, or truncates with
    `env.truncate`.

    Arguments:
    ---------
    `function`: name or `Activation`; `interval`: default the function's own; `segments`: default 9; `preset`: "tuned"
    (default) or "paper"; `env`, `reward`: records that replace the preset's; `spec`: the kind of hardware unit;
    `render_mode`: "rgb_array", `render()` returns the episode's picture, or "human", a window shows it at each step.

    Version History
    ---------------
    v0: first version.
    """

    metadata: dict[str, Any] = {"render_modes": ["human", "rgb_array"], "render_fps": 4}  # noqa: RUF012

    def __init__(
        self,
        function: str | Activation = "gelu",
        interval: Interval | None = None,
        segments: int = 9,
        preset: PresetName = "tuned",
        env: EnvConfig | None = None,
        reward: RewardConfig | None = None,
        spec: UnitSpec | None = None,
        render_mode: str | None = None,
    ) -> None:
        modes = self.metadata["render_modes"]
        require(render_mode in (None, *modes), f"a render mode is {' or '.join(modes)}", render_mode, "leave it out")
        activation = functions.get(function) if isinstance(function, str) else function
        settings = presets(preset)
        env_config, reward_config = env or settings["env"], reward or settings["reward"]
        problem = Problem(
            activation=activation,
            interval=interval or activation.interval,
            segments=segments,
            objective=Objective(
                mean_weight=reward_config.mean_weight,
                max_weight=reward_config.max_weight,
                measure="grid" if spec is None else "codes",
            ),
            spec=spec,
        )
        self.task = make_task(problem, env_config, reward_config)
        self.render_mode = render_mode
        self._window: Window | None = None
        size = dynamics.observation_size(self.task)
        self.observation_space = gym.spaces.Box(-np.inf, np.inf, (size,), np.float32)
        self.action_space = gym.spaces.Box(-1.0, 1.0, (1,), np.float32)
        self._state = dynamics.initial(self.task, 1)

    def __repr__(self) -> str:
        lines = [
            *problem_lines(self.task.evaluator.problem),
            f"{self._state.placed[0]} of {self.task.points} points placed",
        ]
        return f"{type(self).__name__}: " + "\n  ".join(lines)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """Start anew; return the observation (d,) and an empty info."""
        super().reset(seed=seed)
        self._state = dynamics.initial(self.task, 1)
        self._show()
        return dynamics.observation(self.task, self._state)[0], {}

    def step(self, action: NDArray[np.float32]) -> tuple[NDArray[np.float32], float, bool, bool, dict[str, Any]]:
        """Place one point; return observation (d,), reward, terminated, truncated and info."""
        state = dynamics.transition(self.task, self._state, np.asarray(action, dtype=np.float64).reshape(1))
        reward = rewards.reward(self.task, state)
        done = bool(dynamics.terminal(self.task, state)[0])
        truncated = bool(state.out[0]) and self.task.env.truncate
        self._state = state
        self._show()
        info: dict[str, Any] = {
            "point": float(state.points[0, state.placed[0] - 1]),
            "curvature_reward": float(reward.curvature[0]),
        }
        if done:
            info |= {"final_reward": float(reward.final[0]), "points": reward.points[0].copy()}
        seen = dynamics.observation(self.task, state)[0]
        return seen, float(reward.reward[0]), done and not truncated, truncated, info

    def render(self) -> NDArray[np.uint8] | None:
        """Return the picture of the episode so far, (480, 640, 3), in mode "rgb_array"; otherwise None."""
        return frame(self.task, self._state) if self.render_mode == "rgb_array" else None

    def _show(self) -> None:
        """Bring the window of mode "human" up to date."""
        if self.render_mode == "human":
            self._window = self._window or Window()
            self._window.show(self.task, self._state)

    def close(self) -> None:
        """Close the window, if there is one."""
        if self._window is not None:
            self._window.close()
            self._window = None
