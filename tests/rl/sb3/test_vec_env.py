"""The vectorised environment walks the gymnasium environment's trajectories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stable_baselines3.common.vec_env import VecEnv

import pwlact  # noqa: F401  registers the environment
from pwlact.rl.config import EnvConfig
from pwlact.rl.presets import PresetName
from pwlact.rl.sb3.vec_env import SegmentPointsVecEnv
from pwlact.rl.task import Task

Make = Callable[..., Task]


@pytest.mark.parametrize(
    ("preset", "env_config"),
    [("paper", None), ("tuned", None), ("paper", EnvConfig(action="step", observation="plain", truncate=False))],
)
@settings(max_examples=15)
@given(data=st.data())
def test_walks_the_same_trajectories(preset: PresetName, env_config: EnvConfig | None, data: st.DataObject) -> None:
    n, segments = data.draw(st.integers(1, 5)), data.draw(st.integers(2, 6))
    function = data.draw(st.sampled_from(["gelu", "sigmoid", "hardswish"]))
    # Means from -1 to 1: episodes that finish, that leave the range early, and both side by side.
    centre = data.draw(st.floats(-1, 1))
    generator = np.random.default_rng(data.draw(st.integers(0, 99)))
    kind = {"function": function, "segments": segments, "preset": preset, "env": env_config}
    envs = [gym.make("pwlact/SegmentPoints-v0", **kind) for _ in range(n)]
    unwrapped: Any = envs[0].unwrapped
    vec = SegmentPointsVecEnv(unwrapped.task, n)
    firsts = np.stack([env.reset()[0] for env in envs])
    assert vec.reset().tolist() == firsts.tolist()
    finished: list[tuple[float, list[float]]] = []
    for _ in range(3 * segments):
        actions = generator.normal(centre, 0.5, (n, 1)).astype(np.float32)
        seen, rewards, dones, infos = vec.step(actions)
        for i, env in enumerate(envs):
            one_seen, one_reward, terminated, truncated, info = env.step(actions[i])
            assert rewards[i] == np.float32(one_reward)
            assert dones[i] == (terminated or truncated)
            if not dones[i]:
                assert seen[i].tolist() == one_seen.tolist()
                continue
            assert infos[i]["terminal_observation"].tolist() == one_seen.tolist()
            assert infos[i]["TimeLimit.truncated"] == truncated
            assert np.array_equal(infos[i]["final_reward"], info["final_reward"], equal_nan=True)
            assert seen[i].tolist() == env.reset()[0].tolist() == firsts[i].tolist()
            if not np.isnan(info["final_reward"]):
                finished.append((info["final_reward"], info["points"].tolist()))
    assert vec.best.episodes == len(finished)
    if finished:
        assert vec.best.reward == max(reward for reward, _ in finished)
        assert (vec.best.reward, vec.best.points.tolist()) in finished


def test_is_a_vec_env_of_stable_baselines(make: Make) -> None:
    vec = SegmentPointsVecEnv(make("tuned"), 3)
    assert isinstance(vec, VecEnv)
    assert vec.num_envs == 3
    assert vec.observation_space.shape == (13,)
    assert vec.reset().dtype == np.float32
    assert vec.env_is_wrapped(gym.Wrapper) == [False, False, False]
    assert vec.get_attr("task", [0, 2]) == [vec.task] * 2
    vec.seed(0)
    _, rewards, dones, infos = vec.step(np.zeros((3, 1), dtype=np.float32))
    assert rewards.shape == dones.shape == (3,)
    assert rewards.dtype == np.float32
    assert infos == [{}, {}, {}]
    vec.close()


def test_its_space_is_the_gymnasium_environments() -> None:
    env = gym.make("pwlact/SegmentPoints-v0", preset="paper")
    unwrapped: Any = env.unwrapped
    vec = SegmentPointsVecEnv(unwrapped.task, 2)
    assert vec.action_space == env.action_space
    assert vec.observation_space == env.observation_space


def test_a_policy_gone_astray_spoils_no_best_episode(make: Make) -> None:
    vec = SegmentPointsVecEnv(make("tuned", segments=3), 2)
    vec.reset()
    for _ in range(2):
        vec.step(np.array([[np.nan], [0.0]]))
    assert np.all(np.isfinite(vec.best.points))
    assert vec.best.episodes == 1
