"""The gymnasium environment passes the checkers of gymnasium and Stable-Baselines3, and tells its steps."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from matplotlib import pyplot
from stable_baselines3.common.env_checker import check_env as check_env_for_sb3

import pwlact  # noqa: F401  registers the environment
from pwlact import functions
from pwlact.errors import InputError
from pwlact.rl.config import EnvConfig
from pwlact.search.reward import RewardConfig

ID = "pwlact/SegmentPoints-v0"
KINDS: list[dict[str, Any]] = [
    {},
    {"preset": "paper"},
    {"preset": "paper", "function": "sigmoid", "segments": 5, "interval": (-4, 6)},
    {"function": functions.from_expression("abs(x)"), "segments": 2},
]


@pytest.mark.parametrize("mode", [None, "rgb_array", "human"])
@pytest.mark.parametrize("kind", KINDS)
def test_passes_the_checkers(kind: dict[str, Any], mode: str | None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=".*observation space (min|max)imum value is.*infinity.*")
        check_env(gym.make(ID, **kind, render_mode=mode).unwrapped, skip_render_check=False)
        check_env_for_sb3(gym.make(ID, **kind))


def test_importing_the_package_registers_the_environment() -> None:
    code = f"import gymnasium, pwlact; print(gymnasium.make('{ID}').observation_space.shape)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "(13,)\n"


def test_tells_its_steps_and_its_end() -> None:
    env = gym.make(ID, segments=4)
    env.reset(seed=0)
    infos = []
    for _ in range(3):
        _, reward, terminated, truncated, info = env.step(np.zeros(1, dtype=np.float32))
        infos.append(info)
    assert terminated
    assert not truncated
    assert reward == pytest.approx(1.0)
    assert [info["point"] for info in infos] == infos[-1]["points"].tolist()
    assert infos[-1]["final_reward"] > 0
    assert "final_reward" not in infos[0]
    assert all(info["curvature_reward"] == 0.0 for info in infos)


@pytest.mark.parametrize("truncate", [True, False])
def test_leaving_the_range_truncates_or_terminates(truncate: bool) -> None:
    env = gym.make(
        ID, env=EnvConfig(action="step", observation="plain", truncate=truncate), reward=RewardConfig(out_of_range=-10)
    )
    env.reset()
    env.step(np.ones(1, dtype=np.float32))
    _, reward, terminated, truncated, info = env.step(np.ones(1, dtype=np.float32))
    assert reward == -10.0
    assert (terminated, truncated) == (not truncate, truncate)
    assert np.isnan(info["final_reward"])


def test_a_step_out_of_range_truncates_with_the_papers_preset() -> None:
    env = gym.make(ID, preset="paper")
    env.reset()
    env.step(np.ones(1, dtype=np.float32))
    assert env.step(np.ones(1, dtype=np.float32))[2:4] == (False, True)


def test_begins_anew_after_a_reset() -> None:
    env = gym.make(ID, segments=3)
    first, _ = env.reset(seed=1)
    env.step(np.full(1, 0.7, dtype=np.float32))
    again, _ = env.reset(seed=2)
    assert again.tolist() == first.tolist()


@pytest.mark.parametrize(
    "kind",
    [{"function": "gellu"}, {"segments": 1}, {"segments": 0}, {"segments": 5000}, {"interval": (8, -8)},
     {"interval": (0, float("inf"))}, {"preset": "best"}, {"render_mode": "ansi"}],
)  # fmt: skip
def test_refuses_bad_arguments(kind: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        gym.make(ID, **kind)


def test_renders_the_episode_as_an_array() -> None:
    env = gym.make(ID, segments=3, render_mode="rgb_array")
    env.reset()
    frames = [env.render()]
    for _ in range(2):
        env.step(np.zeros(1, dtype=np.float32))
        frames.append(env.render())
    assert all(isinstance(frame, np.ndarray) and frame.shape == (480, 640, 3) for frame in frames)
    assert len({frame.tobytes() for frame in frames}) == 3  # type: ignore[union-attr]


def test_the_window_of_mode_human_follows_the_steps_and_closes() -> None:
    before = pyplot.get_fignums()
    env: Any = gym.make(ID, segments=3, render_mode="human").unwrapped
    env.reset()
    titles = [env._window.figure.axes[0].get_title()]
    for _ in range(2):
        env.step(np.zeros(1, dtype=np.float32))
        titles.append(env._window.figure.axes[0].get_title())
    assert env.render() is None
    assert titles[:2] == ["0 of 2 points placed", "1 of 2 points placed"]
    assert titles[2].startswith("final reward")
    env.close()
    env.close()
    assert pyplot.get_fignums() == before


def test_the_repr_says_the_problem_and_how_many_points_are_placed() -> None:
    env = gym.make(ID, function="silu", segments=5).unwrapped
    env.reset()
    env.step(np.zeros(1, dtype=np.float32))
    lines = repr(env).splitlines()
    assert lines[0] == "SegmentPointsEnv: silu on [-8, 8], 5 segments"
    assert lines[-1] == "  1 of 4 points placed"
    assert len(lines) == 3
