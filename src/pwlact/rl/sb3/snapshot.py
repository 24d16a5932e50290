"""What a training needs beside its tensors to go on as if it had never stopped: generators, episodes under way.

An on-policy training is the same from one rollout's start to the next as long as the tensors, the optimiser, the
generators of NumPy and torch, the placements under way and the last observations are the same. Off-policy algorithms
also have a replay buffer, which is too large to keep: theirs has no snapshot.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch as th
from numpy.typing import NDArray
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.on_policy_algorithm import OnPolicyAlgorithm
from stable_baselines3.common.vec_env import VecMonitor

from pwlact.rl import dynamics
from pwlact.rl.sb3.environment import Environment

Arrays = dict[str, NDArray[Any]]


def take_snapshot(model: BaseAlgorithm, env: Environment) -> Arrays:
    """Return the arrays that `restore_snapshot` needs, at the start of a rollout; none of an off-policy algorithm."""
    if not isinstance(model, OnPolicyAlgorithm):
        return {}
    kind, keys, *rest = np.random.get_state(legacy=True)  # noqa: NPY002  # what Stable-Baselines3 draws from
    assert kind == "MT19937"
    arrays: Arrays = {
        "numpy_keys": np.asarray(keys, dtype=np.uint32),
        "numpy_rest": np.array(rest, dtype=np.float64),
        "torch": th.get_rng_state().numpy(),
        "updates": np.array(model._n_updates),
        "seen": np.array(model._last_obs),
        "starts": np.array(model._last_episode_starts),
        **{f"env_{name}": part for name, part in env.bare.state._asdict().items()},
    }
    if env.strategies is not None:
        arrays["followed"] = env.strategies.followed
    if env.monitor is not None:
        arrays |= {"returns": env.monitor.episode_returns, "lengths": env.monitor.episode_lengths}
    return {name: array.copy() for name, array in arrays.items()}


def restore_snapshot(model: BaseAlgorithm, env: Environment, arrays: Arrays) -> None:
    """Put the arrays of `take_snapshot` back.

    Raises
    ------
    ValueError, KeyError
        If an array is missing, or of another shape than the training's.
    """
    model._n_updates = int(arrays["updates"])
    model._last_obs = _shaped(arrays["seen"], (env.given.num_envs, *(env.given.observation_space.shape or ())))
    model._last_episode_starts = _shaped(arrays["starts"], (env.given.num_envs,))
    parts = env.bare.state._asdict()
    env.bare.state = dynamics.State(*(_shaped(arrays[f"env_{name}"], part.shape) for name, part in parts.items()))
    if env.strategies is not None:
        env.strategies.followed = _shaped(arrays["followed"], (env.given.num_envs,))
    if env.monitor is not None:
        _restore_monitor(env.monitor, arrays)
    position, has_gauss, cached = arrays["numpy_rest"].tolist()
    np.random.set_state(("MT19937", arrays["numpy_keys"], int(position), int(has_gauss), cached))  # noqa: NPY002
    th.set_rng_state(th.from_numpy(arrays["torch"].copy()))


def _restore_monitor(monitor: VecMonitor, arrays: Arrays) -> None:
    monitor.episode_returns = _shaped(arrays["returns"], (monitor.num_envs,))
    monitor.episode_lengths = _shaped(arrays["lengths"], (monitor.num_envs,))


def _shaped(array: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if array.shape != shape:
        raise ValueError(f"an array of shape {array.shape} for {shape}")
    return array
